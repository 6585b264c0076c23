//! Holidays from an iCalendar: what it would add, before anything is added. Pure, and bounded whatever comes: nothing is nested, each line is
//! read alone, and one that cannot be read is passed over.

use std::collections::{BTreeMap, BTreeSet};

use icalendar::parser::{Property, unfold};
use jiff::civil::{Date, DateTime, Time as Clock};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span};
use kit::{Error, Result, Time};

use super::check::{MAX_NAME, MAX_SPECIAL_DAYS};
use super::model::Wall;
use super::repeat::{self, Rule};

/// How far ahead what comes again is looked for.
const YEARS: i64 = 3;

/// How many dates are looked at for all that comes again.
const BUDGET: usize = 200_000;

/// A day that would be added.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "HoursHoliday")]
pub struct Holiday {
    pub from: Wall,
    /// The first minute that is not closed any more.
    pub until: Wall,
    pub name: String,
    pub yearly: bool,
}

/// What was read.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "HoursHolidays")]
pub struct Holidays {
    pub items: Vec<Holiday>,
    /// How many events are not among them: written in a way that is not understood, or longer than a special day can be.
    pub left_out: usize,
}

type Event = BTreeMap<String, Vec<Content>>;

struct Content {
    value: String,
    zone: Option<String>,
}

/// From `now` on, in the calendar's zone.
pub fn read(text: &str, zone: &TimeZone, now: Time) -> Result<Holidays> {
    let events = events(text);
    if events.is_empty() {
        return Err(Error::invalid("calendar", "calendar_unreadable"));
    }
    let today = zone.to_datetime(now.to_jiff()).date();
    let end = today.checked_add(Span::new().years(YEARS)).unwrap_or(Date::MAX);
    // One that was moved stands for itself, and not where its rule would have it.
    let moved: BTreeSet<(String, Date)> = events
        .iter()
        .filter_map(|event| Some((first(event, "UID")?.value.clone(), at(first(event, "RECURRENCE-ID")?, zone)?.date())))
        .collect();
    let mut found = BTreeSet::new();
    let (mut left_out, mut budget) = (0, BUDGET);
    for event in &events {
        if first(event, "STATUS").is_some_and(|status| status.value.eq_ignore_ascii_case("cancelled")) {
            continue;
        }
        match holidays(event, zone, (today, end), &moved, &mut budget) {
            Some(days) => found.extend(days),
            None => left_out += 1,
        }
    }
    if found.len() > MAX_SPECIAL_DAYS {
        return Err(Error::invalid("calendar", "too_many_values").with_param("max", MAX_SPECIAL_DAYS));
    }
    Ok(Holidays {
        items: found.into_iter().collect(),
        left_out,
    })
}

/// The events, each as its properties by name.
fn events(text: &str) -> Vec<Event> {
    let text = unfold(text.trim_start_matches('\u{feff}'));
    let mut all = Vec::new();
    let mut event: Option<Event> = None;
    // What is inside an event is an alarm.
    let mut inside = 0;
    for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        let (key, rest) = line.split_once(':').unwrap_or((line, ""));
        match (key.to_ascii_uppercase().as_str(), &mut event) {
            ("BEGIN", None) if rest.eq_ignore_ascii_case("VEVENT") => event = Some(Event::new()),
            ("BEGIN", Some(_)) => inside += 1,
            ("END", Some(_)) if inside > 0 => inside -= 1,
            ("END", Some(_)) => all.extend(event.take()),
            (_, Some(event)) if inside == 0 => {
                if let Ok(property) = Property::try_from(line) {
                    let zone = property.params.iter().find(|p| p.key.as_str().eq_ignore_ascii_case("TZID"));
                    let content = Content {
                        value: property.val.as_str().trim().to_owned(),
                        zone: zone.and_then(|p| p.val.as_ref()).map(|val| val.as_str().to_owned()),
                    };
                    event.entry(property.name.as_str().to_ascii_uppercase()).or_default().push(content);
                }
            }
            _ => {}
        }
    }
    all
}

fn first<'e>(event: &'e Event, name: &str) -> Option<&'e Content> {
    event.get(name)?.first()
}

