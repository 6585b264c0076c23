//! To whom a ticket may go, and whether a move is allowed.

use kit::{TeamId, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Caller, Decision, Facts, Perm, Place};

/// Why somebody cannot get a ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ineligible {
    /// Could not read it there.
    CannotRead,
    /// Could not answer it there.
    CannotReply,
    /// Does not serve its channel.
    Channel,
    /// Does not serve its origin.
    Origin,
}

/// Why a move is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MoveRefused {
    /// The mover may not: [`Decision::Denied`] or [`Decision::Unknown`].
    Mover(Box<Decision>),
    /// The destination is nothing the mover knows of.
    Destination,
    /// The new assignee cannot have it.
    Assignee(Ineligible),
}

/// Where a ticket goes.
#[derive(Clone, Copy, Debug)]
pub struct Destination<'a> {
    /// The team after the move, and whether it is hidden.
    pub team: Option<(TeamId, bool)>,
    pub assignee: Option<&'a Caller>,
}

impl Caller {
    /// Whether this member can be given a ticket with these facts: reads and replies there, and serves its channel and
    /// origin. A deferred ticket can be given to who will see it when it opens (C7).
    pub fn eligible(&self, after: &Facts, now: Time) -> Result<(), Ineligible> {
        let place = Place::At(Facts {
            assignee: Some(self.member),
            deferred_until: None,
            ..*after
        });
        if !self.allows(Perm::TicketRead, &place, now) {
            return Err(Ineligible::CannotRead);
        }
        if !self.allows(Perm::TicketReply, &place, now) {
            return Err(Ineligible::CannotReply);
        }
        if !self.channels.contains(after.channel) {
            return Err(Ineligible::Channel);
        }
        if !self.origins.contains(after.origin) {
            return Err(Ineligible::Origin);
        }
        Ok(())
    }

    /// Whether an assignee keeps a ticket whose facts have changed. If not, the same transaction unassigns it.
    pub fn keeps(&self, after: &Facts, now: Time) -> bool {
        self.allows(
            Perm::TicketRead,
            &Place::At(Facts {
                assignee: Some(self.member),
                deferred_until: None,
                ..*after
            }),
            now,
        )
    }

    /// Whether this member may move a ticket from `before` to a destination. `perm` is the move's own permission:
    /// `ticket.transfer`, `ticket.transfer_bulk` or `ticket.take`. Losing sight of the ticket by it is no obstacle.
    pub fn may_move(&self, perm: Perm, before: &Facts, to: Destination<'_>, now: Time) -> Result<(), MoveRefused> {
        let decision = self.decide(perm, &Place::At(*before), now);
        if !decision.is_allowed() {
            return Err(MoveRefused::Mover(Box::new(decision)));
        }
        if let Some((team, hidden)) = to.team.filter(|(team, _)| before.team != Some(*team))
            && !self.allows(Perm::TeamRead, &Place::Team { team, hidden }, now)
        {
            return Err(MoveRefused::Destination);
        }
        let Some(assignee) = to.assignee else { return Ok(()) };
        let known = assignee.org == self.org
            && (assignee.member == self.member
                || self.allows(
                    Perm::DirectoryRead,
                    &Place::Person {
                        teams: assignee.teams.clone(),
                    },
                    now,
                ));
        if !known {
            return Err(MoveRefused::Destination);
        }
        let after = Facts {
            team: to.team.map(|(team, _)| team),
            assignee: Some(assignee.member),
            ..*before
        };
        assignee.eligible(&after, now).map_err(MoveRefused::Assignee)
    }
}
