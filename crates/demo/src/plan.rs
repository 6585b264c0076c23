//! Who writes when: the stories of one organisation over its months, as steps with their times.

use std::time::Duration;

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use kit::Time;

use crate::beat::{self, Act, Beat, End};
use crate::chance::Chance;
use crate::data::{self, Person, Standing};
use crate::people;
use crate::story::Teller;
use crate::world::Org;

pub const MINUTE: Duration = Duration::from_secs(60);
pub const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub fn month(n: u64) -> Duration {
    DAY * u32::try_from(n * 30).unwrap_or(360)
}

/// Longer than any organisation of the demo lets a customer reopen: what is written later is a new ticket.
const APART: Duration = Duration::from_secs(100 * 60 * 60);

/// What is old enough to have ended.
const OLD: Duration = Duration::from_secs(9 * 24 * 60 * 60);

/// A customer, who writes through one channel.
#[derive(Clone, Debug)]
pub struct Customer {
    pub first: String,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub company: String,
    pub document: String,
    pub channel: usize,
    /// As the channel knows them.
    pub address: String,
    /// Nobody has written down yet who they are.
    pub fresh: bool,
    /// From when on they may write again.
    free: Time,
}

pub enum What {
    /// Acts in a story of a customer.
    Story {
        story: usize,
        customer: usize,
        acts: Vec<Act>,
    },
    Invite(&'static Person),
    Suspend(&'static Person),
}

pub struct Step {
    pub at: Time,
    pub what: What,
}

pub struct Plan {
    pub customers: Vec<Customer>,
    pub stories: usize,
    /// In the order of their times.
    pub steps: Vec<Step>,
}

struct Planner<'a> {
    org: &'a Org,
    now: Time,
    seed: u64,
    chance: Chance,
    customers: Vec<Customer>,
    stories: usize,
    steps: Vec<Step>,
}

/// `tickets` is how many there are to be.
pub fn plan(org: &Org, now: Time, seed: u64, tickets: usize) -> Plan {
    let mut planner = Planner {
        org,
        now,
        seed,
        chance: Chance::of(seed, &org.spec.key),
        customers: Vec::new(),
        stories: 0,
        steps: Vec::new(),
    };
    // However few there are, every state is among them.
    let (live, fresh) = ((tickets * 8 / 100).max(8).min(tickets), tickets * 5 / 100);
    planner.history(tickets.saturating_sub(live + fresh));
    planner.recent(live, fresh);
    for person in &org.spec.person {
        let (days, what) = match person.state {
            Standing::Active => continue,
            Standing::Invited => (2, What::Invite(person)),
            Standing::Suspended => (16, What::Suspend(person)),
        };
        let at = now.minus(DAY * days).minus(MINUTE * 40);
        planner.steps.push(Step { at, what });
    }
    planner.steps.sort_by_key(|step| step.at);
    Plan {
        customers: planner.customers,
        stories: planner.stories,
        steps: planner.steps,
    }
}

impl Planner<'_> {
    /// What has ended: more of it the nearer it is, on working days rather than others.
    fn history(&mut self, count: usize) {
        let whole = month(self.org.spec.months).saturating_sub(OLD + DAY);
        let mut starts = Vec::with_capacity(count);
        while starts.len() < count {
            let share = (0.06 + 0.94 * self.chance.share()).sqrt();
            let at = self.now.minus(OLD).minus(whole.mul_f64(1.0 - share));
            if let Some(at) = self.at_day(at) {
                starts.push(at);
            }
        }
        starts.sort_unstable();
        for start in starts {
            let end = if self.chance.percent(4) { End::Twice } else { End::Closed };
            let customer = self.customer(start);
            let beats = self.tell(customer, end);
            self.in_hours(customer, start, beats);
        }
    }

