//! An account: a person's login, across organisations. Only its owner changes it.
//!
//! Invariants:
//! - Secrets (password, second factor's codes, links, sessions) are kept as hashes; the second factor's own secret is the exception,
//!   since codes are computed from it.
//! - Everything that checks a secret passes [`limit`]; known and unknown people take the same way.
//! - What decides what a person may do raises the account's epoch and appends to the account's own stream: sockets follow.
//! - What rests since an administrator reset the password wakes only by its owner's proof ([`thaw`]).
//! - Which organisation is home changes only by accepting an invitation, or by being removed there.
//!
//! Events (of the account's stream): `account.session`, `account.membership`, `account.frozen`, `account.thawed`.

pub mod api;
pub mod edit;
pub mod jobs;
pub mod limit;
pub mod me;
pub mod model;
pub mod password;
pub mod renamed;
pub mod reset;
pub mod second;
pub mod sessions;
pub mod sign_in;
pub mod store;
#[cfg(test)]
mod tests;
pub mod thaw;
pub mod two_factor;

pub use model::{Account, Credentials};
