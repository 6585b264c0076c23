//! Views: the ones that everybody has, with their counts, and saved filters, one's own or shared.
//!
//! Invariants:
//! - A view never widens anything: its filter is met with the reader's reach when it is read.
//! - A saved one belongs to who made it; shared, others may use it, and only its owner changes it.
//! - Counts count exactly what the lists list, up to 999.
//!
//! To add a view that everybody has: a word in [`crate::ticket::filter::View`], and its place in [`list::EVERYBODYS`].

pub mod api;
pub mod list;
pub mod model;
pub mod save;
pub mod store;

pub use model::Saved;
