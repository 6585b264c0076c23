//! A team: members who share a queue.
//!
//! Invariants:
//! - A hidden team is known only to its members and to who manages teams (E15). A subteam inherits nothing.
//! - An archived team takes no tickets, gives no rights and keeps its name for history; it is archived only once nothing waits in it.
//! - Who is in a team decides what they see: that changes through the member's own verbs, which compare rights.
//!
//! Events: [`events`].

pub mod api;
pub mod archive;
pub mod card;
pub mod create;
pub mod edit;
pub mod events;
pub mod found;
pub mod model;
pub mod policy;
pub mod seats;
pub mod store;
#[cfg(test)]
mod tests;

pub use found::found;
pub use model::{Mode, Team};
