//! What a page says of itself: Open Graph first, then Twitter's names, then its plain title and description.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// Where a page says in which letters it is written.
const BEGINNING: usize = 4096;

const TITLE: &[&str] = &["og:title", "twitter:title", "<title>"];
const DESCRIPTION: &[&str] = &["og:description", "twitter:description", "description"];
const SITE: &[&str] = &["og:site_name", "application-name"];
const IMAGE: &[&str] = &[
    "og:image:secure_url",
    "og:image:url",
    "og:image",
    "twitter:image",
    "twitter:image:src",
];

/// In plain words of one line each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub title: String,
    pub description: Option<String>,
    pub site: Option<String>,
    /// As it stands there, perhaps without its host.
    pub image: Option<String>,
}

/// Reads as much of a page as came; nothing of one that has no title. `charset` is what its server said.
pub fn read(bytes: &[u8], charset: Option<&str>) -> Option<Page> {
    let said = facts(&encoding(bytes, charset).decode(bytes).0);
    let first = |names: &[&str], most: usize| names.iter().find_map(|name| said.get(*name)).and_then(|text| line(text, most));
    Some(Page {
        title: first(TITLE, 200)?,
        description: first(DESCRIPTION, 300),
        site: first(SITE, 80),
        image: IMAGE.iter().find_map(|name| said.get(*name)).cloned(),
    })
}

/// The first of everything that is said in the head.
fn facts(html: &str) -> BTreeMap<String, String> {
    let mut said = BTreeMap::new();
    let mut title: Option<String> = None;
    for Ok(token) in tokens(html) {
        match token {
            Token::StartTag(tag) if tag.name == b"meta" => {
                let name = ["property", "name", "itemprop"].iter().find_map(|key| attribute(&tag, key));
                let content = attribute(&tag, "content").filter(|content| !content.trim().is_empty());
                if let (Some(name), Some(content)) = (name, content) {
                    said.entry(name.trim().to_ascii_lowercase()).or_insert(content);
                }
            }
            Token::StartTag(tag) if tag.name == b"title" => title = Some(String::new()),
            Token::String(text) => {
                if let Some(title) = &mut title {
                    title.push_str(&String::from_utf8_lossy(&text));
                }
            }
            Token::EndTag(tag) if tag.name == b"title" => {
                if let Some(title) = title.take().filter(|title| !title.trim().is_empty()) {
                    said.entry("<title>".to_owned()).or_insert(title);
                }
            }
            // What follows is what the page says, and perhaps what others say on it.
            Token::StartTag(tag) if tag.name == b"body" => break,
            _ => {}
        }
    }
    said
}

fn tokens(html: &str) -> impl Iterator<Item = Result<Token, std::convert::Infallible>> {
    let mut emitter = DefaultEmitter::default();
    // Scripts and titles are no markup.
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter)
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}

/// One line of at most so many characters; nothing when nothing is left.
fn line(text: &str, most: usize) -> Option<String> {
    let line = crate::text::line_or_empty("", text, usize::MAX)
        .ok()
        .filter(|line| !line.is_empty())?;
    Some(match line.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    })
}

/// As a byte-order mark says, else the server, else the page; else UTF-8 if it can be that.
fn encoding(bytes: &[u8], charset: Option<&str>) -> &'static Encoding {
    let named = |label: String| Encoding::for_label(label.trim().as_bytes());
    let beginning = &bytes[..bytes.len().min(BEGINNING)];
    let guess = || match std::str::from_utf8(beginning) {
        Err(error) if error.error_len().is_some() => WINDOWS_1252,
        _ => UTF_8,
    };
    (Encoding::for_bom(bytes).map(|(found, _)| found))
        .or_else(|| named(charset?.to_owned()))
        .or_else(|| named(declared(&String::from_utf8_lossy(beginning))?))
        .unwrap_or_else(guess)
}

fn declared(html: &str) -> Option<String> {
    tokens(html).find_map(|token| match token {
        Ok(Token::StartTag(tag)) if tag.name == b"meta" => attribute(&tag, "charset").or_else(|| {
            let content = attribute(&tag, "content").filter(|_| tag.attributes.contains_key(b"http-equiv".as_slice()))?;
            charset(&content).map(str::to_owned)
        }),
        _ => None,
    })
}

/// The charset in a content type.
pub fn charset(content_type: &str) -> Option<&str> {
    let found = content_type.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    });
    found.map(|value| value.trim().trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Option<Page> {
        read(html.as_bytes(), None)
    }

    #[test]
    fn open_graph_comes_before_the_rest_and_the_first_of_each_counts() {
        let page = of("<!doctype html><HTML><head><title>De la pestaña</title>\
            <meta name=description content='Corta'><meta name='twitter:title' content='De Twitter'>\
            <META PROPERTY='OG:Title' CONTENT='Cosechadora &amp; tolva &quot;L-90&quot;\n nueva'><meta property='og:title' content='Segunda'>\
            <meta property='og:description' content='Larga'><meta property='og:site_name' content='Tractores Lerma'>\
            <meta property='og:image' content='/fotos/l90.jpg?a=1&amp;b=2'></head>")
        .unwrap();
        assert_eq!(page.title, "Cosechadora & tolva \"L-90\" nueva");
        assert_eq!(
            (page.description.as_deref(), page.site.as_deref()),
            (Some("Larga"), Some("Tractores Lerma"))
        );
        assert_eq!(page.image.as_deref(), Some("/fotos/l90.jpg?a=1&b=2"));
    }

    #[test]
    fn a_plain_page_has_its_title_and_what_scripts_and_others_say_is_not_heard() {
        let page = of(
            "<script>var a = '<meta property=og:title content=mentira>';</script><!-- <title>no</title> -->\
            <title> </title><title>Precios\u{202e} &lt;2026&gt;</title><body><meta property='og:title' content='De un comentario'>",
        )
        .unwrap();
        assert_eq!((page.title.as_str(), page.image), ("Precios <2026>", None));
        for nothing in [
            "",
            "<p>hola</p>",
            "<title></title>",
            "{\"title\":\"x\"}",
            "<meta property=og:title content='  '>",
        ] {
            assert_eq!(of(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn what_breaks_off_and_what_is_long_is_cut() {
        let page = of(&format!("<title>{}</title><meta property='og:descr", "ñ".repeat(500))).unwrap();
        assert_eq!(page.title.chars().count(), 201);
        assert_eq!(of("<title>Sin terminar"), None);
    }

    #[test]
    fn letters_as_the_server_or_the_page_say() {
        let html = |meta: &str| [format!("{meta}<title>Ca").as_bytes(), b"\xf1", b"a</title>"].concat();
        let title = |bytes: &[u8], charset: Option<&str>| read(bytes, charset).unwrap().title;
        assert_eq!(title(&html(""), Some("ISO-8859-1")), "Caña");
        assert_eq!(title(&html("<meta charset=latin1>"), None), "Caña");
        assert_eq!(
            title(
                &html("<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>"),
                None
            ),
            "Caña"
        );
        assert_eq!(title(&html(""), None), "Caña");
        assert_eq!(title("<title>Caña</title>".as_bytes(), None), "Caña");
        assert_eq!(charset("text/html; charset=\"utf-8\""), Some("utf-8"));
    }
}
