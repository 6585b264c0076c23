//! A bulk transfer: what somebody has goes to others, all of it or a part (C12).
//!
//! Invariants:
//! - It is one act with one id, done in steps: each is a transaction that moves a few and says how far it has come, so that a server that
//!   goes away goes on where it was.
//! - Each ticket is decided when it is moved, by the rights of who asked as they are then ([`plan`]). A preview asks the same function.
//! - What cannot go stays with its reason; nothing is lost and nothing is forced.
//! - For a day it can be taken back. That is a transfer of its own: what has gone on to somebody else since stays there.
//!
//! Verbs: [`preview`], [`begin`], [`undo`]; [`step`] is the work. Reading: [`card`].
//!
//! Events: [`events`]. Both sides are told by one line each, however many tickets it were.

pub mod api;
pub mod begin;
pub mod card;
pub mod events;
pub mod jobs;
pub mod model;
pub mod plan;
pub mod preview;
pub mod step;
pub mod store;
#[cfg(test)]
mod tests;
pub mod undo;

pub use model::{Act, Draft, State, Way, Why};
