//! What a ticket is, and which states follow which.

use access::Facts;
use kit::{ChannelId, ContactId, Error, IdentityId, MemberId, MessageId, OrgId, OriginId, ResolutionId, Result, TeamId, TicketId, Time};

/// Where a ticket is in its life.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TicketState")]
pub enum State {
    /// In the queue: nobody is assigned.
    Waiting,
    /// Somebody is assigned.
    Open,
    /// Waits for something; no inactivity notice, no automatic close (B9).
    Hold,
    /// Put aside until a time, or until the customer writes.
    Snoozed,
    Closed,
}

impl State {
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Open, Self::Hold, Self::Snoozed, Self::Closed];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Open => "open",
            Self::Hold => "hold",
            Self::Snoozed => "snoozed",
            Self::Closed => "closed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// How urgent it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TicketPriority")]
pub enum Priority {
    Low,
    Normal,
    High,
    Urgent,
}

impl Priority {
    pub const fn rank(self) -> i64 {
        self as i64
    }

    pub fn from_rank(rank: i64) -> Option<Self> {
        [Self::Low, Self::Normal, Self::High, Self::Urgent]
            .into_iter()
            .find(|p| p.rank() == rank)
    }
}

/// A ticket's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    pub org: OrgId,
    pub id: TicketId,
    pub number: i64,
    pub subject: String,
    pub state: State,
    pub priority: Priority,
    pub team: TeamId,
    pub assignee: Option<MemberId>,
    pub channel: ChannelId,
    pub contact: ContactId,
    pub identity: Option<IdentityId>,
    pub origin: Option<OriginId>,
    pub resolution: Option<ResolutionId>,
    pub deferred_until: Option<Time>,
    /// It came outside hours, and is looked at again then (C7); nobody is given it by itself before, unless it is deferred.
    pub opens_at: Option<Time>,
    pub snoozed_until: Option<Time>,
    pub created_at: Time,
    /// Last activity: a message in or out, an assignment.
    pub last_at: Time,
    /// The customer's first unanswered message.
    pub waiting_since: Option<Time>,
    /// Our first message that the customer has not answered (B9).
    pub silent_since: Option<Time>,
    pub first_reply_at: Option<Time>,
    pub closed_at: Option<Time>,
    pub last_message: Option<MessageId>,
    pub last_note: Option<MessageId>,
    pub last_seq: i64,
    pub last_in_seq: i64,
    pub merged_into: Option<TicketId>,
    /// Raised by every change.
    pub version: i64,
}

impl Ticket {
    /// What decides who may see it and do what.
    pub fn facts(&self) -> Facts {
        Facts {
            org: self.org,
            assignee: self.assignee,
            team: Some(self.team),
            channel: Some(self.channel),
            origin: self.origin,
            deferred_until: self.deferred_until,
        }
    }

    pub fn live(&self) -> bool {
        self.state != State::Closed
    }

    /// Leaves by `?` when the ticket is closed.
    pub fn must_live(&self) -> Result<()> {
        if self.live() {
            Ok(())
        } else {
            Err(Error::conflict("ticket_closed"))
        }
    }

    /// Gives it to somebody, or puts it back in the queue. Hold and snooze stay what they are while somebody is assigned.
    pub fn assign(&mut self, to: Option<MemberId>, now: Time) {
        self.assignee = to;
        self.state = match (to, self.state) {
            (_, State::Closed) => State::Closed,
            (None, _) => State::Waiting,
            (Some(_), State::Hold | State::Snoozed) => self.state,
            (Some(_), _) => State::Open,
        };
        if self.state != State::Snoozed {
            self.snoozed_until = None;
        }
        // Somebody has it before attention opens, and sees it: there is nothing to wait for any more.
        if to.is_some() && self.deferred_until.is_none() {
            self.opens_at = None;
        }
        self.last_at = now;
    }

    /// Puts it on hold. Only what somebody has: nobody would bring back what waits for nobody.
    pub fn hold(&mut self) -> Result<()> {
        self.must_be_had()?;
        self.state = State::Hold;
        self.snoozed_until = None;
        Ok(())
    }

    /// Puts it aside until a time, or until the customer writes.
    pub fn snooze(&mut self, until: Time) -> Result<()> {
        self.must_be_had()?;
        self.state = State::Snoozed;
        self.snoozed_until = Some(until);
        Ok(())
    }

    fn must_be_had(&self) -> Result<()> {
        self.must_live()?;
        if self.assignee.is_some() {
            Ok(())
        } else {
            Err(Error::conflict("ticket_unassigned"))
        }
    }

    /// Back to work from hold, snooze or closed. What was put aside on purpose was no silence of the customer's: it is counted anew.
    pub fn resume(&mut self, now: Time) {
        self.silent_since = self.silent_since.map(|_| now);
        self.state = if self.assignee.is_some() { State::Open } else { State::Waiting };
        self.snoozed_until = None;
        self.closed_at = None;
        self.resolution = None;
    }

    pub fn close(&mut self, resolution: Option<ResolutionId>, now: Time) {
        self.state = State::Closed;
        self.resolution = resolution;
        self.closed_at = Some(now);
        self.snoozed_until = None;
        self.waiting_since = None;
        self.silent_since = None;
        (self.deferred_until, self.opens_at) = (None, None);
    }

    /// The customer wrote.
    pub fn heard(&mut self, message: MessageId, seq: i64, now: Time) {
        self.last_message = Some(message);
        self.last_seq = seq;
        self.last_in_seq = seq;
        self.last_at = now;
        self.waiting_since = self.waiting_since.or(Some(now));
        self.silent_since = None;
    }

