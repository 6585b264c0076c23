//! A role: a named set of permissions with a reach, and the permissions that may be switched on for its holders one by one.
//!
//! Invariants:
//! - A built-in role is what the program says it is; an organisation chooses only whom its holders may give roles to, and whether it
//!   is offered. Custom roles combine any permissions.
//! - A change of a role is a change of the rights of all who hold it: nothing is gained beyond the actor's own, nobody gains by it
//!   themselves, and whoever holds it is somebody the actor covers.
//! - A role that somebody holds is not deleted.
//!
//! Events: `role.changed` version 1, body `{"what": "created" | "edited" | "deleted"}`, and `access.changed` of the role.

pub mod api;
pub mod card;
pub mod create;
pub mod delete;
pub mod edit;
pub mod events;
pub mod model;
pub mod registry;
pub mod store;
#[cfg(test)]
mod tests;
pub mod what_if;

pub use model::Row;
