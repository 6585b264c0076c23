//! What somebody has begun to write, kept on the server so that it is there on the phone too.

use access::Perm;
use db::Tx;
use kit::{Result, TicketId};

use super::policy::MAX_BODY;
use super::{Kind, store};
use crate::text;
use crate::ticket;
use crate::who::Who;

/// Keeps it; an empty one is none.
pub fn keep(tx: &mut Tx<'_>, who: &Who, id: TicketId, kind: Kind, body: &str) -> Result<()> {
    let ticket = ticket::find(tx, who, id, Perm::TicketRead)?;
    let body = text::prose("body", body, MAX_BODY)?;
    if body.is_empty() {
        forget(tx, who, ticket.id, kind)
    } else {
        store::marks::put_draft(tx, who.org(), who.member(), ticket.id, kind, &body)
    }
}

/// It was sent, or given up.
pub fn forget(tx: &mut Tx<'_>, who: &Who, ticket: TicketId, kind: Kind) -> Result<()> {
    store::marks::drop_draft(tx, who.org(), who.member(), ticket, kind)
}
