//! An e-mail address that has the form of one. Compared folded, kept as typed.

use email_address::{EmailAddress, Options};

use crate::{Error, Result};

/// As RFC 5321 and 6531 have it, with what no mailbox of a person has left out: a domain without a dot, a domain in brackets, a name in
/// quotation marks or before the address. Whether it receives mail only a mail can tell.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Email(String);

impl Email {
    /// Reads `text` as an address; the error names `field`.
    pub fn parse(text: &str, field: &str) -> Result<Self> {
        let text = text.trim();
        let options = Options::default()
            .with_required_tld()
            .without_display_text()
            .without_domain_literal();
        match EmailAddress::parse_with_options(text, options) {
            Ok(read) if text.len() <= 254 && !read.local_part().contains('"') => Ok(Self(text.to_owned())),
            _ => Err(Error::invalid(field, "email_invalid")),
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
            "Rosa <a@b.co>",
            "a@[127.0.0.1]",
            "\"a b\"@c.co",
            "a@b.co,c@d.co",
            "a@b.co;",
            "a\u{0}@b.co",
            &format!("{}@b.co", "a".repeat(65)),
            &format!("a@{}.co", "b".repeat(64)),
            &format!("a@{}co", "bcdefgh.".repeat(40)),
        ] {
            assert_eq!(Email::parse(bad, "email").unwrap_err().code, "email_invalid", "{bad}");
        }
    }
}
