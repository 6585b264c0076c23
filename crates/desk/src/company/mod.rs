//! A company: for whom contacts work.
//!
//! - [`named`]: the company that a name means, in a contact's profile. [`domain`]: the company that an e-mail address means.
//! - [`remove`]: contacts stay, and work for nobody.
//!
//! Invariants:
//! - Read by who can read one of its contacts, or made it and nobody works there yet; by its name only where that is an external member.
//! - Its contacts, its tickets, and how many there are: of each only what the reader can read anyway.
//! - Changed with `contact.edit` over the whole organisation, since it is everybody's; every edit is kept, seen with `contact.history`,
//!   can be taken back, and conflicts are shown, as a contact's ([`crate::contact::fields`]).
//! - A domain is of one company, and of none where everybody has their mail. Who comes with an address of it works there.
//! - A name is not unique: whether there is another of that name is nothing that a name typed may tell.
//!
//! Events: `company.created`, `company.changed`, `company.removed`; heard by those who read one of its contacts.

pub mod api;
pub mod create;
pub mod domain;
pub mod edit;
pub mod find;
pub mod history;
pub mod list;
pub mod mail;
pub mod model;
pub mod named;
pub mod remove;
pub mod size;
pub mod store;

pub use model::{Company, Profile};
