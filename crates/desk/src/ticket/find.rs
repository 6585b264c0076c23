//! Look-up is authorisation: there is no other way to a ticket.

use access::{Perm, Place};
use db::Tx;
use kit::{Error, Result, TicketId};

use super::{Ticket, store};
use crate::who::Who;

/// The ticket, if this caller may do `perm` to it: unknown when it is not there or cannot be read, denied when it can be read but not this.
/// The same one statement in every case.
pub fn find(tx: &mut Tx<'_>, who: &Who, id: TicketId, perm: Perm) -> Result<Ticket> {
    let ticket = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    who.may(perm, &Place::At(ticket.facts()))?;
    Ok(ticket)
}
