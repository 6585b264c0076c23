//! One bot, as it speaks to Telegram. Its token stands in every address: no address is ever written down.

use channel::{Answer, Body, Call, Channel, Fetch, Outbound, Outcome};
use kit::Time;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::parts::{self, Part};
use crate::{failure, name, named};

/// A bot of the Bot API.
#[derive(Clone)]
pub struct Bot {
    /// Where the API is: [`crate::API`].
    pub api: String,
    /// In the form that [`is_token`] asks for.
    pub token: String,
}

/// Whether a text can be a token: the bot's number, a colon and a key. It becomes part of an address.
pub fn is_token(text: &str) -> bool {
    text.split_once(':').is_some_and(|(bot, key)| {
        (5..=20).contains(&bot.len())
            && bot.bytes().all(|b| b.is_ascii_digit())
            && (30..=100).contains(&key.len())
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
    })
}

/// The number of the bot whose token it is.
pub fn owner(token: &str) -> &str {
    token.split_once(':').map_or("", |(bot, _)| bot)
}

#[derive(Deserialize)]
struct Accepted {
    result: Message,
}

#[derive(Deserialize)]
struct Message {
    message_id: i64,
    chat: Chat,
}

#[derive(Deserialize)]
struct Chat {
    id: i64,
}

#[derive(Deserialize)]
struct Located {
    result: Place,
}

#[derive(Deserialize)]
struct Place {
    file_path: String,
}

impl Bot {
    pub(crate) fn method(&self, name: &str, body: Body) -> Call {
        Call {
            url: format!("{}/bot{}/{name}", self.api, self.token),
            headers: Vec::new(),
            body,
        }
    }

    fn say(&self, method: &str, mut said: Value, chat: i64, quoted: Option<&Value>) -> Call {
        said["chat_id"] = json!(chat);
        if let Some(quoted) = quoted {
            said["reply_parameters"] = quoted.clone();
        }
        self.method(method, Body::Json(said.to_string().into_bytes()))
    }
}

impl Channel for Bot {
    fn parts(&self, message: &Outbound) -> usize {
        parts::of(message).len()
    }

