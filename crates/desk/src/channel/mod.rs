//! A channel: one address where customers arrive.
//!
//! Here are its row and settings, which people manage; what it speaks is its edge's business (`widget/` for web chat, `hook/` for the
//! API channel, `provider/` for those of a provider). Its `address` is public (it stands in the snippet of a web page), its `secret` is not: it is shown once, when it is made
//! or made anew, and signs identified visitors and outgoing deliveries, or is what a provider says back to us. What a provider gave is
//! kept under `credentials` and never shown again.
//!
//! [`health`] writes down whether it is alive: `channel.changed` tells when that turns. [`learn`] keeps what its provider says of it, and
//! [`jobs`] plans that its provider is told where we are.

pub mod api;
pub mod health;
pub mod jobs;
pub mod learn;
pub mod model;
pub mod save;
pub mod settings;
pub mod store;

pub use model::{Channel, Health, Kind, State};
pub use settings::{Api, PreChat, Telegram, WebChat, WhatsApp};
