//! Work that follows: a snooze that ends.

use db::job::Dedup;
use db::{NewJob, Tx};
use kit::{JobId, Result, TicketId, Time};

use super::{Ticket, snooze};

/// The kind of the job that [`run_wake`] does.
pub const WAKE: &str = "snooze.end";

/// The job's body.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Wake {
    pub ticket: TicketId,
}

/// One timer a ticket: a later snooze moves it.
pub fn enqueue_wake(tx: &mut Tx<'_>, ticket: &Ticket, until: Time) -> Result<()> {
    let body = serde_json::to_string(&Wake { ticket: ticket.id }).map_err(kit::Error::internal)?;
    let job = NewJob {
        id: JobId::new(tx.now()),
        kind: WAKE,
        version: 1,
        body,
        org: Some(ticket.org),
        due_at: until,
        dedup: Some(Dedup::Replace(ticket.id.to_string())),
    };
    Ok(tx.enqueue(&job)?)
}

/// Does it, inside a write of the ticket's organisation.
pub fn run_wake(tx: &mut Tx<'_>, org: kit::OrgId, job: &Wake) -> Result<()> {
    snooze::due(tx, org, job.ticket)
}
