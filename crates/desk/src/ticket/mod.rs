//! A ticket: one piece of service to one contact.
//!
//! Invariants:
//! - *waiting* is live with nobody assigned; assigning opens, unassigning puts back in the queue.
//! - What decides access (team, assignee, channel, origin, deferral) changes only through verbs that check both ends.
//! - An identity has at most one live ticket (R8), guarded by a unique index.
//! - Every change writes its activity line and its event in the same transaction ([`store::save`] does both).
//!
//! To add a verb: a file with one function that takes `(tx, who, id, …)`, finds the ticket with [`find`] (which decides), changes the
//! [`Ticket`] it got and hands it to [`store::save`]; then its line in [`api`].

pub mod api;
pub mod find;
pub mod leave;
pub mod model;
pub mod policy;
pub mod store;
pub mod take;

pub use find::find;
pub use model::{Priority, State, Ticket};
