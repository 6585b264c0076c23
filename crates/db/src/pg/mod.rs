//! PostgreSQL: lanes chosen by organisation, each with a connection of its own that it makes again when it breaks.

mod codec;
mod connect;
mod engine;
mod error;
mod lanes;
mod notify;

pub(crate) use codec::col;
pub(crate) use connect::Server;
pub(crate) use engine::Pg;
pub(crate) use lanes::{read, write};
pub(crate) use notify::{Notify, start as notify};
