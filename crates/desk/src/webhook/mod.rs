//! Events told to other systems.
//!
//! Invariants:
//! - A webhook acts for one member and tells what that member may read: decided when the event is read and again when it is sent. Its
//!   body holds ids and codes, never text.
//! - A change needs covering that member's rights, before and after.
//! - The secret is shown once; after a rotation the old one signs beside the new one for a day.
//! - An endpoint is asked by one sender at a time, the longest due first. One that fails is left in peace for longer and longer, and is
//!   switched off after days.
//! - What is sent again has the delivery's id again: receivers can tell a repeat.
//!
//! [`reader`] turns events into deliveries; [`deliver`] is the job that sends them; [`payload`] decides and writes the body; [`outcome`]
//! is what follows from an answer. [`save`] and [`replay`] are for people. [`sign`] is the standard.

pub mod api;
pub mod deliver;
pub mod model;
pub mod outcome;
pub mod payload;
pub mod reader;
pub mod replay;
pub mod save;
pub mod sign;
pub mod store;
#[cfg(test)]
mod tests;

pub use model::{Delivery, State, Webhook};
