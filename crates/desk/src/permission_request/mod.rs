//! A permission that somebody asks for (X2): one switch of their own roles, in the organisation, a channel or a team.
//!
//! - [`ask`]: by who misses it; the same again is the same request.
//! - [`grant`], [`refuse`]: by whoever could set that switch ([`crate::who::asked`]), perhaps until some time, or with a word why not.
//! - [`withdraw`]: by who asked. [`expire`]: nobody has answered for two weeks.
//! - [`list`]: what waits for one's answer, and one's own.
//!
//! Invariants:
//! - Only what a switch would give and is not held is asked for; what is nobody's to give is refused at once.
//! - A request gives nothing. Granting is [`crate::member::switches::put`], with every check that it makes; nobody answers their own.
//! - Answered once. Who could not grant it is not told of it; who sets no switches cannot tell it from one that never was.
//!
//! Events: [`events`]. To add a verb: a file, its line in [`api`], its audit entry.

pub mod api;
pub mod ask;
pub mod card;
pub mod events;
pub mod expire;
pub mod grant;
pub mod limits;
pub mod list;
pub mod model;
pub mod policy;
pub mod refuse;
pub mod store;
#[cfg(test)]
mod tests;
pub mod withdraw;

pub use model::{PermissionRequest, State};
