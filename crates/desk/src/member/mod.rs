//! A member: an account (or a service) in one organisation.
pub mod enrol;
pub mod events;
pub mod model;
pub mod store;

pub use model::{Member, Presence, State};
