//! Tickets.

mod life;
