//! External advisors (E): an organisation borrows somebody who is at home in another.
//!
//! - [`look_up`]: by phone and e-mail together; whatever does not match has one answer, by the same statements.
//! - [`invite`]: they serve here at once, or their home is asked first, as it says ([`lending`]).
//! - [`decide`]: the home gives or refuses; who asked takes it back.
//! - [`begin`]: the membership, and what follows it.
//! - [`until`]: another end date, or none, for who serves here.
//! - [`end`]: the end date, a recall by the home, the person's own leaving. Removal by the host is the member's verb and follows the same way.
//! - [`lent`]: who of ours serves where.
//! - [`jobs`]: what follows elsewhere: the other side's half of the log, letters, the end date.
//!
//! Invariants:
//! - Only whose home this is invites: no external member can ever hold `external.invite`. Who has no home cannot be external.
//! - A host writes memberships and loans, a home decides about loans; neither writes the other's rows of people, and each side's log has its
//!   own half. What crosses goes by a job, since each organisation has a lock of its own.
//! - A home learns of a host's work who, since when, until when and in which teams. A host learns name and home of whom it could name by both.
//!
//! Events ([`events`]), heard by who views users: `external.began` (subject the member); in the home's stream `external.asked` (subject the loan), of which who can
//! decide is notified; `external.changed`, of anything else about a loan or somebody lent.

pub mod api;
pub mod begin;
pub mod decide;
pub mod end;
pub mod events;
pub mod invite;
pub mod jobs;
pub mod lending;
pub mod lent;
pub mod limits;
pub mod loan;
pub mod look_up;
pub mod model;
pub mod store;
#[cfg(test)]
mod tests;
pub mod until;

pub use model::{Lending, Loan, LoanState, Rule, Terms};
