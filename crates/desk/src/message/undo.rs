//! Take a message back while it has not left.

use access::Perm;
use db::Tx;
use kit::{Error, MessageId, Result, TicketId};

use super::{Delivery, Kind, events, jobs, policy, store};
use crate::ticket;
use crate::who::Who;

/// Only by who wrote it, within the time they chose. The row goes: the customer never had it.
pub fn undo(tx: &mut Tx<'_>, who: &Who, id: TicketId, message: MessageId) -> Result<()> {
    let before = ticket::find(tx, who, id, Perm::TicketReply)?;
    let message = store::row(tx, who.org(), message)?
        .filter(|m| m.ticket == before.id && m.kind == Kind::Out)
        .ok_or_else(Error::unknown)?;
    if message.member != Some(who.member()) {
        return Err(Error::new(kit::Kind::Denied, "not_your_message"));
    }
    let channel = ticket::store::words::channel(tx, who.org(), before.channel)?
        .map(|c| c.kind)
        .unwrap_or_default();
    let undo = policy::undo(tx, who, &channel)?;
    let in_time = jobs::undo_until(message.created_at, undo).is_some_and(|until| tx.now() < until);
    // Of a message in several parts, some may be with the customer already.
    if !store::parts::of(tx, who.org(), message.id)?.is_empty() {
        return Err(Error::conflict("undo_too_late"));
    }
    // The job goes first: one that somebody works at cannot be taken back, and then the message is on its way.
    if message.delivery != Delivery::Queued || !in_time || !jobs::cancel_deliver(tx, message.id)? {
        return Err(Error::conflict("undo_too_late"));
    }
    store::files::give_back(tx, &message, who.member())?;
    store::links::release(tx, &message)?;
    store::delete(tx, &message)?;
    let mut after = before.clone();
    let said = store::standing(tx, &before)?;
    after.last_message = said.last;
    after.waiting_since = said.waiting_since;
    after.first_reply_at = said.first_reply_at;
    after.silent_since = after.silent_since.and(said.silent_since);
    events::undone(tx, who.into(), &before, message.id)?;
    ticket::store::touch(tx, &before, after)?;
    Ok(())
}
