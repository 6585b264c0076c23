//! What a reply and a note have in common: a text that says something, files that are there and ours, a quoted message of the same ticket.

use db::Tx;
use kit::{Error, FileId, MessageId, Result};

use super::policy::{MAX_BODY, MAX_FILES};
use super::{Kind, Message, store};
use crate::text;
use crate::ticket::Ticket;
use crate::who::Who;

/// The text as it is stored. No text needs files.
pub fn body(text: &str, files: &[FileId]) -> Result<String> {
    let body = text::prose("body", text, MAX_BODY)?;
    if body.is_empty() && files.is_empty() {
        return Err(Error::invalid("body", "required"));
    }
    Ok(body)
}

/// Hangs files on a message: what this member uploaded and has not sent yet, and what belongs to a canned response they may use. From
/// then on a file is read through its message.
pub fn attach(tx: &mut Tx<'_>, who: &Who, message: &Message, files: &[FileId]) -> Result<()> {
    if files.len() > MAX_FILES {
        return Err(Error::invalid("files", "too_many_files").with_param("max", MAX_FILES));
    }
    let mut seen = std::collections::BTreeSet::new();
    for (at, file) in files.iter().enumerate() {
        let usable = seen.insert(*file) && store::files::usable(tx, who, *file)?;
        if !usable {
            return Err(Error::invalid(format!("files[{at}]"), "file_unknown"));
        }
        store::files::attach(tx, message, *file, at)?;
    }
    store::files::release(tx, who.org(), files)
}

/// A quoted message must be in the same ticket; the customer is never quoted a note.
pub fn quoted(tx: &mut Tx<'_>, ticket: &Ticket, kind: Kind, quoted: Option<MessageId>) -> Result<()> {
    let Some(id) = quoted else { return Ok(()) };
    match store::row(tx, ticket.org, id)? {
        Some(message) if message.ticket == ticket.id && (kind == Kind::Note || message.kind != Kind::Note) => Ok(()),
        _ => Err(Error::invalid("reply_to", "message_unknown")),
    }
}
