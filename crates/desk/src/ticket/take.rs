//! Take a ticket that nobody has.

use access::{Perm, Place};
use db::Tx;
use kit::{Error, Result, TicketId};

use super::{Ticket, policy, store};
use crate::who::Who;

/// The caller becomes the assignee. Two at once never both get it: the organisation is serial, the second finds it taken.
pub fn take(tx: &mut Tx<'_>, who: &Who, id: TicketId) -> Result<Ticket> {
    let before = super::find(tx, who, id, Perm::TicketRead)?;
    before.must_live()?;
    // Who takes here and came second is told that, and not that what somebody has is nothing to take.
    if before.assignee.is_some() && who.may(Perm::TicketTake, &Place::Anywhere).is_ok() {
        return Err(Error::conflict("ticket_taken"));
    }
    who.may(Perm::TicketTake, &Place::At(before.facts()))?;
    give(tx, who, &before)
}

/// The taking itself, of a ticket that is known to be free.
pub fn give(tx: &mut Tx<'_>, who: &Who, before: &Ticket) -> Result<Ticket> {
    policy::may_move(who, Perm::TicketTake, before, None, Some(who))?;
    let mut after = before.clone();
    after.assign(Some(who.member()), tx.now());
    store::save(tx, who, before, after, store::Line::assigned(Some(who.member())))
}
