//! Work that follows: a message that has to leave.

use std::time::Duration;

use db::job::Dedup;
use db::{NewJob, Tx};
use kit::{IdentityId, JobId, MessageId, Result, Time};

use super::{Message, store};
use crate::channel::WebChat;

/// The kind of the job by which a channel sends a message. The edge that does it reads the message first: one that is no more, or not
/// queued any more, is done.
pub const DELIVER: &str = "message.deliver";

/// The kind of the job by which answers that nobody was there to see go to the customer by mail. The widget's edge does it.
pub const ANSWER_BY_MAIL: &str = "message.answer_by_mail";

/// Whoever claims a job and whoever takes a message back may have clocks that differ by this much.
const MARGIN: Duration = Duration::from_millis(500);

/// The job's body.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Deliver {
    pub message: MessageId,
}

/// The body of [`ANSWER_BY_MAIL`].
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct AnswerByMail {
    pub identity: IdentityId,
}

/// Plans the mail that a web chat's answer becomes if it is not seen; each further answer puts it off, so that a burst is one mail.
pub fn enqueue_answer_by_mail(tx: &mut Tx<'_>, message: &Message, identity: IdentityId, chat: &WebChat) -> Result<()> {
    if !chat.answers_by_mail || !store::contact::has_mail(tx, message.org, identity)? {
        return Ok(());
    }
    let body = serde_json::to_string(&AnswerByMail { identity }).map_err(kit::Error::internal)?;
    let job = NewJob {
        id: JobId::new(tx.now()),
        kind: ANSWER_BY_MAIL,
        version: 1,
        body,
        org: Some(message.org),
        due_at: tx.now().plus(Duration::from_secs(chat.mail_after_seconds.into())),
        dedup: Some(Dedup::Replace(identity.to_string())),
    };
    Ok(tx.enqueue(&job)?)
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
