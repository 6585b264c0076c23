//! What every channel speaks of, whatever its provider's bytes look like.
//!
//! - Coming in: a provider's bytes are read as [`Delivery`]s: what customers said ([`Heard`]), how they reacted, and what became of what we
//!   sent ([`Told`]). [`Arrival`] is a customer's message as the desk takes it in, whoever brought it.
//! - Going out: [`Outbound`] is what goes to a customer; [`Channel`] makes the provider's requests of it, [`Call`]s, and reads each [`Answer`].
//! - [`Outcome`]: what an answer means.
//! - [`json`] and [`words`]: what several providers need to read their bytes and to write ours.
//!
//! Nothing here does anything: no socket, no clock but the time that is given, no database. Who asks, tries again and writes down how
//! it ended is the desk (`outgoing`, `incoming`), the same way for every channel.
//!
//! **Adding a channel**: a crate `channel-…` with a type that implements [`Channel`] and a function from the provider's bytes to
//! [`Delivery`]s, real payloads in its `testdata/`; then its line in the desk's `provider`.

mod arrival;
mod call;
mod heard;
pub mod json;
mod outbound;
pub mod words;

pub use arrival::{Arrival, More};
pub use call::{Answer, Body, Call, Fetch, Outcome};
pub use heard::{Delivery, Heard, Media, Reacted, Step, Told};
pub use outbound::{Attachment, Outbound};

use kit::Time;

/// A provider's way to send. One value speaks for one channel: it holds that channel's address and secret.
pub trait Channel: Send + Sync {
    /// In how many messages of the provider this one goes, where it takes one file or so many letters at a time.
    fn parts(&self, _message: &Outbound) -> usize {
        1
    }

    /// The request that sends a part, made anew for every attempt. `held` is what the provider called the file that went up before
    /// ([`Outcome::Held`]). `Err` is the code of why this message can never be sent so.
    fn call(&self, message: &Outbound, part: usize, held: Option<&str>, now: Time) -> Result<Call, &'static str>;

    /// What the provider's answer to that request means.
    fn outcome(&self, answer: &Answer) -> Outcome;

    /// How a file is fetched that a customer sent ([`Media::id`]); nothing where files come by themselves.
    fn fetch(&self, _media: &str) -> Option<Fetch> {
        None
    }

    /// The request for a file, from the answer to [`Fetch::Ask`].
    fn located(&self, answer: &Answer) -> Result<Call, Outcome> {
        Err(self.outcome(answer))
    }

    /// The request that tells the customer that their message, by the channel's own id, was read; nothing where there is no such thing.
    fn read(&self, _message: &str) -> Option<Call> {
        None
    }
}
