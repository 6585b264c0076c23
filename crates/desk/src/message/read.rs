//! How far somebody has read. It never goes back, and what told them of it is read, too.

use access::Perm;
use db::Tx;
use kit::{Result, TicketId};

use super::store;
use crate::who::Who;
use crate::{notification, ticket};

pub fn read(tx: &mut Tx<'_>, who: &Who, id: TicketId, seq: i64) -> Result<i64> {
    let ticket = ticket::find(tx, who, id, Perm::TicketRead)?;
    let seq = seq.clamp(0, ticket.last_seq);
    let seq = store::marks::put_read(tx, who.org(), who.member(), ticket.id, seq)?;
    notification::read_with(tx, who, ticket.id, seq)?;
    Ok(seq)
}
