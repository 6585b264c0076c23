//! From one day to another, both counted.

use kit::{Error, Result};

use super::model::Day;

/// A year with its leap day.
const MOST: i64 = 366;

/// As it is asked for.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "TimePeriod")]
pub struct Ask {
    /// `2026-11-01`.
    pub from: String,
    /// `2026-11-30`; this day counts, too.
    pub to: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: Day,
    pub to: Day,
}

impl TryFrom<&Ask> for Period {
    type Error = Error;

    /// `date_unreadable`, `period_reversed`, `period_too_long`.
    fn try_from(ask: &Ask) -> Result<Self> {
        let day = |field: &str, text: &str| Day::from_text(text).ok_or_else(|| Error::invalid(field, "date_unreadable"));
        let (from, to) = (day("from", &ask.from)?, day("to", &ask.to)?);
        match to.0 - from.0 {
            days if days < 0 => Err(Error::invalid("to", "period_reversed")),
            days if days >= MOST => Err(Error::invalid("to", "period_too_long").with_param("max", MOST)),
            _ => Ok(Self { from, to }),
        }
    }
}
