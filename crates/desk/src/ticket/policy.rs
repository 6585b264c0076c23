//! Sentences about who may do what to a ticket, beyond one permission at one place.

use std::collections::BTreeMap;

use access::{Can, Decision, Destination, Ineligible, MoveRefused, Perm, Place};
use db::Tx;
use kit::{Error, Kind, MemberId, Result, TeamId};

use super::{Ticket, store};
use crate::who::{Cache, Who, refusal};

/// What an open ticket's panel offers: decisions with their grounds.
pub const ON_ONE: &[Perm] = &[
    Perm::TicketReply,
    Perm::NoteRead,
    Perm::NoteWrite,
    Perm::TicketEdit,
    Perm::TicketClose,
    Perm::TicketTake,
    Perm::TicketTransfer,
    Perm::TicketHold,
    Perm::TicketSnooze,
    Perm::TicketMerge,
    Perm::TemplateSend,
    Perm::ContactEdit,
    Perm::ContactHistory,
    Perm::PortfolioAdd,
];

/// What a row's own buttons and the bar over several rows need: names only.
pub const ON_ROW: &[Perm] = &[
    Perm::TicketTake,
    Perm::TicketTransfer,
    Perm::TicketEdit,
    Perm::TicketHold,
    Perm::TicketClose,
];

/// The `can` of a single answer.
pub fn can(who: &Who, ticket: &Ticket) -> BTreeMap<Perm, Can> {
    who.caller.can(ON_ONE, &Place::At(ticket.facts()), who.now)
}

/// The `can` of a list's row.
pub fn can_names(who: &Who, ticket: &Ticket) -> Vec<Perm> {
    who.caller.allowed(ON_ROW, &Place::At(ticket.facts()), who.now)
}

/// Both ends of a move: the mover at where it is, the destination visible to the mover, the assignee able to serve it there.
pub fn may_move(who: &Who, perm: Perm, before: &Ticket, team: Option<(TeamId, bool)>, assignee: Option<&Who>) -> Result<()> {
    // The team stays what it was unless another is given; of one that stays it does not matter whether it is hidden.
    let to = Destination {
        team: team.or(Some((before.team, false))),
        assignee: assignee.map(|a| &*a.caller),
    };
    who.caller
        .may_move(perm, &before.facts(), to, who.now)
        .map_err(|refused| match refused {
            MoveRefused::Mover(decision) if *decision == Decision::Unknown => Error::unknown(),
            MoveRefused::Mover(decision) => refusal(perm, &decision),
            // The team was seen before; what is left is the person.
            MoveRefused::Destination => Error::invalid("member", "destination_unknown"),
            MoveRefused::Assignee(why) => ineligible(why),
        })
}

/// Somebody who cannot get a ticket, and why.
pub fn ineligible(why: Ineligible) -> Error {
    Error::invalid("member", "assignee_ineligible").with_detail(serde_json::json!({ "reason": why }))
}

/// Somebody who is to get a ticket, as a caller loaded in this transaction. Who is not there is refused like who is not seen.
pub fn destined(tx: &mut Tx<'_>, callers: &Cache, who: &Who, member: MemberId) -> Result<Who> {
    if member == who.member() {
        return Ok(who.clone());
    }
    callers.of_member(tx, who.org(), member).map_err(|error| match error.kind {
        Kind::Unknown => Error::invalid("member", "destination_unknown"),
        _ => error,
    })
}

/// A team that this member may send tickets to, and whether it is hidden. What is not there is refused like what is not seen.
pub fn team(tx: &mut Tx<'_>, who: &Who, team: TeamId) -> Result<(TeamId, bool)> {
    let unknown = || Error::invalid("team", "destination_unknown");
    let hidden = store::words::team_hidden(tx, who.org(), team)?.ok_or_else(unknown)?;
    if who.can(Perm::TeamRead, &Place::Team { team, hidden }) {
        Ok((team, hidden))
    } else {
        Err(unknown())
    }
}

/// Whether whoever has the ticket keeps it now that its facts have changed; if not, it goes back to the queue in this transaction.
pub fn settle(tx: &mut Tx<'_>, callers: &Cache, ticket: &mut Ticket) -> Result<bool> {
    let Some(member) = ticket.assignee else { return Ok(true) };
    let keeps = match callers.of_member(tx, ticket.org, member) {
        Ok(holder) => holder.caller.keeps(&ticket.facts(), holder.now),
        Err(gone) if gone.kind == Kind::Unknown => false,
        Err(error) => return Err(error),
    };
    if !keeps {
        let now = tx.now();
        ticket.assign(None, now);
    }
    Ok(keeps)
}
