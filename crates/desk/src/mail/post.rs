//! The way out: SMTP.

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use kit::{Error, Result, Time};
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::letter::Letter;
use super::render::{Rendered, clean, render};
use crate::config::Smtp;

/// One command and its answer; a mail server that takes longer is tried again later.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Why a letter did not leave.
#[derive(Debug, thiserror::Error)]
pub enum NotSent {
    #[error("no mail server is configured")]
    Off,
    /// Trying again changes nothing: the address is refused, or the letter is.
    #[error("the mail server refuses the letter: {0}")]
    Refused(String),
    /// The server is away, busy, or does not let us in: worth trying again.
    #[error("the mail server does not take the letter now: {0}")]
    Later(String),
    /// The letter cannot be written: our fault.
    #[error("the letter cannot be written: {0}")]
    Unwritten(Error),
}

/// A mail server and who we are to it.
pub struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    public_url: String,
    host: String,
}

impl Post {
    pub fn new(smtp: &Smtp, public_url: &str) -> Result<Self> {
        let url = url::Url::parse(public_url).map_err(Error::internal)?;
        let host = url
            .host_str()
            .ok_or_else(|| Error::internal("the public address has no host"))?
            .to_owned();
        let from = smtp.from.parse().map_err(Error::internal)?;
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&smtp.url).map_err(Error::internal)?;
        let transport = builder.timeout(Some(TIMEOUT)).hello_name(hello(&host)).build();
        Ok(Self {
            transport,
            from,
            public_url: public_url.to_owned(),
            host,
        })
    }

    pub async fn send(&self, letter: &Letter, now: Time) -> Result<(), NotSent> {
        let rendered = render(letter, &self.public_url).map_err(NotSent::Unwritten)?;
        let message = self.message(letter, rendered, now).map_err(NotSent::Unwritten)?;
        self.transport.send(message).await.map(drop).map_err(|error| reason(&error))
    }

    fn message(&self, letter: &Letter, rendered: Rendered, now: Time) -> Result<Message> {
        let to = letter.to.as_str().parse().map_err(Error::internal)?;
        let id = data_encoding::BASE32_NOPAD
            .encode(&crate::who::secret::random()?[..20])
            .to_lowercase();
        let date = SystemTime::UNIX_EPOCH + now.since(Time::from_micros(0));
        Message::builder()
            .from(match &letter.sender {
                Some(name) => Mailbox::new(Some(clean(name)), self.from.email.clone()),
                None => self.from.clone(),
            })
            .to(Mailbox::new(None, to))
            .date(date)
            .message_id(Some(format!("<{id}@{}>", self.host)))
            .subject(rendered.subject)
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(rendered.text, rendered.html))
            .map_err(Error::internal)
    }
}

/// How we greet the mail server: by the public address's host.
fn hello(host: &str) -> ClientId {
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(ip)) => ClientId::Ipv4(ip),
        Ok(IpAddr::V6(ip)) => ClientId::Ipv6(ip),
        Err(_) => ClientId::Domain(host.to_owned()),
    }
}

/// A refusal of this letter is final; one of us (530, 534, 535, 538: sign-in) or of the moment is not.
fn reason(error: &lettre::transport::smtp::Error) -> NotSent {
    let cause = std::error::Error::source(error)
        .map(|cause| format!("{error}: {cause}"))
        .unwrap_or_else(|| error.to_string());
    let ours = error.status().is_some_and(|code| matches!(u16::from(code), 530 | 534 | 535 | 538));
    if error.is_permanent() && !ours {
        NotSent::Refused(cause)
    } else {
        NotSent::Later(cause)
    }
}

