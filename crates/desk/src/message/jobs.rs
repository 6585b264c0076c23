//! Work that follows: a message that has to leave.

use std::time::Duration;

use db::Tx;
use db::job::Dedup;
use kit::{IdentityId, MessageId, OrgId, Result, Time};

use super::{Message, store};
use crate::channel::WebChat;
use crate::work;

/// The kind of the job by which a channel sends a message. The edge that does it reads the message first: one that is no more, or not
/// queued any more, is done.
pub const DELIVER: &str = "message.deliver";

/// The kind of the job by which answers that nobody was there to see go to the customer by mail. The widget's edge does it.
pub const ANSWER_BY_MAIL: &str = "message.answer_by_mail";

/// The kind of the job by which the customer is told that their message was read. The channels' edge does it.
pub const READ: &str = "message.read";

/// The body of [`READ`].
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct WasRead {
    pub message: MessageId,
}

/// Plans that the customer is told so.
pub fn enqueue_read(tx: &mut Tx<'_>, org: OrgId, message: MessageId) -> Result<()> {
    let (now, dedup) = (tx.now(), Dedup::Keep(message.to_string()));
    work::enqueue(tx, READ, &WasRead { message }, Some(org), now, Some(dedup))
}

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
    let due_at = tx.now().plus(Duration::from_secs(chat.mail_after_seconds.into()));
    let dedup = Dedup::Replace(identity.to_string());
    work::enqueue(
        tx,
        ANSWER_BY_MAIL,
        &AnswerByMail { identity },
        Some(message.org),
        due_at,
        Some(dedup),
    )
}

/// Lets a message leave once it cannot be taken back any more.
pub fn enqueue_deliver(tx: &mut Tx<'_>, message: &Message, undo: Duration) -> Result<()> {
    let due_at = if undo.is_zero() {
        tx.now()
    } else {
        tx.now().plus(undo).plus(MARGIN)
    };
    let dedup = Dedup::Keep(message.id.to_string());
    work::enqueue(
        tx,
        DELIVER,
        &Deliver { message: message.id },
        Some(message.org),
        due_at,
        Some(dedup),
    )
}

/// Until when a message may be taken back.
pub fn undo_until(created_at: Time, undo: Duration) -> Option<Time> {
    (!undo.is_zero()).then(|| created_at.plus(undo))
}

/// Takes the job back. `false` when somebody works at it already: then the message leaves.
pub fn cancel_deliver(tx: &mut Tx<'_>, message: MessageId) -> Result<bool> {
    Ok(tx.cancel_job(DELIVER, &message.to_string())?)
}
