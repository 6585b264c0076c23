//! What a ticket is, and which states follow which.

use access::Facts;
use kit::{ChannelId, ContactId, Error, IdentityId, MemberId, MessageId, OrgId, OriginId, ResolutionId, Result, TeamId, TicketId, Time};

/// Where a ticket is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
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
    pub snoozed_until: Option<Time>,
    pub created_at: Time,
    /// Last activity: a message in or out, an assignment.
    pub last_at: Time,
    /// The customer's first unanswered message.
    pub waiting_since: Option<Time>,
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
            (None, _) => State::Waiting,
            (Some(_), State::Hold | State::Snoozed) => self.state,
            (Some(_), _) => State::Open,
        };
        if self.state != State::Snoozed {
            self.snoozed_until = None;
        }
        self.last_at = now;
    }

    /// Back to work from hold, snooze or closed.
    pub fn resume(&mut self) {
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
    }
}
