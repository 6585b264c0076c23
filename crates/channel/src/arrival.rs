//! A customer wrote.

use kit::{ChannelId, Email, FileId, Locale, Phone};

use crate::Media;

/// What a channel hands in. Its edge has checked the signature and read the payload.
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
    /// What was stored before.
    pub files: Vec<FileId>,
    pub more: More,
}

/// What only some channels bring.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// Files that are still with the provider.
    pub media: Vec<Media>,
    /// The channel's own id of the message that this one answers.
    pub answers: Option<String>,
    /// Code of why there is no more of it than this.
    pub lacks: Option<&'static str>,
}
