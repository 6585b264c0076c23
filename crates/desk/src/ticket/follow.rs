//! Follow a ticket: be told what happens in it. Following never widens what one may read.

use access::Perm;
use db::Tx;
use kit::{Result, TicketId};

use super::store;
use crate::who::Who;

pub fn follow(tx: &mut Tx<'_>, who: &Who, id: TicketId) -> Result<()> {
    let ticket = super::find(tx, who, id, Perm::TicketRead)?;
    store::one::follow(tx, &ticket, who.member())
}

/// Whoever cannot read it any more may still stop following.
pub fn unfollow(tx: &mut Tx<'_>, who: &Who, id: TicketId) -> Result<()> {
    store::one::unfollow(tx, who.org(), id, who.member())
}
