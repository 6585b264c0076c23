//! What a bulk transfer is.

use std::time::Duration;

use kit::{BulkTransferId, ChannelId, Error, MemberId, OrgId, OriginId, Result, TeamId, TicketId, Time};

/// How long it can be taken back.
pub const UNDO: Duration = Duration::from_secs(24 * 3600);

/// To so many at most: more is a team.
const MOST: usize = 50;

/// How it is shared among those who get it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BulkTransferWay")]
pub enum Way {
    /// As many to each; to one, all.
    Evenly,
    /// To who has most places left, and to nobody above their quota.
    Quota,
    /// Back to where it waited.
    Queue,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "BulkTransferNew")]
pub struct Draft {
    /// Whose tickets.
    pub from: MemberId,
    pub way: Way,
    /// Who gets them; nobody of what goes back to its queue.
    #[serde(default)]
    pub members: Vec<MemberId>,
    /// Only those of these teams; none named: all.
    #[serde(default)]
    pub teams: Vec<TeamId>,
    #[serde(default)]
    pub channels: Vec<ChannelId>,
    #[serde(default)]
    pub origins: Vec<OriginId>,
    /// Only those that are `open`, `hold` or `snoozed`; none named: all that are not closed.
    #[serde(default)]
    pub states: Vec<crate::ticket::State>,
}

impl Draft {
    /// Refuses what makes no sense; the error names the field.
    pub fn check(&self) -> Result<()> {
        match self.way {
            Way::Queue if !self.members.is_empty() => return Err(Error::invalid("members", "value_invalid").with_param("reason", "queue")),
            Way::Evenly | Way::Quota if self.members.is_empty() => return Err(Error::invalid("members", "required")),
            _ => {}
        }
        if self.members.len() > MOST {
            return Err(Error::invalid("members", "too_many_values").with_param("max", MOST));
        }
        let mut seen = std::collections::BTreeSet::from([self.from]);
        match self.members.iter().position(|member| !seen.insert(*member)) {
            Some(at) => Err(Error::invalid(format!("members[{at}]"), "named_twice")),
            None => Ok(()),
        }
    }

    /// Whether a ticket of theirs is meant.
    pub fn means(&self, ticket: &crate::ticket::Ticket) -> bool {
        let among = |named: bool, none: bool| named || none;
        among(self.teams.contains(&ticket.team), self.teams.is_empty())
            && among(self.channels.contains(&ticket.channel), self.channels.is_empty())
            && among(
                ticket.origin.is_some_and(|origin| self.origins.contains(&origin)),
                self.origins.is_empty(),
            )
            && among(self.states.contains(&ticket.state), self.states.is_empty())
    }
}

/// Where an act is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BulkTransferState")]
pub enum State {
    Running,
    Done,
    Undoing,
    Undone,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Running, Self::Done, Self::Undoing, Self::Undone];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Why a ticket cannot go to somebody.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BulkTransferWhy")]
pub enum Why {
    /// Whoever asked may not move this one.
    Mover,
    /// Not there any more, or not known to who asked.
    Unknown,
    CannotRead,
    CannotReply,
    /// Does not serve its channel.
    Channel,
    /// Does not serve its origin.
    Origin,
    /// Has no place left in their quota.
    Full,
    /// Somebody else has it by now.
    Changed,
}

/// One of those who could have got it, and why not; nobody, where it is about the ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Stays {
    pub member: Option<MemberId>,
    pub why: Why,
}

/// An act's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    pub org: OrgId,
    pub id: BulkTransferId,
    pub draft: Draft,
    pub state: State,
    /// The last ticket that was decided.
    pub cursor: Option<TicketId>,
    pub asked_by: MemberId,
    pub asked_at: Time,
    pub ended_at: Option<Time>,
    pub undone_by: Option<MemberId>,
}

impl Act {
    /// Until when it can be taken back.
    pub fn undo_until(&self) -> Time {
        self.asked_at.plus(UNDO)
    }
}
