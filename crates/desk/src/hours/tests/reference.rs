//! The slow way: minute by minute, from what the clock shows and nothing else.

use std::ops::Range;
use std::time::Duration;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use kit::Time;

use crate::hours::Schedule;
use crate::hours::model::{Minute, Pause, Plan};

pub const MINUTE: Duration = Duration::from_secs(60);

/// What a clock shows at each minute from an instant on; the latest that it has shown until then, and the earliest that it will show from then on.
pub struct Clock {
    from: Time,
    latest: Vec<DateTime>,
    earliest: Vec<DateTime>,
}

impl Clock {
    /// `minutes` must reach beyond what is asked by more than any jump of the clock.
    pub fn new(zone: &TimeZone, from: Time, minutes: usize) -> Self {
        let mut at = from;
        let mut shown = Vec::with_capacity(minutes);
        for _ in 0..minutes {
            shown.push(zone.to_datetime(at.to_jiff()));
            at = at.plus(MINUTE);
        }
        let mut latest = shown.clone();
        for n in 1..minutes {
            latest[n] = latest[n].max(latest[n - 1]);
        }
        let mut earliest = shown;
        for n in (1..minutes).rev() {
            earliest[n - 1] = earliest[n - 1].min(earliest[n]);
        }
        Self { from, latest, earliest }
    }

    pub fn minutes(&self) -> usize {
        self.latest.len()
    }

    pub fn at(&self, minute: usize) -> Time {
        self.from.plus(MINUTE * u32::try_from(minute).expect("few minutes"))
    }

    /// Something has begun when the clock has shown its beginning, and is over when it will show nothing before its end any more.
    fn within(&self, minute: usize, from: DateTime, until: DateTime) -> bool {
        self.latest[minute] >= from && self.earliest[minute] < until
    }

    /// Whether it is open at each minute of a range.
    pub fn open(&self, range: Range<usize>, plan: &Plan) -> Vec<bool> {
        let (opens, closes) = self.walls(plan);
        let any = |minute: usize, all: &[(DateTime, DateTime)]| all.iter().any(|(from, until)| self.within(minute, *from, *until));
        range.map(|minute| any(minute, &opens) && !any(minute, &closes)).collect()
    }

    /// Everything that opens and that closes, by the calendar: whatever the clock jumps over, what counts began at most three days before.
    fn walls(&self, plan: &Plan) -> (Vec<(DateTime, DateTime)>, Vec<(DateTime, DateTime)>) {
        let day = jiff::Span::new().days(1);
        let (first, last) = (self.earliest[0].date(), self.latest[self.minutes() - 1].date());
        let first = first.checked_sub(day * 3).expect("a date");
        let (mut opens, mut closes) = (Vec::new(), Vec::new());
        for date in first.series(day).take_while(|date| *date <= last) {
            let on = |minute: Minute| minute.on(date).expect("a time");
            let of_day = &plan.week[usize::try_from(date.weekday().to_monday_zero_offset()).expect("a weekday")];
            opens.extend(of_day.iter().map(|i| (on(i.from), on(i.until))));
            let today = |p: &&Pause| {
                p.days
                    .iter()
                    .any(|d| i8::try_from(*d).expect("a weekday") == date.weekday().to_monday_one_offset())
            };
            closes.extend(plan.pauses.iter().filter(today).map(|p| (on(p.from), on(p.until))));
        }
        for special in &plan.special_days {
            let own = special.from.0.year();
            let years = if special.yearly {
                first.year() - 1..last.year() + 1
            } else {
                own..own + 1
            };
            let length = special.from.0.duration_until(special.until.0);
            let froms = years.filter_map(|year| special.from.0.with().year(year).build().ok());
            closes.extend(froms.map(|from| (from, from.checked_add(length).expect("a time"))));
        }
        (opens, closes)
    }
}

/// Holds the quick way against the slow one, but for the margins.
pub fn agrees(zone: &TimeZone, plan: &Plan, clock: &Clock, margin: usize) {
    let schedule = Schedule::new(plan, zone.clone());
    let name = zone.iana_name().unwrap_or("?");
    let range = margin..clock.minutes() - margin;
    let slow = clock.open(range.clone(), plan);
    let (begins, ends) = (clock.at(range.start), clock.at(range.end));
    let stretches = schedule.open_between(begins, ends);
    let mut quick = vec![false; slow.len()];
    for (n, open) in quick.iter_mut().enumerate() {
        let at = clock.at(range.start + n);
        *open = stretches.iter().any(|s| s.from <= at && at < s.until);
    }
    for (n, (quick, slow)) in quick.iter().zip(&slow).enumerate() {
        let at = clock.at(range.start + n);
        assert_eq!(quick, slow, "{name} at {at}, {}", zone.to_datetime(at.to_jiff()));
    }
    // At each change, and a minute beside it: whether it is open, since when and until when.
    let changes: Vec<usize> = (1..slow.len()).filter(|n| slow[*n] != slow[n - 1]).collect();
    for window in changes.windows(3) {
        let [before, here, after] = [window[0], window[1], window[2]].map(|n| clock.at(range.start + n));
        let open = slow[window[1]];
        for (moment, open, since, until) in [
            (here, open, here, after),
            (here.plus(MINUTE.min(after.since(here) / 2)), open, here, after),
            (here.minus(Duration::from_micros(1)), !open, before, here),
        ] {
            let standing = schedule.at(moment);
            assert_eq!(
                (standing.open, standing.since, standing.until),
                (open, Some(since), Some(until)),
                "{name} at {moment}"
            );
            let next = if open { moment } else { until };
            assert_eq!(schedule.next_opening(moment), Some(next), "{name} at {moment}");
        }
    }
}
