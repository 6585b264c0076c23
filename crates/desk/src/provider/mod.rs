//! The edge of channels that speak a provider's protocol. Each protocol is a crate of its own (`channel-…`); here its bytes come in and go out.
//!
//! - [`speaker`]: a channel as one that sends, with what its provider gave. [`ask`]: its requests, through the guarded client.
//! - [`door`]: what knocks at a webhook, and the channel at that address. Whether it is believed, its provider's door says: [`whatsapp`] by a
//!   signature over the bytes, [`telegram`] by a secret in a header.
//! - [`take`]: what a provider handed in, in one transaction; [`late`]: what it told of a message before we had written down its name.
//! - [`fetch`]: files of customers. [`seen`]: that they were read.
//! - [`check`]: whether a channel is connected, and a message to try it. [`connect`]: the desk itself tells a provider where we are.
//!
//! **Adding a provider**: its line in [`speaker`] and in [`check`], and a door: find the channel by [`door::Knock`], believe nobody without what
//! the provider proves itself by (SECURITY 12), read the bytes with its crate, and hand them to [`take::bring`].

pub mod api;
pub mod ask;
pub mod check;
pub mod connect;
pub mod door;
pub mod fetch;
pub mod late;
pub mod seen;
pub mod speaker;
pub mod store;
pub mod take;
pub mod telegram;
pub mod whatsapp;
