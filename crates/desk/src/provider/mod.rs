//! The edge of channels that speak a provider's protocol. Each protocol is a crate of its own (`channel-…`); here its bytes come in and go out.
//!
//! - [`speaker`]: a channel as one that sends, with what its provider gave. [`ask`]: its requests, through the guarded client.
//! - [`take`]: what a provider handed in, in one transaction; [`late`]: what it told of a message before we had written down its name.
//! - [`fetch`]: files of customers. [`seen`]: that they were read.
//! - [`check`]: whether a channel is connected, and a message to try it.
//! - [`whatsapp`]: the door of WhatsApp's webhook.
//!
//! **Adding a provider**: its line in [`speaker`] and in [`check`], and a door that believes nobody without a signature (SECURITY 12).

pub mod api;
pub mod ask;
pub mod check;
pub mod fetch;
pub mod late;
pub mod seen;
pub mod speaker;
pub mod store;
pub mod take;
pub mod whatsapp;
