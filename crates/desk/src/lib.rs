//! Relevo's application: vertical slices, one folder a noun, one file a verb.
//!
//! Ground, core, features and edges are listed in `ARCHITECTURE.md`; `cargo xtask tidy` checks who imports whom.

mod app;
pub mod config;
pub mod http;
pub mod live;
pub mod ticket;
pub mod who;

pub use app::App;

use http::Slice;

/// The table of contents: every route of Relevo is in one of these.
pub fn slices() -> Vec<Slice> {
    vec![ticket::api::routes(), live::api::routes()]
}
