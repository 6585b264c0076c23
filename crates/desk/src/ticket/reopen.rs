//! Open a closed ticket again: by a member, or by the customer within the set time.

use access::Perm;
use db::Tx;
use kit::{Error, Result, TicketId};
use serde_json::json;

use super::store::By;
use super::{Ticket, find, policy, store};
use crate::who::{Cache, Who};

/// By a member who may close it. Whoever had it keeps it, if they still can.
pub fn reopen(tx: &mut Tx<'_>, callers: &Cache, who: &Who, id: TicketId) -> Result<Ticket> {
    let before = find(tx, who, id, Perm::TicketClose)?;
    if before.live() {
        return Err(Error::conflict("ticket_not_closed"));
    }
    if before.merged_into.is_some() {
        return Err(Error::conflict("ticket_merged"));
    }
    if let Some(live) = before
        .identity
        .map(|identity| store::live_of(tx, who.org(), identity))
        .transpose()?
        .flatten()
    {
        return Err(already_live(who, &live));
    }
    again(tx, callers, who.into(), &before)
}

/// R8 stands in the way: the customer already has a live ticket here. Named only to who may read it.
pub fn already_live(who: &Who, live: &Ticket) -> Error {
    let error = Error::conflict("ticket_live");
    if who.can(Perm::TicketRead, &access::Place::At(live.facts())) {
        return error.with_detail(json!({ "ticket": { "id": live.id, "number": live.number } }));
    }
    error
}

/// The reopening itself, by a member or by the customer's message.
pub fn again(tx: &mut Tx<'_>, callers: &Cache, by: By, before: &Ticket) -> Result<Ticket> {
    let mut after = before.clone();
    after.resume(tx.now());
    after.last_at = tx.now();
    policy::settle(tx, callers, &mut after)?;
    store::save(tx, by, before, after, store::Line::new("reopened", json!({})))
}
