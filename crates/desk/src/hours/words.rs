//! What a customer is told outside hours, in their words: *mañana a las 9:00*, *el lunes 12 a las 9:00*. Texts are in `texts/hours.*.json`.

use std::sync::LazyLock;

use jiff::tz::TimeZone;
use kit::{ByLocale, Locale, Time};

use super::model::Said;
use super::schedule::Closed;
use crate::texts;

/// The variables that a message may hold.
pub const VARIABLES: [&str; 4] = ["next_opening", "contact.name", "contact.first_name", "organisation.name"];

/// One language.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    /// What is said where the organisation has written nothing.
    answer: String,
    /// For [`VARIABLES`]' opening, when there is none in sight.
    later: String,
    today: String,
    tomorrow: String,
    /// Within a week.
    week: String,
    date: String,
    at: String,
    /// At one o'clock.
    at_one: String,
    time: String,
    /// On the hour. These and the dates are patterns with `%name`s.
    sharp: String,
    /// The first of a month.
    first: String,
    weekdays: [String; 7],
    months: [String; 12],
}

static CATALOGUES: LazyLock<ByLocale<Catalogue>> = LazyLock::new(|| {
    let read = |text: &str| serde_json::from_str(text).expect("a catalogue of hours has their shape");
    ByLocale::new(|locale| read(texts::catalogue!("hours", locale)))
});

/// When attention opens, as one says it at an instant in a zone.
pub fn opening(locale: Locale, opens: Option<Time>, now: Time, zone: &TimeZone) -> String {
    let words = CATALOGUES.get(locale);
    let Some(opens) = opens else { return words.later.clone() };
    let (then, now) = (zone.to_datetime(opens.to_jiff()), zone.to_datetime(now.to_jiff()));
    let days = now.date().until(then.date()).map_or(0, |span| span.get_days());
    let pattern = match days {
        0 => &words.today,
        1 => &words.tomorrow,
        2..=6 => &words.week,
        _ => &words.date,
    };
    let at = if then.hour() == 1 { &words.at_one } else { &words.at };
    let time = if then.minute() == 0 { &words.sharp } else { &words.time };
    let of = |list: &[String], index: i8| usize::try_from(index).ok().and_then(|i| list.get(i)).cloned().unwrap_or_default();
    let day = if then.day() == 1 {
        words.first.clone()
    } else {
        then.day().to_string()
    };
    let time = format(
        time,
        &[
            ("hour12", &((then.hour() + 11) % 12 + 1).to_string()),
            ("hour", &then.hour().to_string()),
            ("half", if then.hour() < 12 { "AM" } else { "PM" }),
            ("minute", &format!("{:02}", then.minute())),
        ],
    );
    let at = format(at, &[("time", &time)]);
    format(
        pattern,
        &[
            ("weekday", &of(&words.weekdays, then.weekday().to_monday_zero_offset())),
            ("day", &day),
            ("month", &of(&words.months, then.month() - 1)),
            ("at", &at),
        ],
    )
}

/// Puts values in the places of `%name`s. Languages put other parts of a date into one, which is why these are no fields of a message.
fn format(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut parts = pattern.split('%');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match values.iter().find_map(|(name, value)| Some((part.strip_prefix(name)?, value))) {
            Some((rest, value)) => filled.extend([*value, rest]),
            None => filled.extend(["%", part]),
        }
    }
    filled
}

/// Whom it is said to, and by whom.
pub struct To<'a> {
    pub locale: Option<Locale>,
    pub name: &'a str,
    pub organisation: &'a str,
    /// What the organisation speaks.
    pub spoken: Locale,
}

/// The message: of what closes, else the calendar's, else Relevo's; in the customer's language where it is written in it.
pub fn message(closed: Option<Closed<'_>>, general: &[Said], to: &To<'_>, opens: Option<Time>, now: Time, zone: &TimeZone) -> String {
    let written = closed.map(|c| c.message).filter(|said| !said.is_empty()).unwrap_or(general);
    let wanted = to.locale.unwrap_or(to.spoken);
    let in_language = |locale: Locale| written.iter().find(|said| said.locale == locale);
    let (locale, text) = match in_language(wanted).or_else(|| in_language(to.spoken)).or(written.first()) {
        Some(said) => (said.locale, said.text.as_str()),
        None => (wanted, CATALOGUES.get(wanted).answer.as_str()),
    };
    let name = to.name.trim();
    variables(text, |variable| match variable {
        "next_opening" => Some(opening(locale, opens, now, zone)),
        "contact.name" => Some(name.to_owned()),
        "contact.first_name" => Some(name.split_whitespace().next().unwrap_or_default().to_owned()),
        "organisation.name" => Some(to.organisation.to_owned()),
        _ => None,
    })
}

/// Puts values in the places of `{{name}}`s, in one go.
fn variables(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut parts = text.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once("}}").and_then(|(name, rest)| Some((value(name.trim())?, rest))) {
            Some((value, rest)) => filled.extend([value.as_str(), rest]),
            None => filled.extend(["{{", part]),
        }
    }
    filled
}
