//! Give a ticket to somebody, or back to its queue.

use access::Perm;
use db::Tx;
use kit::{MemberId, Result, TicketId};

use super::{Ticket, policy, store};
use crate::who::{Cache, Who};

pub fn assign(tx: &mut Tx<'_>, callers: &Cache, who: &Who, id: TicketId, to: Option<MemberId>) -> Result<Ticket> {
    let before = super::find(tx, who, id, Perm::TicketTransfer)?;
    before.must_live()?;
    let assignee = to.map(|member| policy::destined(tx, callers, who, member)).transpose()?;
    policy::may_move(who, Perm::TicketTransfer, &before, None, assignee.as_ref())?;
    if before.assignee == to {
        return Ok(before);
    }
    let mut after = before.clone();
    after.assign(to, tx.now());
    store::save(tx, who, &before, after, store::Line::assigned(to))
}
