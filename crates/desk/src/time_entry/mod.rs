//! How long a ticket was in front of somebody: counted by itself, corrected by hand with a reason (E8, E11).
//!
//! - [`record`]: a panel says that a ticket was in front of its person for a moment that has just gone by.
//! - [`correct`]: it was otherwise, and why.
//! - [`of_ticket`]: a ticket's time, by person and day, with its corrections.
//! - [`sheet`]: hours in a period: of who comes from elsewhere, of ours who work elsewhere, and one's own. [`export`]: the same as a file.
//! - [`period`]: from one day to another. [`model`]: stretches and days.
//!
//! Invariants:
//! - A person's stretches never overlap, in whatever tickets, tabs, devices and organisations: their sum is never more than the time that went by.
//! - A client says how long ago, never when: its clock does not matter, and nothing is in the future.
//! - A row belongs to one day by the clock of the organisation where the work was done, for both sides; what was written by hand is a row, too.
//!   So one sum is the truth for everybody who may see it.
//! - Where somebody was at home is written into the row: hours stay with the host, and with whom lent them then.
//! - A home learns day, person, host, team and hours; no ticket.
//! - A stretch that grows makes no event.
//!
//! Event: `time_entry.corrected` (subject the ticket), heard by who reads the ticket.

pub mod api;
pub mod correct;
pub mod export;
pub mod model;
pub mod of_ticket;
pub mod period;
pub mod record;
pub mod sheet;
pub mod store;
#[cfg(test)]
mod tests;

pub use model::{Day, Stretch};
