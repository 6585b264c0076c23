//! What goes to a customer.

use kit::{FileId, MessageId, TicketId};

/// A message that leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbound {
    /// The same in every attempt, so that a provider can tell a repeat from a second message.
    pub id: MessageId,
    pub ticket: TicketId,
    /// As the channel knows the customer.
    pub to: Option<String>,
    pub text: String,
    /// The channel's own id of the message that this one answers, else ours.
    pub reply_to: Option<String>,
    pub files: Vec<Attachment>,
}

/// A file of a message that leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub id: FileId,
    pub name: String,
    pub media_type: String,
    /// In bytes.
    pub size: i64,
}
