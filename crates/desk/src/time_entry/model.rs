//! Stretches of time, and the days to which they belong.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kit::Time;

/// A calendar day, counted from 1970-01-01; `2026-11-26` outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

const FIRST: Date = Date::constant(1970, 1, 1);

impl Day {
    pub fn of(date: Date) -> Self {
        Self(FIRST.until(date).map_or(0, |span| i64::from(span.get_days())))
    }

    /// As the clock of a zone shows an instant.
    pub fn at(time: Time, zone: &TimeZone) -> Self {
        Self::of(zone.to_datetime(time.to_jiff()).date())
    }

    pub fn date(self) -> Date {
        FIRST.checked_add(jiff::Span::new().days(self.0)).unwrap_or(FIRST)
    }

    /// Its first instant in a zone.
    pub fn begins(self, zone: &TimeZone) -> Time {
        self.date()
            .to_zoned(zone.clone())
            .map_or(Time::MIN, |midnight| midnight.timestamp().into())
    }

    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// `2026-11-26`; of years that nobody means, nothing.
    pub fn from_text(text: &str) -> Option<Self> {
        let date: Date = text.parse().ok()?;
        (1970..=2200).contains(&date.year()).then(|| Self::of(date))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.date())
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl schemars::JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

/// From an instant until before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    pub began: Time,
    pub ended: Time,
}

impl Stretch {
    pub fn is_empty(self) -> bool {
        self.began >= self.ended
    }

    /// Whole seconds; what is less than one is none.
    pub fn seconds(self) -> i64 {
        i64::try_from(self.ended.since(self.began).as_secs()).unwrap_or(i64::MAX)
    }

    /// What of it is left when others are taken out, in order.
    pub fn without(self, mut taken: Vec<Self>) -> Vec<Self> {
        taken.sort();
        let (mut left, mut at) = (Vec::new(), self.began);
        for other in taken {
            left.push(Self {
                began: at,
                ended: other.began.min(self.ended),
            });
            at = at.max(other.ended);
        }
        left.push(Self {
            began: at,
            ended: self.ended,
        });
        left.retain(|piece| !piece.is_empty());
        left
    }

    /// Its parts by the days of a zone.
    pub fn by_day(self, zone: &TimeZone) -> Vec<(Day, Self)> {
        let (mut parts, mut rest) = (Vec::new(), self);
        while !rest.is_empty() {
            let day = Day::at(rest.began, zone);
            let midnight = day.next().begins(zone);
            // Where a clock is put back over midnight a day may seem to have ended before it began.
            let ended = if midnight > rest.began {
                rest.ended.min(midnight)
            } else {
                rest.ended
            };
            parts.push((day, Self { ended, ..rest }));
            rest.began = ended;
        }
        parts
    }
}
