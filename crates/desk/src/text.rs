//! Texts that people type, brought into a form that can be stored and shown; and fields that may be absent.

use kit::{Error, Result};
use serde::{Deserialize, Deserializer};

/// One line: trimmed, runs of blanks as one, no control characters; required, at most `max` characters.
pub fn line(field: &str, text: &str, max: usize) -> Result<String> {
    let line = line_or_empty(field, text, max)?;
    if line.is_empty() {
        Err(Error::invalid(field, "required"))
    } else {
        Ok(line)
    }
}

/// As [`line`], and may be empty.
pub fn line_or_empty(field: &str, text: &str, max: usize) -> Result<String> {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !turns(*c))
        .collect();
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    fits(field, &line, max)?;
    Ok(line)
}

/// Several lines: ends trimmed, no control characters but line ends and tabs; may be empty.
pub fn prose(field: &str, text: &str, max: usize) -> Result<String> {
    let plain: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| (!c.is_control() || matches!(c, '\n' | '\t')) && !turns(*c))
        .collect();
    let plain = plain.trim().to_owned();
    fits(field, &plain, max)?;
    Ok(plain)
}

fn fits(field: &str, text: &str, max: usize) -> Result<()> {
    if text.chars().count() <= max {
        Ok(())
    } else {
        Err(Error::invalid(field, "too_long").with_param("max", max))
    }
}

/// Direction overrides: they make a name read as another.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

/// The first `{{…}}` of a text that is none of the variables.
pub fn unknown_variable<'t>(text: &'t str, variables: &[&str]) -> Option<&'t str> {
    text.split("{{")
        .skip(1)
        .map(|rest| rest.split("}}").next().unwrap_or(rest).trim())
        .find(|name| !variables.contains(name))
}

/// For a field that may be absent (stays), null (is taken away) or there: `#[serde(default, deserialize_with = "text::given")]`
/// on an `Option<Option<T>>`.
pub fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(d: D) -> std::result::Result<Option<T>, D::Error> {
    T::deserialize(d).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_one_line() {
        assert_eq!(line("name", "  Rosa \t Elena\r\nBcc: x ", 40).unwrap(), "Rosa Elena Bcc: x");
        assert_eq!(line("name", "gro\u{202e}fdp", 40).unwrap(), "grofdp");
        assert_eq!(line("name", " \n ", 40).unwrap_err().code, "required");
        assert_eq!(line("name", "ñññ", 2).unwrap_err().code, "too_long");
        assert_eq!(line("name", "ññ", 2).unwrap(), "ññ");
        assert_eq!(prose("signature", " Rosa\r\n\0Taller ", 40).unwrap(), "Rosa\nTaller");
    }

    #[test]
    fn a_variable_that_is_none_is_found() {
        let unknown = |text| unknown_variable(text, &["contact.name", "member.name"]);
        assert_eq!(unknown("Hola {{contact.name}}, soy {{ member.name }}"), None);
        assert_eq!(unknown("Hola {{contact.nombre}}"), Some("contact.nombre"));
        assert_eq!(unknown("{{contact.name"), None);
        assert_eq!(unknown("{ } {{}}"), Some(""));
    }

    #[test]
    fn absent_null_and_there() {
        #[derive(serde::Deserialize)]
        struct Change {
            #[serde(default, deserialize_with = "given")]
            phone: Option<Option<String>>,
        }
        let read = |json: &str| serde_json::from_str::<Change>(json).unwrap().phone;
        assert_eq!(read("{}"), None);
        assert_eq!(read(r#"{"phone":null}"#), Some(None));
        assert_eq!(read(r#"{"phone":"1"}"#), Some(Some("1".to_owned())));
    }
}
