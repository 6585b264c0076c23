//! Every zone of the database that is built in, around every change of its clocks in a year; and some years in which whole days were left out.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use kit::Time;
use proptest::prelude::*;

use super::reference::{Clock, agrees};
use super::{daily, interval, pause, special, zone};
use crate::hours::model::{Interval, Minute, Plan};

const HOUR: Duration = Duration::from_secs(3600);
/// Longer than any jump of a clock and than anything open.
const MARGIN: usize = 50 * 60;

/// Something at every hour of the night, past midnight, and around it; closed now and then.
fn plan() -> Plan {
    let mut plan = daily(&[
        ("00:30", "01:15"),
        ("01:30", "02:30"),
        ("02:45", "03:00"),
        ("09:00", "18:00"),
        ("22:00", "24:15"),
    ]);
    plan.week[6] = vec![interval("20:00", "30:00")];
    plan.week[0].remove(0);
    plan.pauses = vec![pause(&[1, 2, 3, 4, 5, 6, 7], "01:45", "02:15"), pause(&[6], "23:30", "24:10")];
    plan.special_days = vec![special("Feriado", "2025-10-26T00:00", "2025-10-26T12:00", true)];
    plan
}

fn around(zone: &TimeZone, at: Time, plan: &Plan) {
    let minutes = 2 * MARGIN + 3 * 24 * 60;
    let from = at.minus(Duration::from_secs(60 * u64::try_from(MARGIN).expect("minutes")) + 36 * HOUR);
    agrees(zone, plan, &Clock::new(zone, from, minutes), MARGIN);
}

fn changes(zone: &TimeZone, from: &str, until: &str) -> Vec<Time> {
    let at = |date: &str| -> jiff::Timestamp { format!("{date}T00:00:00Z").parse().expect("an instant") };
    zone.following(at(from))
        .map(|transition| transition.timestamp())
        .take_while(|t| *t < at(until))
        .map(Time::from)
        .collect()
}

#[test]
fn every_zone_agrees_with_the_clock_around_every_change_of_a_year() {
    let database = TimeZoneDatabase::bundled();
    let plan = plan();
    // Zones are many and clocks few: those that change at the same instants to the same hours are tried once.
    let mut tried = BTreeSet::new();
    let (mut zones, mut tries) = (0, 0);
    for name in database.available() {
        let zone = database.get(name.as_str()).expect("an available zone");
        zones += 1;
        let mut changes = changes(&zone, "2026-01-01", "2027-01-01");
        if changes.is_empty() {
            changes.push(Time::from("2026-06-15T00:00:00Z".parse::<jiff::Timestamp>().expect("an instant")));
        }
        for change in changes {
            let offset = |at: Time| zone.to_offset(at.to_jiff()).seconds();
            if tried.insert((change, offset(change.minus(HOUR)), offset(change))) {
                around(&zone, change, &plan);
                tries += 1;
            }
        }
    }
    assert!(zones > 400 && tries > 60, "{zones} zones, {tries} tries");
}

#[test]
fn clocks_that_leave_out_whole_days_or_minutes() {
    let plan = plan();
    // Samoa went without the thirtieth of December; Lord Howe moves by half an hour; Nepal went on by fifteen minutes.
    for (name, from, until) in [
        ("Pacific/Apia", "2011-12-01", "2012-01-31"),
        ("Australia/Lord_Howe", "2026-01-01", "2027-01-01"),
        ("Africa/Casablanca", "2026-01-01", "2027-01-01"),
        ("America/Sao_Paulo", "2018-10-01", "2019-03-01"),
    ] {
        let zone = zone(name);
        let changes = changes(&zone, from, until);
        assert!(!changes.is_empty(), "{name}");
        for change in changes {
            around(&zone, change, &plan);
        }
    }
}

fn week() -> impl Strategy<Value = [Vec<Interval>; 7]> {
    let interval = (0u16..1440, 1u16..=1440).prop_map(|(from, length)| Interval {
        from: Minute(from),
        until: Minute(from + length),
    });
    proptest::array::uniform7(proptest::collection::vec(interval, 0..3))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever the week and what closes it, overlapping or not.
    #[test]
    fn any_week_agrees_with_the_clock(
        week in week(),
        lunch in (0u16..1440, 1u16..=300, 1u8..=7),
        holiday in (1i8..=12, 1i8..=28, 0i8..24, 1i64..=90),
        yearly in any::<bool>(),
        name in prop_oneof![Just("Europe/Madrid"), Just("America/Santiago"), Just("Australia/Lord_Howe"), Just("America/Mexico_City")],
        day in 0u64..365,
    ) {
        let (month, of_month, hour, hours) = holiday;
        let from = jiff::civil::date(2026, month, of_month).at(hour, 0, 0, 0);
        let mut feast = special("Fiesta", "2026-01-01T00:00", "2026-01-02T00:00", yearly);
        feast.from.0 = from;
        feast.until.0 = from.checked_add(jiff::SignedDuration::from_hours(hours)).expect("a time");
        let mut meal = pause(&[lunch.2], "00:00", "01:00");
        (meal.from, meal.until) = (Minute(lunch.0), Minute(lunch.0 + lunch.1));
        let plan = Plan { week, pauses: vec![meal], special_days: vec![feast], ..Plan::default() };
        let start: jiff::Timestamp = "2026-01-01T00:00:00Z".parse().expect("an instant");
        around(&zone(name), Time::from(start).plus(HOUR * 24 * u32::try_from(day).expect("a day")), &plan);
    }
}