    /// A member answered.
    pub fn answered(&mut self, message: MessageId, seq: i64, now: Time) {
        self.last_message = Some(message);
        self.last_seq = seq;
        self.last_at = now;
        self.waiting_since = None;
        self.silent_since = self.silent_since.or(self.live().then_some(now));
        self.first_reply_at = self.first_reply_at.or(Some(now));
    }

    /// A member left a note. That is no activity towards the customer: the lists keep their order.
    pub fn noted(&mut self, note: MessageId, seq: i64) {
        self.last_note = Some(note);
        self.last_seq = seq;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(state: State, assignee: Option<MemberId>) -> Ticket {
        let at = Time::from_micros(1);
        Ticket {
            org: OrgId::new(at),
            id: TicketId::new(at),
            number: 1,
            subject: String::new(),
            state,
            priority: Priority::Normal,
            team: TeamId::new(at),
            assignee,
            channel: ChannelId::new(at),
            contact: ContactId::new(at),
            identity: None,
            origin: None,
            resolution: None,
            deferred_until: None,
            opens_at: None,
            snoozed_until: (state == State::Snoozed).then_some(at),
            created_at: at,
            last_at: at,
            waiting_since: None,
            silent_since: None,
            first_reply_at: None,
            closed_at: (state == State::Closed).then_some(at),
            last_message: None,
            last_note: None,
            last_seq: 0,
            last_in_seq: 0,
            merged_into: None,
            version: 1,
        }
    }

    /// Every ticket that may be: its state and whether somebody has it.
    fn all() -> Vec<Ticket> {
        let someone = Some(MemberId::new(Time::from_micros(1)));
        let states = [
            (State::Waiting, None),
            (State::Open, someone),
            (State::Hold, someone),
            (State::Snoozed, someone),
            (State::Closed, None),
        ];
        states
            .into_iter()
            .chain([(State::Closed, someone)])
            .map(|(state, who)| ticket(state, who))
            .collect()
    }

    fn sound(t: &Ticket) {
        assert_eq!(t.state == State::Waiting, t.live() && t.assignee.is_none(), "{t:?}");
        assert_eq!(t.state == State::Snoozed, t.snoozed_until.is_some(), "{t:?}");
        assert_eq!(t.state == State::Closed, t.closed_at.is_some(), "{t:?}");
        assert!(t.live() || t.waiting_since.or(t.silent_since).is_none(), "{t:?}");
    }

    #[test]
    fn no_transition_leaves_a_ticket_that_cannot_be() {
        let (now, other) = (Time::from_micros(9), MemberId::new(Time::from_micros(2)));
        let acts: [(&str, fn(&mut Ticket, Time, MemberId)); 7] = [
            ("assign", |t, now, other| t.assign(Some(other), now)),
            ("unassign", |t, now, _| t.assign(None, now)),
            ("hold", |t, _, _| drop(t.hold())),
            ("snooze", |t, now, _| drop(t.snooze(now))),
            ("resume", |t, now, _| t.resume(now)),
            ("close", |t, now, _| t.close(None, now)),
            ("answer", |t, now, _| t.answered(MessageId::new(now), 5, now)),
        ];
        for first in all() {
            sound(&first);
            for (name, act) in acts {
                for (next, then) in acts {
                    let mut t = first.clone();
                    act(&mut t, now, other);
                    then(&mut t, now, other);
                    println_on_failure(name, next, || sound(&t));
                }
            }
        }
    }

    fn println_on_failure(first: &str, then: &str, check: impl FnOnce() + std::panic::UnwindSafe) {
        std::panic::catch_unwind(check).unwrap_or_else(|_| panic!("after {first}, {then}"));
    }

    #[test]
    fn only_what_somebody_has_is_put_aside() {
        assert_eq!(ticket(State::Waiting, None).hold().unwrap_err().code, "ticket_unassigned");
        assert_eq!(
            ticket(State::Closed, None).snooze(Time::from_micros(5)).unwrap_err().code,
            "ticket_closed"
        );
    }

    #[test]
    fn silence_begins_with_our_first_unanswered_message() {
        let someone = Some(MemberId::new(Time::from_micros(1)));
        let mut t = ticket(State::Open, someone);
        let at = |micros| Time::from_micros(micros);
        t.answered(MessageId::new(at(10)), 1, at(10));
        t.answered(MessageId::new(at(20)), 2, at(20));
        assert_eq!(t.silent_since, Some(at(10)));
        t.hold().unwrap();
        t.resume(at(30));
        assert_eq!(t.silent_since, Some(at(30)), "what was put aside was no silence");
        t.heard(MessageId::new(at(40)), 3, at(40));
        assert_eq!(t.silent_since, None);
        t.hold().unwrap();
        t.resume(at(50));
        assert_eq!(t.silent_since, None);
    }

    #[test]
    fn waiting_begins_with_the_first_unanswered_message() {
        let mut t = ticket(State::Waiting, None);
        let (first, second) = (Time::from_micros(10), Time::from_micros(20));
        t.heard(MessageId::new(first), 1, first);
        t.heard(MessageId::new(second), 2, second);
        assert_eq!((t.waiting_since, t.last_at, t.last_in_seq), (Some(first), second, 2));
        t.answered(MessageId::new(second), 3, second);
        assert_eq!(
            (t.waiting_since, t.first_reply_at, t.last_in_seq, t.last_seq),
            (None, Some(second), 2, 3)
        );
    }
}
