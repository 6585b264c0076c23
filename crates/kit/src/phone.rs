//! A telephone number in E.164.

use crate::{Error, Result};

/// `+` and up to 15 digits, checked against the numbering plan of its country.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Phone(String);

impl Phone {
    /// Reads a number as typed. `country` (ISO 3166 alpha-2) is used when the number has no `+`. The error names `field`.
    pub fn parse(text: &str, country: Option<&str>, field: &str) -> Result<Self> {
        let bad = || Error::invalid(field, "phone_invalid");
        if text.len() > 64 {
            return Err(bad());
        }
        let country = country.and_then(|c| c.parse::<phonenumber::country::Id>().ok());
        let number = phonenumber::parse(country, text.trim()).map_err(|_| bad())?;
        if !number.is_valid() {
            return Err(bad());
        }
        Ok(Self(number.format().mode(phonenumber::Mode::E164).to_string()))
    }

    /// `+5215512345678`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_and_international_forms_become_one() {
        let typed = Phone::parse("(33) 1204 4417", Some("MX"), "phone").unwrap();
        assert_eq!(typed.as_str(), "+523312044417");
        assert_eq!(Phone::parse("+52 33 1204 4417", None, "phone").unwrap(), typed);
        for bad in ["", "12", "+52", "+999123456789", "hola", "33 1204 4417"] {
            assert_eq!(Phone::parse(bad, None, "phone").unwrap_err().code, "phone_invalid", "{bad}");
        }
    }
}
