//! Work that is shared out (C10): what waits in a team's queue goes by itself to somebody who is at work there and has a place free.
//!
//! Invariants:
//! - Only in teams whose mode says so, and there the longest waiting first; one for which nobody is the right one lets others pass.
//! - Only to who is *online*, of the team, below their quota, and could be given it by hand: reads and answers there, serves its channel and
//!   its origin (C8). By hand more may be given than the quota says.
//! - An organisation is serial: what is checked and what is given is one transaction, so that nobody gets above their quota and no ticket
//!   goes to two, however many come at once.
//! - Nothing else hands out: verbs only change tickets, people and teams, and [`reader`] hears of it. So no door can be forgotten.
//!
//! [`stirred`] says whom and what an event concerns, [`ready`] who could be given something, [`give`] hands out.
//!
//! To add a mode: in `team::Mode`, and its order in [`ready`].

pub mod give;
pub mod reader;
pub mod ready;
pub mod stirred;
pub mod store;
#[cfg(test)]
mod tests;
