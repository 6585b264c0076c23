//! Search over contacts, tickets, messages and notes.
//!
//! Invariants:
//! - A hit is something its reader could fetch: tickets and messages inside `ticket.read`, notes inside `note.read`, contacts as they are
//!   read elsewhere. What is read is decided when it is searched, by the thing's owner in the index.
//! - The index is made by a reader of the event log ([`index`]), in the order of the log: some moments behind, never ahead, and rebuilt by
//!   nobody's hand. A message's way in is not made longer by it.
//! - Words are cut and folded in Rust, for the index, the query and the marks alike.

pub mod again;
pub mod api;
pub mod find;
pub mod index;
pub mod marks;
pub mod store;
