//! How an event of an iCalendar comes again: the rules that holidays are written with. One with more in it is not understood, and said so.

use std::collections::BTreeSet;

use jiff::Span;
use jiff::civil::{Date, Weekday};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Every {
    Day,
    Week,
    Month,
    Year,
}

/// `FREQ=YEARLY;BYMONTH=11;BYDAY=4TH` and its like.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    every: Every,
    interval: i64,
    count: Option<usize>,
    until: Option<Date>,
    months: BTreeSet<i8>,
    /// Negative ones count from the month's end.
    month_days: Vec<i8>,
    /// The how-manieth of the month, if said: negative ones from its end.
    weekdays: Vec<(Option<i8>, Weekday)>,
}

/// None: not understood.
pub fn read(text: &str) -> Option<Rule> {
    let mut rule = Rule {
        every: Every::Day,
        interval: 1,
        count: None,
        until: None,
        months: BTreeSet::new(),
        month_days: Vec::new(),
        weekdays: Vec::new(),
    };
    let mut every = None;
    for part in text.trim().split(';').filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=')?;
        let value = value.trim();
        match key.trim().to_ascii_uppercase().as_str() {
            "FREQ" => {
                every = Some(match value.to_ascii_uppercase().as_str() {
                    "DAILY" => Every::Day,
                    "WEEKLY" => Every::Week,
                    "MONTHLY" => Every::Month,
                    "YEARLY" => Every::Year,
                    _ => return None,
                });
            }
            "INTERVAL" => rule.interval = value.parse().ok().filter(|n| (1..=1000).contains(n))?,
            "COUNT" => rule.count = Some(value.parse().ok()?),
            "UNTIL" => rule.until = Some(super::holidays::date(value.get(..8)?)?),
            "BYMONTH" => rule.months = list(value, |n| n.parse().ok().filter(|n| (1..=12).contains(n)))?,
            "BYMONTHDAY" => rule.month_days = list(value, |n| n.parse().ok().filter(|n: &i8| *n != 0 && n.abs() <= 31))?,
            "BYDAY" => rule.weekdays = list(value, weekday)?,
            "WKST" => {}
            _ => return None,
        }
    }
    rule.every = every?;
    let ordinal = rule.weekdays.iter().any(|(nth, _)| nth.is_some());
    // Of a year without its month, of a week or day at all: nobody writes holidays so.
    let whole_year = rule.every == Every::Year && rule.months.is_empty() && !(rule.weekdays.is_empty() && rule.month_days.is_empty());
    let nowhere = matches!(rule.every, Every::Week | Every::Day) && (ordinal || !rule.month_days.is_empty());
    (!whole_year && !nowhere).then_some(rule)
}

fn list<T, L: FromIterator<T>>(text: &str, one: impl Fn(&str) -> Option<T>) -> Option<L> {
    text.split(',').map(|part| one(part.trim())).collect()
}

fn weekday(text: &str) -> Option<(Option<i8>, Weekday)> {
    let (nth, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let nth = match nth {
        "" => None,
        nth => Some(nth.parse().ok().filter(|n: &i8| (-5..=5).contains(n) && *n != 0)?),
    };
    let day = match day.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    };
    Some((nth, day))
}

impl Rule {
    /// Whether it is the same date every year, for ever.
    pub fn is_yearly(&self, start: Date) -> bool {
        self.every == Every::Year
            && self.interval == 1
            && self.count.is_none()
            && self.until.is_none()
            && self.weekdays.is_empty()
            && self.months.iter().all(|month| *month == start.month())
            && self.month_days.iter().all(|day| *day == start.day())
    }

    /// The dates on which it comes, from one until another. `budget` is how many dates may still be looked at; none: it was not enough.
    pub fn dates(&self, start: Date, from: Date, until: Date, budget: &mut usize) -> Option<Vec<Date>> {
        let mut found = Vec::new();
        let mut seen = 0;
        // What begins a period: the date itself, the week's Monday, the month's first, the year's first.
        let mut period = match self.every {
            Every::Day => start,
            Every::Week => start
                .checked_sub(Span::new().days(i64::from(start.weekday().to_monday_zero_offset())))
                .ok()?,
            Every::Month => start.first_of_month(),
            Every::Year => start.first_of_year(),
        };
        let step = match self.every {
            Every::Day => Span::new().days(self.interval),
            Every::Week => Span::new().weeks(self.interval),
            Every::Month => Span::new().months(self.interval),
            Every::Year => Span::new().years(self.interval),
        };
        while period <= until {
            for date in self.of_period(period, start) {
                *budget = budget.checked_sub(1)?;
                if date < start {
                    continue;
                }
                if self.count.is_some_and(|count| seen >= count) || self.until.is_some_and(|last| date > last) {
                    return Some(found);
                }
                seen += 1;
                if from <= date && date <= until {
                    found.push(date);
                }
            }
            *budget = budget.checked_sub(1)?;
            period = period.checked_add(step).ok()?;
        }
        Some(found)
    }

    fn of_period(&self, period: Date, start: Date) -> Vec<Date> {
        let in_month = |date: &Date| self.months.is_empty() || self.months.contains(&date.month());
        let mut dates = match self.every {
            Every::Day => vec![period],
            Every::Week => {
                let day = |date: &Date| {
                    let named = self.weekdays.iter().any(|(_, day)| *day == date.weekday());
                    named || self.weekdays.is_empty() && date.weekday() == start.weekday()
                };
                period.series(Span::new().days(1)).take(7).filter(day).collect()
            }
            Every::Month => self.of_month(period, start),
            Every::Year if self.months.is_empty() => period
                .with()
                .month(start.month())
                .day(start.day())
                .build()
                .map_or_else(|_| Vec::new(), |date| vec![date]),
            Every::Year => {
                let months = self.months.iter().filter_map(|month| period.with().month(*month).build().ok());
                months.flat_map(|month| self.of_month(month, start)).collect()
            }
        };
        if self.every == Every::Day && !self.weekdays.is_empty() {
            dates.retain(|date| self.weekdays.iter().any(|(_, day)| *day == date.weekday()));
        }
        dates.retain(in_month);
        dates
    }

    fn of_month(&self, first: Date, start: Date) -> Vec<Date> {
        let length = first.days_in_month();
        let fits = |date: &Date| {
            let (day, back) = (date.day(), date.day() - length - 1);
            let by_day = self.month_days.is_empty() || self.month_days.iter().any(|n| *n == day || *n == back);
            let nth = |nth: i8| (day - 1) / 7 + 1 == nth || -((length - day) / 7 + 1) == nth;
            let of_week = |(how, weekday): &(Option<i8>, Weekday)| *weekday == date.weekday() && how.is_none_or(nth);
            let by_weekday = self.weekdays.is_empty() || self.weekdays.iter().any(of_week);
            let plain = self.month_days.is_empty() && self.weekdays.is_empty();
            by_day && by_weekday && (!plain || day == start.day())
        };
        let days = usize::try_from(length).unwrap_or(31);
        first.series(Span::new().days(1)).take(days).filter(fits).collect()
    }
}