    /// What stands open, and what was closed in the last days. Placed from its end, so that at any hour something has just happened.
    fn recent(&mut self, live: usize, closed: usize) {
        for n in 0..live + closed {
            // Few or many, every state has its share.
            let share = n.saturating_sub(closed) * 100 / live.max(1);
            let end = match (n < closed, share) {
                (true, _) => End::Closed,
                (_, 0..22) => End::Waiting,
                (_, 22..31) => End::Hold,
                (_, 31..40) => End::Snoozed,
                (_, 40..47) => End::Reopened,
                _ => End::Open,
            };
            let minutes = match (end, n % 6) {
                (End::Waiting, _) => self.chance.within(1, 500),
                (_, 0 | 1) => self.chance.within(1, 90),
                (_, 2..=4) => self.chance.within(40, 1500),
                _ => self.chance.within(900, 7000),
            };
            let customer = self.customer(self.now.minus(OLD));
            let beats = self.tell(customer, end);
            let last = self.now.minus(MINUTE * u32::try_from(minutes).unwrap_or(60));
            let mut at = last.minus(beat::lasts(&beats));
            let story = self.begin();
            for beat in beats {
                at = at.plus(MINUTE * u32::try_from(beat.wait).unwrap_or(1));
                self.step(story, customer, at, beat.acts);
            }
            self.customers[customer].free = Time::MAX;
        }
    }

    fn begin(&mut self) -> usize {
        self.stories += 1;
        self.stories - 1
    }

    fn tell(&mut self, customer: usize, end: End) -> Vec<Beat> {
        let org = self.org;
        let channel = &org.channels[self.customers[customer].channel];
        let topics = &org.teams[channel.team].spec.topics;
        let fitting: Vec<&data::Dialogue> = data::dialogues()
            .iter()
            .filter(|d| channel.spec.general || topics.contains(&d.topic))
            .collect();
        let dialogue = *self.chance.one(&fitting);
        let chance = Chance::of(self.seed, &format!("{} {}", org.spec.key, self.stories));
        let beats = Teller::new(org, &self.customers[customer], dialogue, chance).tell(end);
        self.customers[customer].fresh = false;
        beats
    }

    /// Lays out what happened as people at work would have done it. What lies in the future has not happened.
    fn in_hours(&mut self, customer: usize, start: Time, beats: Vec<Beat>) {
        let story = self.begin();
        let mut at = start;
        for beat in beats {
            at = at.plus(MINUTE * u32::try_from(beat.wait).unwrap_or(1));
            if beat.office {
                at = self.open(at);
            }
            if at >= self.now {
                self.customers[customer].free = Time::MAX;
                return;
            }
            self.step(story, customer, at, beat.acts);
        }
        self.customers[customer].free = at.plus(APART);
    }

    fn step(&mut self, story: usize, customer: usize, at: Time, acts: Vec<Act>) {
        // Never two steps of a story in the wrong order: the second is within the minute only when it is the same minute.
        let at = if acts.iter().any(|a| matches!(a, Act::Say { .. })) {
            at
        } else {
            beat::at(at, &mut self.chance).min(self.now)
        };
        let last = self
            .steps
            .iter()
            .rev()
            .take_while(|s| matches!(s.what, What::Story { story: of, .. } if of == story))
            .map(|s| s.at)
            .max();
        let at = last.map_or(at, |last| at.max(last.plus(Duration::from_secs(1))));
        self.steps.push(Step {
            at,
            what: What::Story { story, customer, acts },
        });
    }

    /// Somebody who is free to write then; often somebody who has written before.
    fn customer(&mut self, at: Time) -> usize {
        if self.chance.percent(62) && !self.customers.is_empty() {
            for _ in 0..8 {
                let one = self.chance.index(self.customers.len());
                if self.customers[one].free <= at {
                    return one;
                }
            }
        }
        let made = self.make();
        self.customers.push(made);
        self.customers.len() - 1
    }

