//! Put a ticket on hold and take it back: no inactivity notice, no automatic close (B9).

use access::Perm;
use db::Tx;
use kit::{Error, Result, TicketId};
use serde_json::json;

use super::{State, Ticket, silent, store};
use crate::who::Who;

pub fn hold(tx: &mut Tx<'_>, who: &Who, id: TicketId) -> Result<Ticket> {
    let before = super::find(tx, who, id, Perm::TicketHold)?;
    if before.state == State::Hold {
        return Ok(before);
    }
    let mut after = before.clone();
    after.hold()?;
    store::save(tx, who, &before, after, store::Line::new("held", json!({})))
}

pub fn release(tx: &mut Tx<'_>, who: &Who, id: TicketId) -> Result<Ticket> {
    let before = super::find(tx, who, id, Perm::TicketHold)?;
    if before.state != State::Hold {
        return Err(Error::conflict("state_conflict"));
    }
    let mut after = before.clone();
    after.resume(tx.now());
    let saved = store::save(tx, who, &before, after, store::Line::new("released", json!({})))?;
    silent::begins(tx, &before, &saved)?;
    Ok(saved)
}