    fn call(&self, message: &Outbound, part: usize, _held: Option<&str>, _now: Time) -> Result<Call, &'static str> {
        let chat: i64 = message.to.as_deref().ok_or("no_address")?.parse().map_err(|_| "chat_unknown")?;
        // A quotation is of the first part. What the customer has taken back meanwhile does not keep the answer from them.
        let quoted = message.reply_to.as_deref().filter(|_| part == 0).and_then(|id| named(id, chat));
        let quoted = quoted.map(|id| json!({ "message_id": id, "allow_sending_without_reply": true }));
        match parts::of(message).into_iter().nth(part).ok_or("empty")? {
            Part::Text(text) => Ok(self.say("sendMessage", json!({ "text": text }), chat, quoted.as_ref())),
            Part::Place { latitude, longitude } => {
                let at = json!({ "latitude": latitude, "longitude": longitude });
                Ok(self.say("sendLocation", at, chat, quoted.as_ref()))
            }
            Part::File { file, caption } => {
                parts::fits(file)?;
                let (method, name) = parts::kind(file);
                let mut fields = vec![("chat_id", chat.to_string())];
                fields.extend(caption.map(|caption| ("caption", caption)));
                fields.extend(quoted.map(|quoted| ("reply_parameters", quoted.to_string())));
                let file = file.clone();
                Ok(self.method(method, Body::File { fields, name, file }))
            }
        }
    }

    fn outcome(&self, answer: &Answer) -> Outcome {
        if !(200..300).contains(&answer.status) {
            return failure::outcome(answer);
        }
        let accepted = serde_json::from_slice::<Accepted>(&answer.body).ok();
        // A success that says nothing of what it did may have done it: asked again, the customer could get it twice.
        Outcome::Sent {
            provider: accepted.map(|Accepted { result }| name(result.chat.id, result.message_id)),
        }
    }

    fn fetch(&self, media: &str) -> Option<Fetch> {
        let asked = json!({ "file_id": media }).to_string().into_bytes();
        Some(Fetch::Ask(self.method("getFile", Body::Json(asked))))
    }

    /// An address that holds for an hour.
    fn located(&self, answer: &Answer) -> Result<Call, Outcome> {
        let gone = || Outcome::Failed("media_unavailable".into());
        if !(200..300).contains(&answer.status) {
            return Err(match failure::outcome(answer) {
                // Asked about a file, what Telegram does not take is its id.
                Outcome::Failed(why) if why == "request_refused" => gone(),
                other => other,
            });
        }
        let Located { result } = serde_json::from_slice(&answer.body).map_err(|_| gone())?;
        let path = result.file_path;
        let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b));
        if path.is_empty() || !plain || path.contains("..") {
            return Err(gone());
        }
        Ok(Call {
            url: format!("{}/file/bot{}/{path}", self.api, self.token),
            headers: Vec::new(),
            body: Body::None,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use channel::Attachment;

    use super::*;

    const TOKEN: &str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

    fn bot() -> Bot {
        Bot {
            api: crate::API.into(),
            token: TOKEN.into(),
        }
    }

    fn outbound(text: &str, files: Vec<Attachment>) -> Outbound {
        Outbound {
            id: kit::MessageId::from_bytes([2; 16]),
            ticket: kit::TicketId::from_bytes([3; 16]),
            to: Some("418237711".into()),
            text: text.into(),
            reply_to: Some("418237711:57".into()),
            files,
        }
    }

    fn call(message: &Outbound) -> Result<Call, &'static str> {
        bot().call(message, 0, None, Time::from_micros(0))
    }

    fn sent(call: &Call, method: &str) -> Value {
        let Body::Json(body) = &call.body else { panic!("JSON: {call:?}") };
        assert_eq!(call.url, format!("https://api.telegram.org/bot{TOKEN}/{method}"));
        serde_json::from_slice(body).unwrap()
    }

    #[test]
    fn a_token_is_a_number_and_a_key_and_nothing_that_leads_elsewhere() {
        assert!(is_token(TOKEN));
        assert_eq!(owner(TOKEN), "110201543");
        for odd in [
            "",
            "110201543",
            "110201543:",
            ":AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
            "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/../x",
            "x110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
            "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw?a=b",
            "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDñaw",
        ] {
            assert!(!is_token(odd), "{odd}");
        }
    }

    #[test]
    fn a_text_that_quotes() {
        assert_eq!(
            sent(&call(&outbound("Sí, la tenemos", vec![])).unwrap(), "sendMessage"),
            json!({ "chat_id": 418_237_711, "text": "Sí, la tenemos",
                "reply_parameters": { "message_id": 57, "allow_sending_without_reply": true } })
        );
        // What stands in another chat, or was never Telegram's, is not quoted.
        for other in ["5:57", "msg_ours"] {
            let said = Outbound {
                reply_to: Some(other.into()),
                ..outbound("Sí", vec![])
            };
            assert_eq!(sent(&call(&said).unwrap(), "sendMessage").get("reply_parameters"), None);
        }
    }

    #[test]
    fn a_place_goes_as_one() {
        let said = outbound(&channel::words::map(20.6736, -103.344), vec![]);
        let place = sent(&call(&said).unwrap(), "sendLocation");
        assert_eq!(
            (&place["latitude"], &place["longitude"], &place["reply_parameters"]["message_id"]),
            (&json!(20.6736), &json!(-103.344), &json!(57))
        );
    }

    #[test]
    fn a_file_goes_up_with_its_words() {
        let file = Attachment {
            id: kit::FileId::from_bytes([1; 16]),
            name: "cotización.pdf".into(),
            media_type: "application/pdf".into(),
            size: 9,
        };
        let sent = call(&outbound("Va la cotización", vec![file.clone()])).unwrap();
        assert_eq!(sent.url, format!("https://api.telegram.org/bot{TOKEN}/sendDocument"));
        let quoted = json!({ "message_id": 57, "allow_sending_without_reply": true }).to_string();
        let fields = vec![
            ("chat_id", "418237711".to_owned()),
            ("caption", "Va la cotización".to_owned()),
            ("reply_parameters", quoted),
        ];
        let name = "document";
        assert_eq!(sent.body, Body::File { fields, name, file });
        let large = Attachment {
            id: kit::FileId::from_bytes([1; 16]),
            name: "video.mp4".into(),
            media_type: "video/mp4".into(),
            size: 51 * 1024 * 1024,
        };
        assert_eq!(call(&outbound("", vec![large])), Err("media_too_large"));
    }

    #[test]
    fn an_address_that_is_none_is_not_asked_for() {
        let nowhere = |to: Option<&str>| Outbound {
            to: to.map(str::to_owned),
            ..outbound("Sí", vec![])
        };
        assert_eq!(call(&nowhere(None)), Err("no_address"));
        assert_eq!(call(&nowhere(Some("@rosa"))), Err("chat_unknown"));
    }

    #[test]
    fn what_the_answers_mean() {
        let outcome = |status: u16, body: &str| {
            bot().outcome(&Answer {
                status,
                body: body.as_bytes().to_vec(),
            })
        };
        let accepted = r#"{"ok":true,"result":{"message_id":58,"from":{"id":110201543,"is_bot":true,"first_name":"Tractores Lerma","username":"lerma_bot"},"chat":{"id":418237711,"first_name":"Rosa","type":"private"},"date":1764140520,"text":"Sí"}}"#;
        let provider = Some("418237711:58".to_owned());
        assert_eq!(outcome(200, accepted), Outcome::Sent { provider });
        assert_eq!(outcome(200, "{}"), Outcome::Sent { provider: None });
        let blocked = r#"{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}"#;
        assert_eq!(outcome(403, blocked), Outcome::Failed("recipient_blocked".into()));
        let limited = r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}"#;
        assert_eq!(outcome(429, limited), Outcome::Later("rate_limited".into(), Duration::from_secs(7)));
        assert_eq!(outcome(503, ""), Outcome::Retry("HTTP 503".into()));
    }

    #[test]
    fn a_customers_file_is_asked_for_and_then_fetched() {
        let id = "AgACAgEAAxkBAAIBY2Zk";
        let Some(Fetch::Ask(asked)) = bot().fetch(id) else {
            panic!("a request")
        };
        assert_eq!(sent(&asked, "getFile"), json!({ "file_id": id }));
        let located = |status: u16, body: &str| {
            bot().located(&Answer {
                status,
                body: body.as_bytes().to_vec(),
            })
        };
        let at = r#"{"ok":true,"result":{"file_id":"AgACAgEAAxkBAAIBY2Zk","file_unique_id":"AQADq","file_size":303833,"file_path":"photos/file_7.jpg"}}"#;
        let call = located(200, at).unwrap();
        assert_eq!(
            (call.url, call.body),
            (format!("https://api.telegram.org/file/bot{TOKEN}/photos/file_7.jpg"), Body::None)
        );
        let large = r#"{"ok":false,"error_code":400,"description":"Bad Request: file is too big"}"#;
        assert_eq!(located(400, large), Err(Outcome::Failed("media_too_large".into())));
        let odd = r#"{"ok":false,"error_code":400,"description":"Bad Request: file must be non-empty"}"#;
        assert_eq!(located(400, odd), Err(Outcome::Failed("media_unavailable".into())));
        assert_eq!(located(500, ""), Err(Outcome::Retry("HTTP 500".into())));
        // A path is never a way to somewhere else.
        for path in ["../../bot1/getMe", "a?b", "a#b", "", "http://x"] {
            let body = json!({ "ok": true, "result": { "file_path": path } }).to_string();
            assert_eq!(located(200, &body), Err(Outcome::Failed("media_unavailable".into())), "{path}");
        }
    }
}
