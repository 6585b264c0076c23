//! Whatever is fetched or delivered for somebody goes through this one client (SECURITY 16): webhooks, media links, avatars.
//!
//! - [`address`]: which addresses the world may be asked at.
//! - [`target`]: from a text to a URL that may be asked at all.
//! - [`client`]: asks, within limits of size, time and redirects.
//! - [`form`]: how a file goes up.
//!
//! The resolver is ours: it resolves a name once, leaves out what may not be reached, and the connection is made to what it gave.
//! There is no second look-up that could answer differently. Proxies of the environment are not used: they would look up again.

pub mod address;
pub mod client;
pub mod form;
pub mod target;

pub use client::{Ask, Client, Failure, Incoming, Over, Reply, Upload};
pub use form::Form;
