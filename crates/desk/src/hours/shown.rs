//! A calendar as the API shows it: with how it stands now and where it holds; and day by day.

use db::Tx;
use jiff::Span;
use jiff::civil::Date;
use kit::{Error, HoursId, Result, Time};

use super::civil::begin;
use super::model::{Interval, Minute, Plan};
use super::places::{self, Places};
use super::{Hours, Schedule, store};
use crate::who::Who;

/// How it stands now.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "HoursNow")]
pub struct Now {
    pub open: bool,
    /// Since when; none: for longer than is looked at.
    pub since: Option<Time>,
    /// Until when: the closing, or the next opening; none: for longer than is looked at.
    pub until: Option<Time>,
    /// The pause or special day that closes it.
    pub closed_by: Option<String>,
}

pub fn now(hours: &Hours, at: Time) -> Now {
    let schedule = Schedule::of(hours);
    let standing = schedule.at(at);
    let closed = schedule.closed_by(at).filter(|_| !standing.open);
    Now {
        open: standing.open,
        since: standing.since,
        until: standing.until,
        closed_by: closed.map(|c| c.name.to_owned()),
    }
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Hours")]
pub struct View {
    pub id: HoursId,
    pub name: String,
    pub time_zone: String,
    #[serde(flatten)]
    pub plan: Plan,
    /// Who writes outside hours is answered by itself, once a closed period.
    pub answers: bool,
    /// What comes outside hours is given all the same, and seen when attention opens; else it waits with nobody.
    pub derives: bool,
    #[serde(flatten)]
    pub places: Places,
    pub now: Now,
    pub created_at: Time,
    pub updated_at: Time,
}

fn view(hours: Hours, places: Option<Places>, at: Time) -> View {
    View {
        now: now(&hours, at),
        id: hours.id,
        name: hours.name,
        time_zone: hours.time_zone,
        plan: hours.plan,
        answers: hours.answers,
        derives: hours.derives,
        places: places.unwrap_or_default(),
        created_at: hours.created_at,
        updated_at: hours.updated_at,
    }
}

pub fn all(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<View>> {
    let mut places = places::all(tx, who)?;
    let all = store::all(tx, who.org())?;
    Ok(all
        .into_iter()
        .map(|hours| {
            let places = places.remove(&hours.id);
            view(hours, places, who.now)
        })
        .collect())
}

pub fn one(tx: &mut Tx<'_>, who: &Who, id: HoursId) -> Result<View> {
    let hours = store::one(tx, who.org(), id)?;
    let places = places::all(tx, who)?.remove(&id);
    Ok(view(hours, places, who.now))
}

/// What is open on a date.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "HoursDay")]
pub struct Day {
    /// `2026-12-24`.
    pub date: String,
    /// By the calendar's clock; what goes on past midnight ends at `24:00` here and begins at `00:00` on the next day.
    pub open: Vec<Interval>,
    /// The special days that close it or some of it.
    pub special: Vec<String>,
}

/// The most days at once: six weeks, as a month is drawn.
const MOST: u32 = 42;

/// So many days from a date on.
pub fn days(hours: &Hours, from: &str, days: u32) -> Result<Vec<Day>> {
    if !(1..=MOST).contains(&days) {
        return Err(Error::invalid("days", "too_many_values").with_param("max", MOST));
    }
    let wrong = || Error::invalid("from", "date_unreadable");
    let from: Date = from.parse().map_err(|_| wrong())?;
    if !(1970..=2200).contains(&from.year()) {
        return Err(wrong());
    }
    let schedule = Schedule::of(hours);
    let dates = from.series(Span::new().days(1)).take(usize::try_from(days).unwrap_or_default());
    Ok(dates.filter_map(|date| day(hours, &schedule, date)).collect())
}

fn day(hours: &Hours, schedule: &Schedule<'_>, date: Date) -> Option<Day> {
    let midnight = |date: Date| begin(&schedule.zone, date.at(0, 0, 0, 0));
    let (begins, ends) = (midnight(date)?, midnight(date.tomorrow().ok()?)?);
    let minute = |at: Time| {
        let shown = schedule.zone.to_datetime(at.to_jiff());
        let minutes = i16::from(shown.hour()) * 60 + i16::from(shown.minute());
        u16::try_from(minutes).map_or(Minute(0), Minute)
    };
    let open = schedule.open_between(begins, ends).into_iter().map(|s| Interval {
        from: minute(s.from),
        until: if s.until == ends { Minute(24 * 60) } else { minute(s.until) },
    });
    let closes = |day: &&super::model::SpecialDay| schedule.touches(day, begins, ends);
    Some(Day {
        date: date.to_string(),
        open: open.collect(),
        special: hours.plan.special_days.iter().filter(closes).map(|day| day.name.clone()).collect(),
    })
}
