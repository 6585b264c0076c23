//! What every channel speaks of, whatever its provider's bytes look like.
//!
//! - [`Arrival`]: a customer wrote. The channel's edge has checked the signature, read the payload and stored the files.
//! - [`Outbound`]: what goes to a customer; [`Channel`] makes the provider's request of it, a [`Call`], and reads the [`Answer`].
//! - [`Outcome`]: what became of it. What providers report later about the same message is the desk's own `message::delivery`.
//!
//! Nothing here does anything: no socket, no clock but the time that is given, no database. Who asks, tries again and writes down how
//! it ended is the desk (`outgoing`), the same way for every channel.
//!
//! **Adding a channel**: a crate `channel-…` with a type that implements [`Channel`] and a function from the provider's bytes to
//! [`Arrival`]s, real payloads in its `testdata/`; then its line in the desk's `outgoing`.

mod arrival;
mod call;
mod outbound;

pub use arrival::Arrival;
pub use call::{Answer, Call, Outcome};
pub use outbound::{Attachment, Outbound};

use kit::Time;

/// A provider's way to send. One value speaks for one channel: it holds that channel's address and secret.
pub trait Channel {
    /// The request that sends a message, made anew for every attempt. `Err` is the code of why this message can never be sent so.
    fn call(&self, message: &Outbound, now: Time) -> Result<Call, &'static str>;

    /// What the provider's answer to that request means.
    fn outcome(&self, answer: &Answer) -> Outcome;
}
