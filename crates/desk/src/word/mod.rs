//! The words an organisation chooses: labels, origins, resolutions, categories of canned responses.
//!
//! One shape, four nouns: a name that is unique while it is in use, and an archive instead of a delete, since history names them.
//! A noun is a type that says its table, its ids and its permissions ([`Noun`]); to add one, add it in [`model`] and its routes in [`api`].

pub mod api;
pub mod archive;
pub mod create;
pub mod edit;
pub mod model;
pub mod store;

#[cfg(test)]
mod tests;

pub use model::{Label, Noun, Origin, Resolution, Word};
