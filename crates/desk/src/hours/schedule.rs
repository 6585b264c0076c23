//! Whether a calendar is open, since when, until when, and what closes it. Pure: the instant is an argument.

use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kit::Time;

use super::civil::{begin, end};
use super::model::{Hours, Pause, Plan, Said, SpecialDay};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// So much is looked at together when the next opening is looked for.
const STEP: Duration = Duration::from_secs(14 * 24 * 3600);

/// And so often: two years. What opens later than that does not open.
const STEPS: usize = 52;

/// From an instant until another, which is not in it any more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Stretch {
    pub from: Time,
    pub until: Time,
}

/// How a calendar stands at an instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    pub open: bool,
    /// Since when it has been so; none: for longer than is looked at.
    pub since: Option<Time>,
    /// Until when it is so: the closing, or the next opening; none: for longer than is looked at.
    pub until: Option<Time>,
}

/// What closes, and what is said of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Closed<'p> {
    pub name: &'p str,
    pub message: &'p [Said],
}

/// A calendar with its zone.
pub struct Schedule<'p> {
    plan: &'p Plan,
    pub zone: TimeZone,
}

impl<'p> Schedule<'p> {
    pub fn of(hours: &'p Hours) -> Self {
        // A zone is checked when it is written; one that is no more is better read by the world's clock than not at all.
        Self::new(&hours.plan, TimeZone::get(&hours.time_zone).unwrap_or(TimeZone::UTC))
    }

    pub fn new(plan: &'p Plan, zone: TimeZone) -> Self {
        Self { plan, zone }
    }

    pub fn is_open(&self, at: Time) -> bool {
        !self.open_between(at, at.plus(Duration::from_micros(1))).is_empty()
    }

    pub fn at(&self, at: Time) -> Standing {
        let open = self.is_open(at);
        Standing {
            open,
            since: self.last_change(at, open),
            until: self.next_change(at, open),
        }
    }

    /// When attention opens next, at or after an instant.
    pub fn next_opening(&self, at: Time) -> Option<Time> {
        if self.is_open(at) { Some(at) } else { self.next_change(at, false) }
    }

    /// Everything that is open between two instants, in order; what touches is one.
    pub fn open_between(&self, from: Time, until: Time) -> Vec<Stretch> {
        let Some(days) = self.days(from, until) else { return Vec::new() };
        without(&self.week(&days), &joined(self.closures(&days)))
            .into_iter()
            .map(|s| Stretch {
                from: s.from.max(from),
                until: s.until.min(until),
            })
            .filter(|s| s.from < s.until)
            .collect()
    }

