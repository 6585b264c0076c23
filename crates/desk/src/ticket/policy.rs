//! Sentences about who may do what to a ticket, beyond one permission at one place.

use access::{Decision, Destination, Ineligible, MoveRefused, Perm};
use kit::{Error, Result};

use super::Ticket;
use crate::who::{Who, refusal};

/// Both ends of a move: the mover at where it is, the destination visible to the mover, the assignee able to serve it there.
pub fn may_move(who: &Who, perm: Perm, before: &Ticket, to: Destination<'_>) -> Result<()> {
    who.caller
        .may_move(perm, &before.facts(), to, who.now)
        .map_err(|refused| match refused {
            MoveRefused::Mover(decision) if *decision == Decision::Unknown => Error::unknown(),
            MoveRefused::Mover(decision) => refusal(perm, &decision),
            MoveRefused::Destination => Error::invalid("team", "destination_unknown"),
            MoveRefused::Assignee(why) => Error::invalid("member", ineligible(why)),
        })
}

fn ineligible(why: Ineligible) -> &'static str {
    match why {
        Ineligible::CannotRead => "assignee_cannot_read",
        Ineligible::CannotReply => "assignee_cannot_reply",
        Ineligible::Channel => "assignee_channel",
        Ineligible::Origin => "assignee_origin",
    }
}
