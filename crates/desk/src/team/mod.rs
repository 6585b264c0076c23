//! A team: members who share a queue.
pub mod events;
pub mod found;
pub mod model;
pub mod store;

pub use found::found;
pub use model::Team;
