//! An e-mail address that has the form of one. Compared folded, kept as typed.

use crate::{Error, Result};

/// At most 254 characters, one `@`, a dotted domain, no blanks or control characters.
/// Whether it receives mail only a mail can tell; this refuses what can never be an address (RFC 5321 § 4.5.3.1).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Email(String);

impl Email {
    /// Reads `text` as an address; the error names `field`.
    pub fn parse(text: &str, field: &str) -> Result<Self> {
        let text = text.trim();
        let bad = || Error::invalid(field, "email_invalid");
        let (local, domain) = text.rsplit_once('@').ok_or_else(bad)?;
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[]\\,;:\"".contains(c);
        let label = |l: &str| {
            !l.is_empty() && l.len() <= 63 && !l.starts_with('-') && !l.ends_with('-') && l.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        let dots = |l: &str| !l.starts_with('.') && !l.ends_with('.') && !l.contains("..");
        let fits = text.len() <= 254 && !local.is_empty() && local.len() <= 64 && !local.contains('@');
        let domain_ok = domain.contains('.') && domain.split('.').all(label);
        if fits && domain_ok && dots(local) && local.chars().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(bad())
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form under which two addresses are the same.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_what_is_none() {
        for good in ["a@b.co", "rosa.elena+taller@elmezquite.com.mx", "José@niño.es", "o'neil@x.org"] {
            assert!(Email::parse(good, "email").is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@",
            "@b.co",
            "a@b",
            "a b@c.co",
            "a@b..co",
            "a@-b.co",
            "a@b.co\r\nBcc: x@y.z",
            "a@b@c.co",
            ".a@b.co",
            "<a@b.co>",
        ] {
            assert_eq!(Email::parse(bad, "email").unwrap_err().code, "email_invalid", "{bad}");
        }
    }
}