/// RFC 3834: nobody's holiday notice should answer.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::double::{Double, Script};
    use crate::mail::{Mailer, Template};
    use kit::{Email, Locale};

    fn config(url: &str) -> crate::config::Config {
        crate::config::Config {
            data: "unused".into(),
            public_url: "https://mesa.example.com".into(),
            trusted_proxies: Vec::new(),
            smtp: Some(Smtp {
                url: url.to_owned(),
                from: "Relevo <relevo@example.com>".into(),
            }),
            max_file: 0,
            allow_private_targets: false,
            graph_url: crate::config::GRAPH.into(),
            telegram_url: crate::config::TELEGRAM.into(),
            preview_private: Vec::new(),
        }
    }

    fn letter() -> Letter {
        Letter::new(Email::parse("rosa@elmezquite.mx", "email").unwrap(), Locale::Es, Template::Welcome)
            .with("first_name", "Rosa Íñiguez\r\nBcc: todos@x.org")
            .with("organisation", "Tractores Ñandú\r\nBcc: todos@x.org\r\n\r\n<b>hola</b>")
            .leading_to("/entrar")
    }

    const NOW: Time = Time::from_micros(1_795_369_980_000_000);

    #[tokio::test]
    async fn a_letter_arrives_whole_and_with_no_header_of_anybody_elses() {
        let double = Double::start(Script::default()).await;
        Mailer::new(&config(&double.url())).unwrap().send(&letter(), NOW).await.unwrap();
        let mail = double.received().await.remove(0);
        assert_eq!(
            (mail.from.as_str(), mail.to.as_slice()),
            ("relevo@example.com", ["rosa@elmezquite.mx".to_owned()].as_slice())
        );
        assert_eq!(mail.hello, "mesa.example.com");
        let (head, body) = mail.data.split_once("\r\n\r\n").unwrap();
        let names: Vec<&str> = head
            .split("\r\n")
            .filter(|l| !l.starts_with([' ', '\t']))
            .filter_map(|l| l.split(':').next())
            .collect();
        for name in [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "MIME-Version",
            "Content-Type",
        ] {
            assert_eq!(names.iter().filter(|n| **n == name).count(), 1, "{name} in {head}");
        }
        assert_eq!(names.len(), 8, "{head}");
        assert!(
            head.contains("Date: Sun, 22 Nov 2026 17:53:00 +0000") && head.contains("@mesa.example.com>"),
            "{head}"
        );
        assert!(body.contains("text/plain") && body.contains("text/html"), "{body}");
    }

    #[tokio::test]
    async fn refusals_are_final_and_trouble_is_not() {
        let cases = [
            (
                Script {
                    recipient: "550 5.1.1 no such user",
                    ..Script::default()
                },
                "refused",
            ),
            (
                Script {
                    data: "554 5.7.1 spam",
                    ..Script::default()
                },
                "refused",
            ),
            (
                Script {
                    recipient: "450 4.2.0 greylisted",
                    ..Script::default()
                },
                "later",
            ),
            (
                Script {
                    greeting: "421 4.3.2 too busy",
                    ..Script::default()
                },
                "later",
            ),
            (
                Script {
                    sender: "530 5.7.0 authentication required",
                    ..Script::default()
                },
                "later",
            ),
        ];
        for (script, expected) in cases {
            let double = Double::start(script.clone()).await;
            let found = match Mailer::new(&config(&double.url())).unwrap().send(&letter(), NOW).await {
                Err(NotSent::Refused(_)) => "refused",
                Err(NotSent::Later(_)) => "later",
                other => panic!("{other:?}"),
            };
            assert_eq!(found, expected, "{script:?}");
            assert!(double.received().await.is_empty());
        }
    }

    #[tokio::test]
    async fn a_server_that_is_away_hangs_up_or_offers_no_tls_where_it_must() {
        let gone = Double::start(Script::default()).await.url();
        let hangs_up = Double::start(Script {
            greeting: "",
            ..Script::default()
        })
        .await;
        let plain = Double::start(Script::default()).await;
        for url in [gone, hangs_up.url(), format!("{}?tls=required", plain.url())] {
            let mailer = Mailer::new(&config(&url)).unwrap();
            assert!(matches!(mailer.send(&letter(), NOW).await, Err(NotSent::Later(_))), "{url}");
        }
        assert!(plain.received().await.is_empty(), "nothing leaves in the clear");
    }

    #[tokio::test]
    async fn without_a_server_the_caller_is_told_and_nonsense_is_found_at_the_start() {
        let off = crate::config::Config { smtp: None, ..config("") };
        let mailer = Mailer::new(&off).unwrap();
        assert!(mailer.is_off());
        assert!(matches!(mailer.send(&letter(), NOW).await, Err(NotSent::Off)));
        assert!(Mailer::new(&config("ftp://x")).is_err());
        let mut nobody = config("smtp://127.0.0.1");
        nobody.smtp.as_mut().unwrap().from = "Relevo".into();
        assert!(Mailer::new(&nobody).is_err());
    }
}
