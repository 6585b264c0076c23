//! Send a failed message again.

use access::Perm;
use db::Tx;
use kit::{Error, MessageId, Result, TicketId};

use super::{Delivery, Kind, Message, events, jobs, store};
use crate::ticket;
use crate::who::Who;

pub fn retry(tx: &mut Tx<'_>, who: &Who, id: TicketId, message: MessageId) -> Result<Message> {
    let ticket = ticket::find(tx, who, id, Perm::TicketReply)?;
    ticket.must_live()?;
    let mut message = store::row(tx, who.org(), message)?
        .filter(|m| m.ticket == ticket.id && m.kind == Kind::Out)
        .ok_or_else(Error::unknown)?;
    if message.delivery != Delivery::Failed {
        return Err(Error::conflict("message_not_failed"));
    }
    (message.delivery, message.failure) = (Delivery::Queued, None);
    store::set_delivery(tx, &message)?;
    jobs::enqueue_deliver(tx, &message, std::time::Duration::ZERO)?;
    events::changed(tx, who.into(), &ticket, message.id, message.delivery)?;
    Ok(message)
}
