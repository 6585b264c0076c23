//! A customer wrote.

use kit::{ChannelId, Email, FileId, Locale, Phone};

/// What a channel hands in. Its edge has checked the signature, read the payload and stored the files.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub channel: ChannelId,
    /// As the channel knows the customer: a visitor, a number, a mailbox.
    pub address: String,
    /// The channel vouches for who that is; without it, what is claimed of phone and e-mail joins no contact that we know.
    pub verified: bool,
    /// The channel's own id of the message.
    pub provider: Option<String>,
    pub name: Option<String>,
    pub phone: Option<Phone>,
    pub email: Option<Email>,
    pub locale: Option<Locale>,
    /// Of a new ticket.
    pub subject: Option<String>,
    pub text: String,
    pub files: Vec<FileId>,
}
