//! A contact: the customer.
//!
//! Invariants:
//! - Read through a ticket that one can read now, through one's portfolio, or with `contact.read` over the whole organisation.
//! - Edited through a ticket (the edit's witness, at whose place `contact.edit` is decided) or with the organisation's extent.
//! - Every edit is kept with who, when, from where, before and after (B6), can be taken back by another edit, and raises the version by
//!   one; who saves over a version that is no longer the last is shown what changed (B7).
//! - Of two that are one person, one comes into the other ([`merge`]); an old link leads to the kept one, and it can be taken back.
//! - A ticket is always of the contact whose address it has.
//! - In one portfolio at most (R9, [`portfolio`]); whose it is, everybody who reads the contact is told.
//! - Works for one company at most ([`crate::company`]): a profile has its name, and who writes another name means the company of that name.
//! - An edit changes what is known of the person everywhere, and never moves an identity: a new phone or e-mail neither routes nor sends.

pub mod api;
pub mod create;
pub mod edit;
pub mod fields;
pub mod find;
pub mod history;
pub mod list;
pub mod merge;
pub mod model;
pub mod portfolio;
pub mod revert;
pub mod similar;
pub mod store;
#[cfg(test)]
mod tests;

pub use fields::Change;
pub use model::{Contact, Profile};
