//! Canned responses: texts that people send again and again, found by shortcut, name or words.
//!
//! A body may hold variables, `{{contact.name}}`; the panel fills them in when a response is chosen, with what its reader can see.
//! One of a team is offered to that team's members only; who manages responses sees all.

pub mod api;
pub mod delete;
pub mod model;
pub mod save;
pub mod store;

pub use model::{Canned, Category};
