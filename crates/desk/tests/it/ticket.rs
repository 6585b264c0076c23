//! Tickets.

mod dispenser;
pub mod life;
mod moves;
mod silence;
mod views;
