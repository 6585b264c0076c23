//! The API channel's edge: another system posts what customers write, and gets what we answer by signed deliveries.
//!
//! - [`door`]: who may: the channel's own secret as a Bearer token, compared in constant time.
//! - [`arrive`]: a message comes in; the same id again is answered with the first effect (SECURITY 12).
//! - [`speak`]: what goes out, signed by Standard Webhooks; `outgoing` sends it, and tries again with growing pauses.

pub mod api;
pub mod arrive;
pub mod deliver;
pub mod door;
pub mod speak;
pub mod store;
