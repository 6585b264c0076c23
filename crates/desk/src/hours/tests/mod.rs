//! Hours of attention: the arithmetic of clocks against a slow reference, holidays, and what customers and advisors see of it.

mod days;
mod holidays;
mod opening;
mod reference;
mod words;
mod zones;

use jiff::tz::TimeZone;
use kit::Time;

use super::model::{Interval, Minute, Pause, Plan, SpecialDay, Wall};

fn minute(text: &str) -> Minute {
    Minute::read(text).expect("a time of day")
}

fn interval(from: &str, until: &str) -> Interval {
    Interval {
        from: minute(from),
        until: minute(until),
    }
}

fn wall(text: &str) -> Wall {
    serde_json::from_value(serde_json::json!(text)).expect("a date and time")
}

/// The same on all seven days.
fn daily(intervals: &[(&str, &str)]) -> Plan {
    Plan {
        week: std::array::from_fn(|_| intervals.iter().map(|(from, until)| interval(from, until)).collect()),
        ..Plan::default()
    }
}

fn pause(days: &[u8], from: &str, until: &str) -> Pause {
    Pause {
        name: "Comida".into(),
        days: days.to_vec(),
        from: minute(from),
        until: minute(until),
        message: Vec::new(),
    }
}

fn special(name: &str, from: &str, until: &str, yearly: bool) -> SpecialDay {
    SpecialDay {
        name: name.into(),
        from: wall(from),
        until: wall(until),
        yearly,
        message: Vec::new(),
    }
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a zone")
}

/// An instant, as a clock in a zone shows it first.
fn at(zone: &TimeZone, text: &str) -> Time {
    super::civil::begin(zone, wall(text).0).expect("an instant")
}
