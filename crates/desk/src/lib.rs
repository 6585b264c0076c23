//! Relevo's application: vertical slices, one folder a noun, one file a verb.
//!
//! Ground, core, features and edges are listed in `ARCHITECTURE.md`; `cargo xtask tidy` checks who imports whom.

pub mod account;
mod app;
pub mod audience;
pub mod audit;
pub mod bulk_transfer;
pub mod canned;
pub mod channel;
pub mod company;
pub mod config;
pub mod contact;
mod contents;
pub mod external;
pub mod field;
pub mod file;
pub mod hook;
pub mod hours;
pub mod http;
pub mod job;
pub mod live;
pub mod mail;
pub mod member;
pub mod message;
pub mod monitor;
pub mod net;
pub mod notification;
pub mod organisation;
mod outgoing;
pub mod permission_request;
mod place;
pub mod pool;
pub mod provider;
pub mod role;
pub mod search;
pub mod setup;
pub mod sharing;
pub mod sink;
pub mod team;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
mod texts;
pub mod ticket;
pub mod time_entry;
pub mod token;
pub mod view;
pub mod webhook;
pub mod whisper;
pub mod who;
pub mod widget;
pub mod word;
pub mod work;

pub use app::App;
pub use contents::{READERS, jobs, pages, slices, upkeep};
