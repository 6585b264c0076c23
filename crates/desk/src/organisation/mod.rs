//! An organisation: a tenant. Owns its people, teams, channels, contacts, tickets and settings.
//!
//! Invariants:
//! - It is born with every built-in role, and with its head row, which every later write locks first.
//! - Its settings are one JSON value, read whole and written whole: [`Settings`], whose defaults stand for what was never chosen.
//!
//! Events: `organisation.created`, `organisation.changed`.
//!
//! To add a setting: a field with its default in [`model::Settings`], its bounds in [`model::Settings::check`], and the same field in
//! [`edit::Choice`].

pub mod api;
pub mod create;
pub mod edit;
pub mod model;
pub mod silence;
pub mod store;
#[cfg(test)]
mod tests;

pub use create::{New, create};
pub use model::{Organisation, Settings};
