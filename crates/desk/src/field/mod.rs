//! Custom fields: what an organisation wants to know of a ticket or a contact beyond what every desk knows.
//!
//! A field has one kind, which never changes; its values are texts in one form per kind ([`model::Kind::read`]), so that both engines
//! compare them alike. Archived ones keep their values and are offered no more.

pub mod api;
pub mod model;
pub mod save;
pub mod store;

pub use model::{Field, Kind, Subject};
