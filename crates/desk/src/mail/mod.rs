//! Mail that Relevo itself writes to its people: invitations, resets, notices. (Mail as a channel is another room.)
//!
//! - [`letter`]: what is to be said, to whom, in which language.
//! - [`texts`]: the words, from `texts/mail.*.json`.
//! - [`render`]: words and letter become subject, text and HTML.
//! - [`post`]: the way out, by SMTP.
//!
//! A link is made of the configured public address and a path, and of nothing else (SECURITY 11): a letter has no place for
//! another. No value of a letter can write a header or end a line (SECURITY 20). Letters hold secrets in their links, so they are
//! made when they are sent and are never stored.

pub mod letter;
pub mod post;
pub mod render;
pub mod texts;

#[cfg(test)]
pub mod double;

use std::sync::Arc;

use kit::{Result, Time};

pub use letter::{Letter, Quote, Template};
pub use post::NotSent;
pub use texts::when;

use crate::config::Config;

/// Sends letters, or says that it cannot. Cheap to clone.
#[derive(Clone)]
pub enum Mailer {
    /// No mail server is configured: whoever invites is shown the link instead.
    Off,
    On(Arc<post::Post>),
}

impl Mailer {
    /// By the installation's configuration; one that cannot be read is an error at the start and not at the first letter.
    pub fn new(config: &Config) -> Result<Self> {
        match &config.smtp {
            None => Ok(Self::Off),
            Some(smtp) => Ok(Self::On(Arc::new(post::Post::new(smtp, &config.public_url)?))),
        }
    }

    pub fn is_off(&self) -> bool {
        matches!(self, Self::Off)
    }

    /// Sends one letter now; returns when the mail server has taken it.
    pub async fn send(&self, letter: &Letter, now: Time) -> Result<(), NotSent> {
        match self {
            Self::Off => Err(NotSent::Off),
            Self::On(post) => post.send(letter, now).await,
        }
    }
}
