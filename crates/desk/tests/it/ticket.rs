//! Tickets.

mod dispenser;
pub mod life;
mod moves;
mod views;
