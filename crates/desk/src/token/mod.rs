//! An API token: speaks for one member, with all or some of what that member may do (G5).
//!
//! Invariants:
//! - Its list is held against the live membership at every call: it never does more than the member may now.
//! - Of its secret only the hash is kept; it is shown once.
//! - A token made with a token is no more than that one: not its permissions, not its time.

pub mod api;
pub mod create;
pub mod list;
pub mod revoke;
pub mod store;
#[cfg(test)]
mod tests;
