//! Messages and notes.

mod arrival;
mod delivery;
mod notes;
mod timeline;
