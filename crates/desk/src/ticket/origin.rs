//! Set the kind of query. It decides who may be given the ticket, so it is a verb of its own and no general edit.

use access::{Perm, Place};
use db::Tx;
use kit::{Error, OriginId, Result, TicketId};
use serde_json::json;

use super::{Ticket, policy, store};
use crate::who::{Cache, Who};

/// Both ends: the editor at where it is and at what it becomes; an assignee who could not keep it is unassigned.
pub fn set_origin(tx: &mut Tx<'_>, callers: &Cache, who: &Who, id: TicketId, origin: Option<OriginId>) -> Result<Ticket> {
    let before = super::find(tx, who, id, Perm::TicketEdit)?;
    if before.origin == origin {
        return Ok(before);
    }
    if let Some(origin) = origin
        && !store::words::origin(tx, who.org(), origin)?
    {
        return Err(Error::invalid("origin", "origin_unknown"));
    }
    let mut after = before.clone();
    after.origin = origin;
    who.may(Perm::TicketEdit, &Place::At(after.facts()))
        .map_err(|_| Error::invalid("origin", "origin_beyond_reach"))?;
    policy::settle(tx, callers, &mut after)?;
    store::save(
        tx,
        who,
        &before,
        after,
        store::Line::new("origin_set", json!({ "from": before.origin, "origin": origin })),
    )
}