/// What an event closes from today on; none when it is not understood.
fn holidays(
    event: &Event,
    zone: &TimeZone,
    (today, end): (Date, Date),
    moved: &BTreeSet<(String, Date)>,
    budget: &mut usize,
) -> Option<Vec<Holiday>> {
    let start = first(event, "DTSTART")?;
    let from = at(start, zone)?;
    let length = length(event, start, from, zone)?;
    let one = |from: DateTime, yearly: bool| {
        let until = from.checked_add(length).ok()?;
        let fits = (1970..=2200).contains(&from.year()) && length <= SignedDuration::from_hours(3 * 366 * 24);
        fits.then(|| Holiday {
            from: Wall(from),
            until: Wall(until),
            name: name(event, from),
            yearly,
        })
    };
    let to_come = |day: &Holiday| day.until.0 > today.at(0, 0, 0, 0);
    if event.contains_key("RDATE") {
        return None;
    }
    let Some(rule) = first(event, "RRULE") else {
        return Some(vec![one(from, false)?].into_iter().filter(to_come).collect());
    };
    let rule: Rule = repeat::read(&rule.value)?;
    let uid = first(event, "UID").map(|uid| uid.value.clone()).unwrap_or_default();
    let without: BTreeSet<Date> = event
        .get("EXDATE")
        .into_iter()
        .flatten()
        .flat_map(|c| c.value.split(','))
        .filter_map(|date_of| date(date_of.get(..8)?))
        .collect();
    if rule.is_yearly(from.date()) && without.is_empty() && length < SignedDuration::from_hours(365 * 24) {
        // As it comes next; the twenty-ninth of February, in a year that has one.
        let years = (from.year().max(today.year().checked_sub(1)?)..).take(9);
        let next = years
            .filter_map(|year| one(from.with().year(year).build().ok()?, true))
            .find(|day| to_come(day));
        return Some(next.into_iter().collect());
    }
    let before = SignedDuration::from_hours(24) + length;
    let since = today.checked_sub(before).ok()?;
    let dates = rule.dates(from.date(), since, end, budget)?;
    let own = |date: &Date| !without.contains(date) && !moved.contains(&(uid.clone(), *date));
    let days = dates
        .into_iter()
        .filter(own)
        .map(|date| one(date.to_datetime(from.time()), false))
        .collect::<Option<Vec<_>>>()?;
    Some(days.into_iter().filter(to_come).collect())
}

/// To its end, or for its duration; a date alone is a whole day.
fn length(event: &Event, start: &Content, from: DateTime, zone: &TimeZone) -> Option<SignedDuration> {
    let length = if let Some(end) = first(event, "DTEND") {
        from.duration_until(at(end, zone)?)
    } else if let Some(duration) = first(event, "DURATION") {
        let span: Span = duration.value.parse().ok()?;
        from.duration_until(from.checked_add(span).ok()?)
    } else if is_date(&start.value) {
        SignedDuration::from_hours(24)
    } else {
        return None;
    };
    // A day that ends as it begins is written by those who think that the end is still in it.
    if length.is_zero() && is_date(&start.value) {
        return Some(SignedDuration::from_hours(24));
    }
    let minutes = SignedDuration::from_mins(length.as_mins());
    minutes.is_positive().then_some(minutes)
}

fn name(event: &Event, from: DateTime) -> String {
    let said = first(event, "SUMMARY").map(|c| c.value.as_str()).unwrap_or_default();
    let plain: String = said.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        from.date().to_string()
    } else {
        line.chars().take(MAX_NAME).collect()
    }
}

fn is_date(value: &str) -> bool {
    value.len() == 8
}

/// `20261225`.
pub fn date(text: &str) -> Option<Date> {
    let whole = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    if !whole {
        return None;
    }
    Date::new(
        text.get(..4)?.parse().ok()?,
        text.get(4..6)?.parse().ok()?,
        text.get(6..)?.parse().ok()?,
    )
    .ok()
}

/// As a clock in the calendar's zone shows it.
fn at(content: &Content, zone: &TimeZone) -> Option<DateTime> {
    let value = content.value.as_str();
    let day = date(value.get(..8)?)?;
    if is_date(value) {
        return Some(day.at(0, 0, 0, 0));
    }
    let digits = value.get(8..)?.strip_prefix('T')?;
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i8>().ok();
    let wall = day.to_datetime(Clock::new(part(0..2)?, part(2..4)?, 0, 0).ok()?);
    let own = if value.ends_with('Z') {
        Some(TimeZone::UTC)
    } else {
        content.zone.as_deref().and_then(|name| TimeZone::get(name).ok())
    };
    match own {
        Some(own) => Some(zone.to_datetime(own.to_timestamp(wall).ok()?)),
        None => Some(wall),
    }
}
