//! What a custom field is, and what its values may be.

use kit::{Error, FieldId, Result};

/// What a field is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Ticket,
    Contact,
}

impl Subject {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ticket => "ticket",
            Self::Contact => "contact",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Ticket, Self::Contact].into_iter().find(|s| s.name() == name)
    }
}

/// What values a field takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "FieldKind")]
pub enum Kind {
    Text,
    Number,
    /// `2026-11-22`.
    Date,
    /// One of the field's choices.
    Choice,
    /// `true` or `false`.
    Boolean,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Text, Self::Number, Self::Date, Self::Choice, Self::Boolean];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Choice => "choice",
            Self::Boolean => "boolean",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }

    /// The one form of a value of this kind; the error names `field`.
    pub fn read(self, choices: &[String], value: &str, field: &str) -> Result<String> {
        let value = value.trim();
        let bad = |code| Error::invalid(field, code);
        match self {
            Self::Text => crate::text::line(field, value, MAX_VALUE),
            Self::Number => {
                let number = value
                    .parse::<f64>()
                    .ok()
                    .filter(|n| n.is_finite())
                    .ok_or_else(|| bad("number_invalid"))?;
                Ok(number.to_string())
            }
            Self::Date => value
                .parse::<jiff::civil::Date>()
                .map(|d| d.to_string())
                .map_err(|_| bad("date_invalid")),
            Self::Choice => choices.iter().find(|c| *c == value).cloned().ok_or_else(|| bad("choice_unknown")),
            Self::Boolean => value.parse::<bool>().map(|b| b.to_string()).map_err(|_| bad("boolean_invalid")),
        }
    }
}

pub const MAX_NAME: usize = 60;
pub const MAX_VALUE: usize = 500;
pub const MAX_CHOICES: usize = 100;

/// A field as the API shows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Field {
    pub id: FieldId,
    pub subject: Subject,
    pub name: String,
    pub kind: Kind,
    pub choices: Vec<String>,
    /// Asked for when a ticket is closed, or a contact is saved.
    pub required: bool,
    pub position: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_one_form() {
        let choices = ["Sembradora".to_owned()];
        let read = |kind: Kind, value| kind.read(&choices, value, "f").map_err(|e| e.code);
        assert_eq!(read(Kind::Number, " 7.50 "), Ok("7.5".into()));
        assert_eq!(read(Kind::Number, "NaN"), Err("number_invalid"));
        assert_eq!(read(Kind::Date, "2026-02-28"), Ok("2026-02-28".into()));
        assert_eq!(read(Kind::Date, "2026-02-30"), Err("date_invalid"));
        assert_eq!(read(Kind::Choice, "Sembradora"), Ok("Sembradora".into()));
        assert_eq!(read(Kind::Choice, "Tractor"), Err("choice_unknown"));
        assert_eq!(read(Kind::Boolean, "true"), Ok("true".into()));
        assert_eq!(read(Kind::Text, "  "), Err("required"));
    }
}
