//! Hours of attention (C6, C7): calendars that say when customers are attended, and what happens outside of them.
//!
//! Invariants:
//! - The most particular calendar that exists decides: the channel's, then the team's, then the organisation's. None: always open.
//! - What the clock shows decides, in the calendar's own zone. An hour that it shows twice counts both times, one that it leaves out is none.
//! - What is open comes from the week alone; pauses and special days only close.
//! - Who writes outside hours is answered once per closed period and address, and not where somebody answers them all the same.
//! - What comes outside hours is given to nobody by itself until attention opens; or, where the calendar derives, to somebody who sees it then.
//!   A person may take what waits at any time.
//! - Opening is an event: one timer an organisation and instant, whichever node it fires on; what a changed calendar opens is looked for at once.
//!
//! Pure: [`model`], [`civil`], [`schedule`], [`words`], [`holidays`]. With rows: [`outside`] on arrival, [`opening`] afterwards.
//! Events: `hours.created`, `hours.changed`, `hours.deleted`, to who reads calendars.
//!
//! To add a way of closing: in [`model::Plan`], and in [`schedule`] where closures are gathered.

pub mod api;
pub mod check;
pub mod civil;
pub mod delete;
pub mod holidays;
pub mod in_force;
pub mod model;
pub mod opening;
pub mod outside;
pub mod places;
pub mod repeat;
pub mod save;
pub mod schedule;
pub mod shown;
pub mod store;
#[cfg(test)]
mod tests;
pub mod words;

pub use model::Hours;
pub use schedule::Schedule;
