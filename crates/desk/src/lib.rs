//! Relevo's application: vertical slices, one folder a noun, one file a verb.
//!
//! Ground, core, features and edges are listed in `ARCHITECTURE.md`; `cargo xtask tidy` checks who imports whom.

pub mod account;
mod app;
pub mod audit;
pub mod config;
pub mod http;
pub mod live;
pub mod member;
pub mod message;
pub mod organisation;
pub mod team;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
pub mod ticket;
pub mod view;
pub mod who;
pub mod work;

pub use app::App;

use http::Slice;

/// The table of contents: every route of Relevo is in one of these.
pub fn slices() -> Vec<Slice> {
    vec![
        organisation::api::routes(),
        audit::api::routes(),
        ticket::api::routes(),
        ticket::api::across(),
        message::api::routes(),
        view::api::routes(),
        view::api::across(),
        live::api::routes(),
    ]
}
