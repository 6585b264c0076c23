//! Work that follows: a message that has to leave.

use std::time::Duration;

use db::job::Dedup;
use db::{NewJob, Tx};
use kit::{JobId, MessageId, Result, Time};

use super::Message;

/// The kind of the job by which a channel sends a message. The edge that does it reads the message first: one that is no more, or not
/// queued any more, is done.
pub const DELIVER: &str = "message.deliver";

/// Whoever claims a job and whoever takes a message back may have clocks that differ by this much.
const MARGIN: Duration = Duration::from_millis(500);

/// The job's body.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Deliver {
    pub message: MessageId,
}

/// Lets a message leave once it cannot be taken back any more.
pub fn enqueue_deliver(tx: &mut Tx<'_>, message: &Message, undo: Duration) -> Result<()> {
    let due_at = if undo.is_zero() {
        tx.now()
    } else {
        tx.now().plus(undo).plus(MARGIN)
    };
    let body = serde_json::to_string(&Deliver { message: message.id }).map_err(kit::Error::internal)?;
    let job = NewJob {
        id: JobId::new(tx.now()),
        kind: DELIVER,
        version: 1,
        body,
        org: Some(message.org),
        due_at,
        dedup: Some(Dedup::Keep(message.id.to_string())),
    };
    Ok(tx.enqueue(&job)?)
}

/// Until when a message may be taken back.
pub fn undo_until(created_at: Time, undo: Duration) -> Option<Time> {
    (!undo.is_zero()).then(|| created_at.plus(undo))
}

/// Takes the job back. `false` when somebody works at it already: then the message leaves.
pub fn cancel_deliver(tx: &mut Tx<'_>, message: MessageId) -> Result<bool> {
    Ok(tx.cancel_job(DELIVER, &message.to_string())?)
}
