//! What a provider hands in, read from its bytes.

use kit::{Locale, Phone, Time};

/// What came in one go for one address of ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// As the provider knows that address: one of its ids, a number.
    pub to: String,
    pub heard: Vec<Heard>,
    pub reacted: Vec<Reacted>,
    pub told: Vec<Told>,
}

/// A customer's message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// The provider's own id of it.
    pub provider: String,
    /// The customer's address.
    pub address: String,
    pub name: Option<String>,
    pub phone: Option<Phone>,
    /// In which they use the provider.
    pub locale: Option<Locale>,
    pub text: String,
    pub media: Vec<Media>,
    /// The provider's id of the message that this one answers.
    pub answers: Option<String>,
    /// It is what `answers` reads now that its writer has changed it.
    pub corrects: bool,
    /// Code of why there is no more of it than this.
    pub lacks: Option<&'static str>,
}

/// A file that is still with the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// By which the provider gives it out.
    pub id: String,
    /// As its sender called it.
    pub name: Option<String>,
    /// As the provider says; what it really is, is seen from its content.
    pub media_type: String,
}

/// A customer put a sign to a message, or took theirs away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reacted {
    /// The provider's id of the message.
    pub to: String,
    /// Empty: taken away.
    pub emoji: String,
    /// When, as the provider says: reports come out of order.
    pub at: Time,
}

/// What became of a message of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The provider's id of the message.
    pub id: String,
    pub step: Step,
}

/// How far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Sent,
    Delivered,
    Read,
    /// With the code of why.
    Failed(String),
}