    fn make(&mut self) -> Customer {
        let (org, words) = (self.org, data::words());
        let chance = &mut self.chance;
        let first = chance.one(&words.names.first).clone();
        let last = format!("{} {}", chance.one(&words.names.last), chance.one(&words.names.last));
        let farm = chance.one(&words.slots["ganaderia"]).clone();
        let company = chance.one(&words.slots["giro"]).replace("{g}", &farm);
        let open: Vec<usize> = (0..org.channels.len()).filter(|i| !org.channels[*i].spec.paused).collect();
        let total: usize = open.iter().map(|i| org.channels[*i].spec.share).sum();
        let mut drawn = chance.index(total);
        let mut channel = open[0];
        for i in open {
            let share = org.channels[i].spec.share;
            if drawn < share {
                channel = i;
                break;
            }
            drawn -= share;
        }
        let phone = (0..200)
            .find_map(|_| kit::Phone::parse(&people::number(org.spec, chance), None, "phone").ok())
            .map_or_else(String::new, |phone| phone.as_str().to_owned());
        let host = people::plain(&farm).replace('.', "");
        let email = format!(
            "{}.{}{}@{host}.example",
            people::plain(first.split(' ').next().unwrap_or("x")),
            people::plain(last.split(' ').next().unwrap_or("y")),
            self.customers.len()
        );
        let mail = org.channels[channel].spec.mail;
        Customer {
            name: format!("{first} {last}"),
            first: first.split(' ').next().unwrap_or(&first).to_owned(),
            address: if mail { email.clone() } else { phone.clone() },
            document: document(org, chance),
            phone,
            email,
            company,
            channel,
            fresh: true,
            free: Time::MIN,
        }
    }

    /// A time of day at which people write, on this day; nothing when it is a day on which they do not.
    fn at_day(&mut self, at: Time) -> Option<Time> {
        let day = at.to_jiff().to_zoned(self.org.zone.clone()).date();
        if day.weekday() == Weekday::Sunday && !self.chance.percent(12) || day.weekday() == Weekday::Saturday && self.chance.percent(50) {
            return None;
        }
        let hour = *self
            .chance
            .one(&[7, 8, 8, 9, 9, 9, 10, 10, 10, 11, 11, 12, 13, 15, 16, 16, 17, 17, 18, 19, 20]);
        let minute = i8::try_from(self.chance.within(0, 60)).unwrap_or(0);
        let time = day.at(hour, minute, i8::try_from(self.chance.within(0, 60)).unwrap_or(0), 0);
        Some(time.to_zoned(self.org.zone.clone()).ok()?.timestamp().into())
    }

    /// The first moment from then on at which somebody is at work: Monday to Friday from 8 to 18, Saturday from 8 to 13.
    fn open(&mut self, at: Time) -> Time {
        opening(at, &self.org.zone, self.chance.within(2, 45))
    }
}

fn opening(at: Time, zone: &TimeZone, late: u64) -> Time {
    let mut day = at.to_jiff().to_zoned(zone.clone());
    for _ in 0..10 {
        let (from, to) = match day.weekday() {
            Weekday::Sunday => (0, 0),
            Weekday::Saturday => (8, 13),
            _ => (8, 18),
        };
        if (from..to).contains(&day.hour()) {
            return day.timestamp().into();
        }
        let next = if day.hour() < from {
            day.date()
        } else {
            day.date().tomorrow().unwrap_or(day.date())
        };
        let minute = i8::try_from(late.min(59)).unwrap_or(5);
        match next.at(8, minute, 0, 0).to_zoned(zone.clone()) {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    at
}

/// A tax number of the organisation's country, in its form.
fn document(org: &Org, chance: &mut Chance) -> String {
    if org.spec.country == "AR" {
        return format!(
            "{}-{}-{}",
            chance.one(&["20", "27", "30"]),
            chance.within(10_000_000, 44_000_000),
            chance.within(0, 10)
        );
    }
    let letter = |chance: &mut Chance| char::from(b'A' + u8::try_from(chance.within(0, 26)).unwrap_or(0));
    let letters: String = (0..4).map(|_| letter(chance)).collect();
    let date = format!("{:02}{:02}{:02}", chance.within(55, 99), chance.within(1, 13), chance.within(1, 29));
    format!("{letters}{date}{}{}{}", letter(chance), letter(chance), chance.within(0, 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_works_at_night_or_on_sundays() {
        let zone = TimeZone::get("America/Mexico_City").unwrap();
        let local = |text: &str| -> Time { text.parse::<jiff::Timestamp>().unwrap().into() };
        let at = |text: &str| opening(local(text), &zone, 5).to_string();
        assert_eq!(at("2026-11-25T10:30:00-06:00"), local("2026-11-25T10:30:00-06:00").to_string());
        assert_eq!(at("2026-11-25T03:00:00-06:00"), local("2026-11-25T08:05:00-06:00").to_string());
        assert_eq!(at("2026-11-28T13:00:00-06:00"), local("2026-11-30T08:05:00-06:00").to_string());
    }
}
