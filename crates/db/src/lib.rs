//! Two engines behind one synchronous [`Tx`].
//!
//! A [`Db`] is a set of *lanes*: threads that own a connection and run closures. `db.write(org, |tx| …)` hands over a
//! closure and answers when what it did is on disk; `db.read(|tx| …)` gives it one snapshot. SQLite has one writing lane
//! that commits all that waits with one sync; PostgreSQL has several, chosen by organisation.
//!
//! **What a closure may do**: talk to its `tx`, nothing else, for less than 50 ms. It may run more than once.

mod alone;
pub mod arg;
mod blocking;
mod cache;
mod col;
mod config;
mod db;
mod dialect;
pub mod dump;
mod engine;
mod error;
pub mod event;
pub mod forks;
mod health;
pub mod job;
mod lane;
mod ledger;
mod lite;
pub mod migrate;
pub mod migrations;
mod pg;
mod poll;
mod queue;
mod rewrite;
mod row;
pub mod schema;
pub mod search;
mod sql;
mod stats;
mod stream;
mod task;
#[cfg(feature = "testing")]
pub mod testing;
pub mod trace;
mod tx;
pub mod wake;

pub use arg::Arg;
pub use col::{Col, FromCol};
pub use config::{Config, Database};
pub use db::Db;
pub use dialect::Dialect;
pub use error::{Cause, Error, Result};
pub use event::{Event, NewEvent, Thing};
pub use job::NewJob;
pub use row::{FromRow, Row};
pub use sql::Sql;
pub use stats::Stats;
pub use stream::{Scope, Stream};
pub use tx::Tx;
pub use wake::{Wake, What};