    /// What closes at an instant beside the week itself: special days before pauses.
    pub fn closed_by(&self, at: Time) -> Option<Closed<'p>> {
        let covers = |s: Stretch| s.from <= at && at < s.until;
        let days = self.days(at, at)?;
        let year = i32::from(days.first()?.year());
        let special = self.plan.special_days.iter().find(|day| self.occurrences(day, year).any(covers));
        if let Some(day) = special {
            return Some(Closed {
                name: &day.name,
                message: &day.message,
            });
        }
        // Lunch on a day that is closed anyway is no lunch.
        if !self.week(&days).into_iter().any(covers) {
            return None;
        }
        let pause = self.plan.pauses.iter().find(|pause| self.pause(pause, &days).any(covers))?;
        Some(Closed {
            name: &pause.name,
            message: &pause.message,
        })
    }

    /// Whether a special day closes something between two instants.
    pub fn touches(&self, day: &SpecialDay, from: Time, until: Time) -> bool {
        let year = i32::from(self.zone.to_datetime(from.to_jiff()).year());
        self.occurrences(day, year).any(|s| s.from < until && from < s.until)
    }

    /// What the week alone opens on some days.
    fn week(&self, days: &[Date]) -> Vec<Stretch> {
        let all = days.iter().flat_map(|date| {
            let of_day = usize::try_from(date.weekday().to_monday_zero_offset()).ok();
            let intervals = of_day.and_then(|day| self.plan.week.get(day)).map_or(&[][..], Vec::as_slice);
            intervals.iter().filter_map(|i| self.stretch(i.from.on(*date)?, i.until.on(*date)?))
        });
        joined(all.collect())
    }

    fn next_change(&self, at: Time, open: bool) -> Option<Time> {
        let mut from = at;
        for _ in 0..STEPS {
            let until = from.plus(STEP);
            let first = self.open_between(from, until).first().copied();
            match (open, first) {
                (false, Some(first)) => return Some(first.from),
                (true, Some(first)) if first.from > from => return Some(from),
                (true, Some(first)) if first.until < until => return Some(first.until),
                (true, None) => return Some(from),
                _ => from = until,
            }
        }
        None
    }

    fn last_change(&self, at: Time, open: bool) -> Option<Time> {
        let mut until = at;
        for _ in 0..STEPS {
            let from = until.minus(STEP);
            let last = self.open_between(from, until).last().copied();
            match (open, last) {
                (false, Some(last)) => return Some(last.until),
                (true, Some(last)) if last.until < until => return Some(until),
                (true, Some(last)) if last.from > from => return Some(last.from),
                (true, None) => return Some(until),
                _ => until = from,
            }
        }
        None
    }

    /// The dates whose intervals may reach in there: what began two days before may still go on.
    fn days(&self, from: Time, until: Time) -> Option<Vec<Date>> {
        let date = |at: Time| self.zone.to_datetime(at.to_jiff()).date();
        let first = date(from.minus(DAY)).yesterday().ok()?;
        let last = date(until).tomorrow().ok()?;
        let length = usize::try_from(first.until(last).ok()?.get_days()).ok()?;
        Some(first.series(jiff::Span::new().days(1)).take(length + 1).collect())
    }

    fn closures(&self, days: &[Date]) -> Vec<Stretch> {
        let (Some(first), Some(last)) = (days.first(), days.last()) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for pause in &self.plan.pauses {
            all.extend(self.pause(pause, days));
        }
        for day in &self.plan.special_days {
            // What does not come again and is over, or far, is most of a list that grew for years.
            if !day.yearly && (day.until.0.date() < *first || day.from.0.date() > *last) {
                continue;
            }
            for year in i32::from(first.year())..=i32::from(last.year()) {
                all.extend(self.occurrences(day, year));
            }
        }
        all
    }

    fn pause<'s>(&'s self, pause: &'s Pause, days: &'s [Date]) -> impl Iterator<Item = Stretch> + 's {
        let on = |date: &&Date| {
            pause
                .days
                .iter()
                .any(|day| i64::from(*day) == i64::from(date.weekday().to_monday_one_offset()))
        };
        days.iter()
            .filter(on)
            .filter_map(|date| self.stretch(pause.from.on(*date)?, pause.until.on(*date)?))
    }

    /// A special day itself, or as it comes in a year, the one before and the one after.
    fn occurrences<'s>(&'s self, day: &'s SpecialDay, year: i32) -> impl Iterator<Item = Stretch> + 's {
        let own = i32::from(day.from.0.year());
        let years = if day.yearly { year - 1..=year + 1 } else { own..=own };
        let length = day.from.0.duration_until(day.until.0);
        years.filter_map(move |year| {
            // The twenty-ninth of February comes when it comes.
            let from = day.from.0.with().year(i16::try_from(year).ok()?).build().ok()?;
            self.stretch(from, from.checked_add(length).ok()?)
        })
    }

    /// None when there is nothing of it: the clock jumps over it.
    fn stretch(&self, from: jiff::civil::DateTime, until: jiff::civil::DateTime) -> Option<Stretch> {
        let (from, until) = (begin(&self.zone, from)?, end(&self.zone, until)?);
        (from < until).then_some(Stretch { from, until })
    }
}

/// In order, and what overlaps or touches as one.
fn joined(mut all: Vec<Stretch>) -> Vec<Stretch> {
    all.sort_unstable();
    let mut joined: Vec<Stretch> = Vec::with_capacity(all.len());
    for next in all {
        match joined.last_mut() {
            Some(last) if next.from <= last.until => last.until = last.until.max(next.until),
            _ => joined.push(next),
        }
    }
    joined
}

/// What is left of some when others are taken away; both in order and apart.
fn without(all: &[Stretch], taken: &[Stretch]) -> Vec<Stretch> {
    let mut left = Vec::with_capacity(all.len());
    for whole in all {
        let mut from = whole.from;
        for cut in taken.iter().filter(|cut| cut.until > whole.from && cut.from < whole.until) {
            if cut.from > from {
                left.push(Stretch { from, until: cut.from });
            }
            from = from.max(cut.until);
        }
        if from < whole.until {
            left.push(Stretch { from, until: whole.until });
        }
    }
    left
}
