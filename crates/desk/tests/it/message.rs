//! Messages and notes.

mod arrival;
mod delivery;
mod links;
mod notes;
mod timeline;
