//! The monitoring table (R7): who is at work, what each has on their hands, and what they have done today.
//!
//! Invariants:
//! - It counts what its reader may see: the extent of `monitor.read`, which is never more than that of `ticket.read`; people are those whom
//!   the reader's directory shows.
//! - An open table asks for what has changed since its cursor, and is given the rows of those whom the events since then concern: what one
//!   assignment costs does not grow with the people or the tickets of the organisation ([`changed`]).
//! - *Today* begins at midnight where the organisation is.
//!
//! To add a figure: in [`crate::ticket::store::tally`], from the rows of one person.

pub mod api;
pub mod changed;
pub mod table;
#[cfg(test)]
mod tests;
