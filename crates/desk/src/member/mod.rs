//! A member: an account (or a service) in one organisation, with roles, teams, switches, origins and channels.
//!
//! Invariants:
//! - Rights change only through [`rights::changing`]: compared before and after, nobody about themselves, nothing beyond the actor's own,
//!   an administrator remains. Every change is in the audit log.
//! - A member is *invited* without an account; one is bound only by accepting ([`invitation::accept`]).
//! - Organisations edit memberships, never accounts: names here are the organisation's, credentials are the owner's.
//! - Removed members keep their row: history names them. Whatever they had goes to a colleague or to its queue.
//!
//! Events: [`events`]. To add a verb: a file; what changes rights runs inside [`rights::changing`]; then its line in [`api`].

pub mod api;
pub mod card;
pub mod colleagues;
pub mod create;
pub mod edit;
pub mod effect;
pub mod enrol;
pub mod events;
pub mod in_channel;
pub mod invitation;
pub mod list;
pub mod model;
pub mod presence;
pub mod profile;
pub mod remove;
pub mod renamed;
pub mod reset;
pub mod rights;
pub mod roles;
pub mod served;
pub mod store;
pub mod suspend;
pub mod switches;
pub mod teams;
#[cfg(test)]
mod tests;
pub mod view_as;
pub mod what_if;

pub use model::{Member, Presence, State};
