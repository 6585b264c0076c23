//! Where things are: what a decision is made about.

use std::collections::BTreeSet;

use kit::{AccountId, ChannelId, MemberId, OrgId, OriginId, TeamId, Time};

/// What a ticket (or an order) says about where it is. Nothing else about it decides who may see it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct Facts {
    pub org: OrgId,
    pub assignee: Option<MemberId>,
    pub team: Option<TeamId>,
    pub channel: Option<ChannelId>,
    pub origin: Option<OriginId>,
    pub deferred_until: Option<Time>,
}

impl Facts {
    /// Nowhere in particular in an organisation; to be refined with `Facts { team, ..Facts::of(org) }`.
    pub const fn of(org: OrgId) -> Self {
        Self {
            org,
            assignee: None,
            team: None,
            channel: None,
            origin: None,
            deferred_until: None,
        }
    }

    pub fn deferred(&self, now: Time) -> bool {
        self.deferred_until.is_some_and(|until| now < until)
    }
}

/// What an act is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// A thing of the whole organisation: a label, a setting, the contact itself rather than through a ticket.
    Desk,
    /// Somewhere, no matter where: whether to offer a list, a report, a page at all.
    Anywhere,
    /// A ticket, or what hangs from it.
    At(Facts),
    /// A thing reached through any of several: a contact through its tickets, and through its portfolio, which is
    /// `Facts { assignee: owner, ..Facts::of(org) }`.
    Through(Vec<Facts>),
    /// A team. A hidden one exists only for its members and for who manages it.
    Team { team: TeamId, hidden: bool },
    /// A channel, placed in its default team.
    Channel { channel: ChannelId, team: Option<TeamId> },
    /// A colleague, placed in their teams.
    Person { teams: BTreeSet<TeamId> },
    /// An order or its payment. `creator_may`: the organisation lets who created it reconcile it (R13).
    Order {
        facts: Facts,
        creator: AccountId,
        creator_may: bool,
    },
}

impl Place {
    /// The facts, when there is exactly one set of them.
    pub const fn facts(&self) -> Option<&Facts> {
        match self {
            Self::At(facts) | Self::Order { facts, .. } => Some(facts),
            _ => None,
        }
    }
}
