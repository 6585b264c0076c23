//! What the first address in a message leads to, shown as a card under its text.
//!
//! The server asks, with the client for what strangers chose ([`crate::app::Inner::web`]). Nobody's browser ever does: the site that a
//! customer names learns neither an advisor's address nor when the message is read, and cannot lead us into our own network (SECURITY 16).
//!
//! Invariants:
//! - A card hangs from its message and is read with it, by whoever reads that ticket; it goes when the message goes. Notes have none.
//! - An organisation asks an address once a day at most, whatever came of it, and only so many addresses a minute.
//! - What is kept is what the page says of itself. Where a card leads is read from the message each time: no page, and no redirect, chooses it.
//! - Nothing about a failure is shown to people. It is counted (`relevo_link_previews_total`) and logged, without the address.
//!
//! [`address`]: the first address in a text. [`page`]: what a page says of itself. [`fetch`]: asks. [`look`]: the job around it.
//!
//! Events: `message.changed` with `link`, when a card has come.

pub mod address;
pub mod fetch;
pub mod look;
pub mod page;
