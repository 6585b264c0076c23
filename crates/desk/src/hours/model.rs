//! What a calendar is.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime};
use kit::{HoursId, Locale, Time};

/// The longest that something open may go on: an interval ends a day after it began at most.
pub const LONGEST: u16 = 24 * 60;

/// A time of day as people write it, `09:30`. The end of an interval may lie on the next day: `30:00` is six in the morning.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Minute(pub u16);

impl Minute {
    /// `HH:MM`, up to `48:00`.
    pub fn read(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let two = |part: &str| (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u16>().ok());
        let (hours, minutes) = (two(hours)??, two(minutes)??);
        let all = hours * 60 + minutes;
        (minutes < 60 && all <= 2 * LONGEST).then_some(Self(all))
    }

    /// This long after a day's midnight, by the calendar.
    pub fn on(self, date: Date) -> Option<DateTime> {
        let date = date.checked_add(jiff::Span::new().days(i64::from(self.0 / LONGEST))).ok()?;
        let rest = self.0 % LONGEST;
        let (hour, minute) = (i8::try_from(rest / 60).ok()?, i8::try_from(rest % 60).ok()?);
        Some(date.at(hour, minute, 0, 0))
    }
}

impl std::fmt::Display for Minute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl serde::Serialize for Minute {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Minute {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(d)?;
        Self::read(&text).ok_or_else(|| serde::de::Error::custom("a time of day, as 09:30"))
    }
}

impl schemars::JsonSchema for Minute {
    fn schema_name() -> Cow<'static, str> {
        "HoursMinute".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-4][0-9]:[0-5][0-9]$" })
    }
}

/// A date and time without a zone, to the minute: `2026-12-24T14:00`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Wall(pub DateTime);

impl std::fmt::Display for Wall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.strftime("%Y-%m-%dT%H:%M"))
    }
}

impl serde::Serialize for Wall {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Wall {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(d)?;
        let read = DateTime::strptime("%Y-%m-%dT%H:%M", text.as_ref()).ok();
        // Years in which a calendar of people can be.
        let read = read.filter(|at| (1970..=2200).contains(&at.year()));
        read.map(Self)
            .ok_or_else(|| serde::de::Error::custom("a date and time, as 2026-12-24T14:00"))
    }
}

impl schemars::JsonSchema for Wall {
    fn schema_name() -> Cow<'static, str> {
        "HoursWall".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$" })
    }
}

/// Open from a time of day until another, which may be on the next day: `22:00` to `30:00`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "HoursInterval")]
pub struct Interval {
    pub from: Minute,
    pub until: Minute,
}

/// The same in one language.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "HoursSaid")]
pub struct Said {
    pub locale: Locale,
    /// Text with `{{variables}}`.
    pub text: String,
}

/// What closes every week: lunch.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "HoursPause")]
pub struct Pause {
    pub name: String,
    /// The weekdays, 1 is Monday.
    pub days: Vec<u8>,
    pub from: Minute,
    pub until: Minute,
    /// What is said meanwhile, by language; none: what the calendar says.
    #[serde(default)]
    pub message: Vec<Said>,
}

/// What closes on dates: a holiday.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "HoursSpecialDay")]
pub struct SpecialDay {
    pub name: String,
    pub from: Wall,
    /// The first minute that is not closed any more.
    pub until: Wall,
    /// Every year on the same dates.
    #[serde(default)]
    pub yearly: bool,
    /// What is said meanwhile, by language; none: what the calendar says.
    #[serde(default)]
    pub message: Vec<Said>,
}

/// When it is open, and what is said when it is not.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "HoursPlan")]
pub struct Plan {
    /// Seven days from Monday on, each with its intervals.
    pub week: [Vec<Interval>; 7],
    #[serde(default)]
    pub pauses: Vec<Pause>,
    #[serde(default)]
    pub special_days: Vec<SpecialDay>,
    /// What is said outside hours, by language; none: Relevo's own words.
    #[serde(default)]
    pub message: Vec<Said>,
}

/// A calendar's row.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Hours {
    pub id: HoursId,
    pub name: String,
    pub time_zone: String,
    #[serde(flatten)]
    pub plan: Plan,
    /// Who writes outside hours is answered by itself.
    pub answers: bool,
    /// What comes outside hours is given all the same, and seen when attention opens.
    pub derives: bool,
    pub created_at: Time,
    pub updated_at: Time,
}
