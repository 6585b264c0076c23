//! A channel: one address where customers arrive.
//!
//! Here are its row and settings, which people manage; what it speaks is its edge's business (`widget/` for web chat, `hook/` for the
//! API channel). Its `address` is public (it stands in the snippet of a web page), its `secret` is not: it is shown once, when it is made
//! or made anew, and signs identified visitors and outgoing deliveries.

pub mod api;
pub mod model;
pub mod save;
pub mod settings;
pub mod store;

pub use model::{Channel, Kind, State};
pub use settings::{Api, PreChat, WebChat};
