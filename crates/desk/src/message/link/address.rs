//! The first address in a text, as it was written: the one that the panel marks first too.

use url::Url;

/// Longer ones carry something else than a place.
const LONGEST: usize = 2000;

/// An address as it stands in the text, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address<'t> {
    pub written: &'t str,
    /// Without the part that only a browser uses.
    pub target: Url,
}

pub fn first(text: &str) -> Option<Address<'_>> {
    text.match_indices("://").find_map(|(at, _)| {
        let scheme = ["https", "http"].into_iter().find(|scheme| {
            let from = at.checked_sub(scheme.len());
            from.is_some_and(|from| text.as_bytes()[from..at].eq_ignore_ascii_case(scheme.as_bytes()))
        })?;
        let start = at - scheme.len();
        let inside_a_word = text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let end = text[start..].find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
        let whole = end.map_or(&text[start..], |end| &text[start..start + end]);
        read(clean(whole)).filter(|_| !inside_a_word)
    })
}

fn read(written: &str) -> Option<Address<'_>> {
    let mut target = Url::parse(written).ok().filter(|_| written.len() <= LONGEST)?;
    target.set_fragment(None);
    let plain = target.has_host() && target.username().is_empty() && target.password().is_none();
    plain.then_some(Address { written, target })
}

/// What ends a sentence does not belong to the address, unless it closes what was opened inside of it.
fn clean(whole: &str) -> &str {
    let clean = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '»', '”']);
    let closes = whole[clean.len()..].starts_with(')') && whole.contains('(');
    if closes { &whole[..=clean.len()] } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_address_as_it_was_written() {
        for (text, expected) in [
            ("mire https://lerma.mx/tractores.", Some("https://lerma.mx/tractores")),
            ("(HTTP://Lerma.mx/a_(b)) y https://otra.mx", Some("HTTP://Lerma.mx/a_(b)")),
            ("¿ya vio «https://lerma.mx/?a=1#precio»?", Some("https://lerma.mx/?a=1#precio")),
            ("xhttp://no.mx luego\nhttp://si.mx", Some("http://si.mx")),
            ("https:// https://[no https://si.mx", Some("https://si.mx")),
            ("<a href=\"https://lerma.mx/ñ\">", Some("https://lerma.mx/ñ")),
            ("https://rosa:clave@lerma.mx/", None),
            ("ftp://lerma.mx rosa@lerma.mx lerma.mx ://", None),
            ("", None),
        ] {
            assert_eq!(first(text).map(|a| a.written), expected, "{text}");
        }
        assert_eq!(first(&format!("https://lerma.mx/{}", "a".repeat(3000))), None);
    }

    #[test]
    fn what_only_a_browser_uses_is_not_asked_for() {
        let found = first("https://Lerma.MX/a#b").unwrap();
        assert_eq!(
            (found.written, found.target.as_str()),
            ("https://Lerma.MX/a#b", "https://lerma.mx/a")
        );
    }
}
