//! Two contacts that are one person: one comes into the other, which is kept.
//!
//! - [`preview`]: what each has, and how much would move. [`join`]: it moves; per field a person says whose value is kept.
//! - [`undo`]: what moved goes back to whose it was. [`card`]: what came into a contact, for who may take it back.
//!
//! Invariants:
//! - `contact.merge` is held over the whole organisation or not at all, and never by an external member (E9); undoing decides again.
//! - One act with one id: in the audit log, in the history of both, and with each part that moved, so that exactly those go back.
//! - The one that went keeps its row, its profile and its edits, and points to where it ended: to follow it is one step.
//! - A merge joins no tickets: each address keeps its own live one (R8).
//! - What came afterwards stays with the kept one: edits, addresses, tickets that somebody opened. What was said over an address that goes back
//!   goes with it, since a ticket is always of the contact whose address it has and its customer reads it there.
//!
//! Events: `contact.merged` and `contact.parted`, subject the one that went, and `contact.changed` of the kept one.

pub mod card;
pub mod join;
pub mod model;
pub mod preview;
pub mod undo;

pub use model::Merge;
