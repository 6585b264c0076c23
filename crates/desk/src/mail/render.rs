//! Words and letter become subject, text and HTML.

use kit::{Error, Result};

use super::letter::{Letter, Quote};
use super::texts::{catalogue, fill};

static FRAME: &str = include_str!("../../texts/mail.html");

/// Characters of a value that a letter shows; names are shorter, and nobody may write a letter of their own in one.
const MAX_VALUE: usize = 200;

/// Characters of what is passed on, of each; the whole is where the button leads.
const MAX_QUOTE: usize = 3000;

/// A letter as it is sent.
#[derive(Debug, PartialEq, Eq)]
pub struct Rendered {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Writes a letter. `public_url` is the configured address; the link is that and the letter's path.
pub fn render(letter: &Letter, public_url: &str) -> Result<Rendered> {
    let catalogue = catalogue(letter.locale);
    let words = catalogue
        .letters
        .get(letter.template.key())
        .ok_or_else(|| wrong(letter, "has no text"))?;
    if !letter.params.keys().copied().eq(sorted(letter.template.params())) {
        return Err(wrong(letter, "has other values than it needs"));
    }
    let link = letter
        .path
        .as_deref()
        .map(|path| link(public_url, path).ok_or_else(|| wrong(letter, "leads elsewhere")))
        .transpose()?;
    if link.is_some() != letter.template.has_button() {
        return Err(wrong(letter, "has a path and no button, or a button and no path"));
    }
    let host = public_url.split_once("://").map_or(public_url, |(_, host)| host);
    let said = |line: &str| {
        fill(line, |name| match name {
            "host" => Some(host.to_owned()),
            name => letter.params.get(name).map(|value| clean(value)),
        })
    };
    let subject = said(&words.subject);
    let before: Vec<String> = words.before.iter().map(|line| said(line)).collect();
    let after: Vec<String> = words.after.iter().map(|line| said(line)).collect();
    let button = words.button.as_deref().map(said).zip(link);
    let footer = said(&catalogue.footer);

    let mut text = before.clone();
    text.extend(letter.quotes.iter().map(plain_quote));
    text.extend(button.as_ref().map(|(label, link)| format!("{label}:\n{link}")));
    text.extend(after.iter().cloned());
    text.push(format!("-- \n{footer}"));

    let mut content: String = before.iter().map(|line| paragraph(line)).collect();
    content += &letter.quotes.iter().map(quote).collect::<String>();
    if let Some((label, link)) = &button {
        let (label, link) = (escape(label), escape(link));
        content += &format!(
            "<p style=\"margin:24px 0\"><a href=\"{link}\" style=\"display:inline-block;padding:11px 20px;background:#1f6f4f;color:#ffffff;border-radius:8px;text-decoration:none\">{label}</a></p>\n"
        );
        content += &after.iter().map(|line| paragraph(line)).collect::<String>();
        content += &format!(
            "<p style=\"color:#5b6561;font-size:13px\">{}<br><span style=\"word-break:break-all\">{link}</span></p>\n",
            escape(&catalogue.by_hand)
        );
    } else {
        content += &after.iter().map(|line| paragraph(line)).collect::<String>();
    }
    let html = fill(FRAME, |name| match name {
        "lang" => Some(letter.locale.tag().to_owned()),
        "subject" => Some(escape(&subject)),
        "content" => Some(content.clone()),
        "footer" => Some(escape(&footer)),
        _ => None,
    });
    Ok(Rendered {
        subject,
        text: text.join("\n\n") + "\n",
        html,
    })
}

fn wrong(letter: &Letter, what: &str) -> Error {
    Error::internal(format!("letter {} {what}", letter.template.key()))
}

fn sorted(names: &[&'static str]) -> impl Iterator<Item = &'static str> {
    let mut names = names.to_vec();
    names.sort_unstable();
    names.into_iter()
}

/// One line, no control characters, nothing that turns the direction of reading, and short.
pub(super) fn clean(value: &str) -> String {
    clean_to(value, MAX_VALUE)
}

fn clean_to(value: &str, most: usize) -> String {
    let unseen = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let spaced: String = value
        .chars()
        .filter(|c| !unseen(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(most)
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The public address with a path of our own; nothing when the path could lead elsewhere or end the line.
fn link(public_url: &str, path: &str) -> Option<String> {
    let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.~?=&%+:#,".contains(&b));
    let own = path.starts_with('/') && !path.starts_with("//") && plain;
    own.then(|| format!("{}{path}", public_url.trim_end_matches('/')))
}

/// Lines of their own, without what is not seen; a long one is cut.
fn lines(quote: &Quote) -> Vec<String> {
    let cut = match quote.text.char_indices().nth(MAX_QUOTE) {
        Some((at, _)) => format!("{}…", &quote.text[..at]),
        None => quote.text.clone(),
    };
    let said = cut.lines().map(|line| clean_to(line, MAX_QUOTE));
    let files = quote.files.iter().map(|name| format!("[{}]", clean(name)));
    said.chain(files).collect()
}

fn plain_quote(quote: &Quote) -> String {
    let lines: String = lines(quote).iter().map(|line| format!("\n> {line}")).collect();
    format!("{}:{lines}", clean(&quote.who))
}

fn quote(quote: &Quote) -> String {
    let lines: Vec<String> = lines(quote).iter().map(|line| escape(line)).collect();
    format!(
        "<div style=\"margin:0 0 16px;padding:2px 0 2px 14px;border-left:3px solid #b9c7c0\"><strong>{}</strong><br>{}</div>\n",
        escape(&clean(&quote.who)),
        lines.join("<br>\n")
    )
}

fn paragraph(line: &str) -> String {
    format!("<p>{}</p>\n", escape(line))
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Template;
    use kit::{Email, Locale};

    const URL: &str = "https://mesa.example.com";

    fn letter(template: Template) -> Letter {
        let mut letter = Letter::new(Email::parse("rosa@elmezquite.mx", "email").unwrap(), Locale::Es, template);
        for name in template.params() {
            letter = letter.with(name, format!("‹{name}›"));
        }
        if template.has_button() {
            letter.leading_to("/entrar?token=rli_abc")
        } else {
            letter
        }
    }

    #[test]
    fn every_letter_can_be_written_in_every_language() {
        for template in Template::ALL {
            for locale in Locale::ALL {
                let written = render(
                    &Letter {
                        locale,
                        ..letter(*template)
                    },
                    URL,
                )
                .unwrap();
                for part in [&written.subject, &written.text, &written.html] {
                    assert!(!part.contains('{') || part.contains("<!doctype"), "{template:?} {part}");
                }
                for name in template.params() {
                    let place = format!("‹{name}›");
                    assert!(
                        written.subject.contains(&place) || (written.text.contains(&place) && written.html.contains(&place)),
                        "{template:?} {name}"
                    );
                }
                let link = "https://mesa.example.com/entrar?token=rli_abc";
                assert_eq!(written.text.contains(link), template.has_button());
                assert_eq!(written.html.contains(&format!("href=\"{link}\"")), template.has_button());
                assert!(written.text.contains("mesa.example.com"));
            }
        }
    }

    #[test]
    fn values_are_text_and_one_line() {
        let hostile = "Lerma</p><script>alert(1)</script>\r\nBcc: todos@x.org\u{202e}{expires} & \"hijos\"";
        let written = render(&letter(Template::Invitation).with("organisation", hostile), URL).unwrap();
        assert_eq!(
            written.subject,
            "‹inviter› te invita a Lerma</p><script>alert(1)</script> Bcc: todos@x.org{expires} & \"hijos\""
        );
        assert!(
            written
                .html
                .contains("Lerma&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt; Bcc: todos@x.org{expires} &amp; &quot;hijos&quot;")
        );
        assert!(!written.html.contains("<script") && !written.text.contains('\r'));
        let long = render(&letter(Template::Invitation).with("inviter", "a".repeat(10_000)), URL).unwrap();
        assert!(long.subject.len() < 300);
    }

    #[test]
    fn a_link_leads_home() {
        for bad in [
            "https://x.org",
            "//x.org",
            "entrar",
            "/a b",
            "/a\r\nx",
            "/a\"x",
            "/a\\x",
            "",
            "/ñ",
            "/<",
        ] {
            let error = render(&letter(Template::Invitation).leading_to(bad), URL).unwrap_err();
            assert_eq!(error.kind, kit::Kind::Internal, "{bad}");
        }
    }

    #[test]
    fn what_is_missing_or_too_much_is_our_fault_and_found() {
        let mut missing = letter(Template::Invitation);
        missing.params.remove("inviter");
        assert!(render(&missing, URL).is_err());
        assert!(render(&letter(Template::Welcome).with("surplus", "x"), URL).is_err());
        assert!(
            render(
                &Letter {
                    path: None,
                    ..letter(Template::Welcome)
                },
                URL
            )
            .is_err()
        );
        assert!(render(&letter(Template::Trial).leading_to("/x"), URL).is_err());
        assert!(!format!("{:?}", letter(Template::Invitation)).contains("rli_abc"));
    }
}
