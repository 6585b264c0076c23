//! Put a ticket aside until a time. It comes back by itself then, or when the customer writes.

use std::time::Duration;

use access::Perm;
use db::Tx;
use kit::{Error, OrgId, Result, TicketId, Time};
use serde_json::json;

use super::store::By;
use super::{State, Ticket, jobs, silent, store};
use crate::who::Who;

/// Nobody means a date beyond this.
const FARTHEST: Duration = Duration::from_secs(366 * 24 * 3600);

pub fn snooze(tx: &mut Tx<'_>, who: &Who, id: TicketId, until: Time) -> Result<Ticket> {
    let before = super::find(tx, who, id, Perm::TicketSnooze)?;
    if until <= tx.now() || until > tx.now().plus(FARTHEST) {
        return Err(Error::invalid("until", "time_out_of_range"));
    }
    let mut after = before.clone();
    after.snooze(until)?;
    let saved = store::save(tx, who, &before, after, store::Line::new("snoozed", json!({ "until": until })))?;
    jobs::enqueue_wake(tx, &saved, until)?;
    Ok(saved)
}

/// Back to work before its time.
pub fn end(tx: &mut Tx<'_>, who: &Who, id: TicketId) -> Result<Ticket> {
    let before = super::find(tx, who, id, Perm::TicketSnooze)?;
    if before.state != State::Snoozed {
        return Err(Error::conflict("state_conflict"));
    }
    woken(tx, who.into(), &before, "asked")
}

/// The job's act: its time has come. A ticket that was woken, closed or put aside anew meanwhile stays as it is.
pub fn due(tx: &mut Tx<'_>, org: OrgId, id: TicketId) -> Result<()> {
    let now = tx.now();
    match store::row(tx, org, id)? {
        Some(before) if before.snoozed_until.is_some_and(|until| until <= now) => woken(tx, By::Relevo, &before, "due").map(drop),
        _ => Ok(()),
    }
}

/// Wakes it; `why` is `asked`, `due` or `heard`.
pub fn woken(tx: &mut Tx<'_>, by: By, before: &Ticket, why: &'static str) -> Result<Ticket> {
    let mut after = before.clone();
    after.resume(tx.now());
    after.last_at = tx.now();
    let saved = store::save(tx, by, before, after, store::Line::new("woke", json!({ "why": why })))?;
    silent::begins(tx, before, &saved)?;
    Ok(saved)
}
