//! Machinery of the HTTP edge. No noun lives here.
//!
//! - [`route`]: the route table; each line carries its permission.
//! - [`cx`]: [`Cx`], what a handler of an organisation's route holds: the caller, and through it the database.
//! - [`client`]: requests of nobody yet, and the session's cookie.
//! - [`body`]: extractors for JSON bodies, queries and paths that answer in the API's one format.
//! - [`fault`], [`problems`]: from [`kit::Error`] to problem details in the reader's language.
//! - [`openapi`]: the document.

pub mod assets;
pub mod body;
pub mod client;
pub mod credential;
pub mod cx;
pub mod fault;
pub mod health;
pub mod idempotency;
pub mod metrics;
pub mod openapi;
pub mod problems;
pub mod route;
pub mod server;
pub mod store;

pub use body::{Ask, Body, On};
pub use client::{Accepted, Client, WithCookie};
pub use cx::{Cx, Person};
pub use fault::{Answer, Created, Fault};
pub use route::{Permit, Slice};
