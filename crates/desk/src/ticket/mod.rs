//! A ticket: one piece of service to one contact.
//!
//! Invariants:
//! - *waiting* is live with nobody assigned; assigning opens, unassigning puts back in the queue.
//! - What decides access (team, assignee, channel, origin, deferral) changes only through verbs that check both ends.
//! - Whoever has a ticket can read it: a change after which they could not unassigns them ([`policy::settle`]).
//! - An identity has at most one live ticket (R8), guarded by a unique index.
//! - Every change writes its activity line and its event in the same transaction ([`store::save`] does both).
//!
//! Verbs: [`open`], [`take`], [`next`], [`assign`], [`transfer`], [`hold`], [`snooze`], [`close`], [`reopen`], [`edit`], [`origin`],
//! [`label`], [`follow`], [`merge`], [`bulk`], [`explain`]; [`silent`] when the customer is; [`leave`] when people and teams go. Reading: [`list`] with its [`filter`], [`count`], [`one`], [`external`], [`touched`];
//! [`row`] and [`person`] say what of it a reader is shown.
//!
//! Events: `ticket.created`, `ticket.changed` (`body.what` is the activity's kind).
//!
//! To add a verb: a file with one function that takes `(tx, who, id, …)`, finds the ticket with [`find()`] (which decides), changes the
//! [`Ticket`] it got and hands it to [`store::save`]; then its line in [`api`].

pub mod api;
pub mod assign;
pub mod bulk;
pub mod close;
pub mod count;
pub mod edit;
pub mod explain;
pub mod external;
pub mod fields;
pub mod filter;
pub mod find;
pub mod follow;
pub mod hold;
pub mod jobs;
pub mod label;
pub mod leave;
pub mod list;
pub mod merge;
pub mod model;
pub mod next;
pub mod one;
pub mod open;
pub mod origin;
pub mod person;
pub mod policy;
pub mod reopen;
pub mod row;
pub mod silent;
pub mod snooze;
pub mod store;
pub mod take;
pub mod touched;
pub mod transfer;

pub use filter::Filter;
pub use find::find;
pub use model::{Priority, State, Ticket};
