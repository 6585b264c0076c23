//! The conversation as the customer sees it: what they and we said to each other, never notes, never what another address got.

use db::Tx;
use kit::{IdentityId, OrgId, Result};

use super::{Message, shown, store};

/// What the customer at one address may see of it, oldest first.
#[derive(Clone, Debug)]
pub struct Said {
    pub message: Message,
    /// The first name of who answered.
    pub author: Option<String>,
    pub files: Vec<shown::File>,
}

/// At most `limit` messages before a place in the conversation (the newest when none is given), or after one.
pub fn conversation(
    tx: &mut Tx<'_>,
    org: OrgId,
    identity: IdentityId,
    before: Option<i64>,
    after: Option<i64>,
    limit: u32,
) -> Result<Vec<Said>> {
    let messages = store::conversation(tx, org, identity, before, after, limit)?;
    let mut files = store::files::of(tx, org, messages.iter().map(|m| m.0.id))?;
    let said = |(message, author): (Message, Option<String>)| Said {
        files: files.remove(&message.id).unwrap_or_default(),
        message,
        author,
    };
    Ok(messages.into_iter().map(said).collect())
}
