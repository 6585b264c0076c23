//! How far somebody has read. It never goes back, and what told them of it is read, too. Where the customer's channel has such a thing,
//! they see that they were read.

use access::{Perm, Place};
use db::Tx;
use kit::{Result, TicketId};

use super::{jobs, store};
use crate::who::Who;
use crate::{notification, ticket};

pub fn read(tx: &mut Tx<'_>, who: &Who, id: TicketId, seq: i64) -> Result<i64> {
    let ticket = ticket::find(tx, who, id, Perm::TicketRead)?;
    let seq = seq.clamp(0, ticket.last_seq);
    let before = store::marks::read(tx, who.org(), who.member(), ticket.id)?;
    let seq = store::marks::put_read(tx, who.org(), who.member(), ticket.id, seq)?;
    notification::read_with(tx, who, ticket.id, seq)?;
    // The customer is told by those who answer; who only looks leaves no trace with them.
    if seq > before
        && who.can(Perm::TicketReply, &Place::At(ticket.facts()))
        && let Some(message) = store::marks::newly_read(tx, who.org(), ticket.id, before, seq)?
    {
        jobs::enqueue_read(tx, who.org(), message)?;
    }
    Ok(seq)
}
