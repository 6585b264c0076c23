//! WhatsApp Cloud API, as Meta documents it (Graph API v23.0).
//!
//! - [`sign`]: the handshake of a webhook, and the signature of what comes through it.
//! - [`read`]: what came, as [`channel::Delivery`]s; one message at a time in [`said`].
//! - [`WhatsApp`]: what goes out, with its files, and how files of customers are fetched.
//! - [`failure`]: Meta's codes, in ours, and which of them pass.
//! - [`check`]: the requests by which a person sees that the channel is connected.
//!
//! What Meta does not document and matters here: sent files that do not fit their kind's limits go as documents, which take any type;
//! a text longer than one message of WhatsApp's goes in several.

pub mod check;
pub mod failure;
mod parts;
mod read;
mod said;
mod send;
pub mod sign;

pub use read::read;
pub use send::WhatsApp;

/// How long a customer's message leaves the door open for free text.
pub const WINDOW_HOURS: u32 = 24;

/// Where Meta's API is.
pub const GRAPH: &str = "https://graph.facebook.com/v23.0";
