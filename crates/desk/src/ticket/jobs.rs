//! Work that follows: a snooze that ends.

use db::Tx;
use db::job::Dedup;
use kit::{Result, TicketId, Time};

use super::{Ticket, snooze};
use crate::work;

/// The kind of the job that [`run_wake`] does.
pub const WAKE: &str = "snooze.end";

/// The job's body.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Wake {
    pub ticket: TicketId,
}

/// One timer a ticket: a later snooze moves it.
pub fn enqueue_wake(tx: &mut Tx<'_>, ticket: &Ticket, until: Time) -> Result<()> {
    let dedup = Dedup::Replace(ticket.id.to_string());
    work::enqueue(tx, WAKE, &Wake { ticket: ticket.id }, Some(ticket.org), until, Some(dedup))
}

/// Does it, inside a write of the ticket's organisation.
pub fn run_wake(tx: &mut Tx<'_>, org: kit::OrgId, job: &Wake) -> Result<()> {
    snooze::due(tx, org, job.ticket)
}
