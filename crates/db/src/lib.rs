//! Two engines behind one synchronous [`Tx`].
//!
//! A [`Db`] is a set of *lanes*: threads that own a connection and run closures. `db.write(org, |tx| …)` hands over a
//! closure and answers when what it did is on disk; `db.read(|tx| …)` gives it one snapshot. SQLite has one writing lane
//! that commits all that waits with one sync; PostgreSQL has several, chosen by organisation, and a batch holds one
//! organisation's closures. Domain code sees neither: one SQL text with `$1 … $n`, one body of code.
//!
//! # What a closure may do
//!
//! - Talk to its `tx`, nothing else, for less than 50 ms. Ids, time, hashing, parsing, files and the network come before or
//!   after it; [`Tx::now`] is when its caller asked.
//! - Run again. It is `Fn`: a neighbour's failure, a deadlock or a broken connection may undo it before anybody was told.
//! - Fail. An error or a panic undoes its own part only, and nobody but its caller hears of it.
//! - Not ask the [`Db`] itself: a lane that waits for a lane may wait for itself. It is told so ([`Error::Misuse`]).
//!
//! # What always holds
//!
//! - A write of an organisation holds the lock of its head: an organisation is serial, organisations are parallel. Two are
//!   locked in ascending order, accounts after organisations.
//! - An answer means that it is on disk. Of a batch that did not commit, nobody was told anything. What is never run again is
//!   a COMMIT whose answer was lost: its callers are told [`Error::Unavailable`], and idempotency keys sort it out.
//! - `seq` has no gaps within a stream, and an event is in the transaction that made it so. Wake-ups come after the commit
//!   and are hints: readers go by their cursor.
//! - Waiting is bounded. What does not fit is [`Error::Busy`], which is a 503 with a time to come back; one organisation
//!   may fill half of a queue, and organisations take turns.
//! - Both engines refuse the same: NUL in texts, NaN, a closure that goes on after a failed statement.
//!
//! # Quirks to know
//!
//! - After a failed statement the closure is lost, on SQLite too. To try something, use [`Tx::attempt`].
//! - The events of a closure, and its head, are written at the end of its batch: SQL does not see them before. Numbers and
//!   epochs are asked from the [`Tx`].
//! - SQLite has no booleans: `WHERE hidden` works on both, `hidden = 1` does not. Its types hold anything: what is read is
//!   checked, what is written is as good as the code.
//! - A parameter has the type that PostgreSQL finds in the text: where there is none (`SELECT $1`), cast it.
//!   `SUM(bigint)` is NUMERIC there: cast that too. Literals below 2³¹ are 32 bits there, and their sums overflow.
//! - A literal state (`state = 'open'`) can use SQLite's partial indexes, a bound one cannot. Page by row values,
//!   `(last_at, id) < ($1, $2)`; the OR form finds no index.
//! - A row that breaks two unique constraints names either. SQLite does not name foreign keys at all.
//! - Texts sort by bytes on SQLite and by the database's collation on PostgreSQL: order by ids and times, or by a folded
//!   column, and say `COLLATE "C"`, which both know here.
//! - PostgreSQL: one node takes `write_lanes + read_lanes + long_lanes + 2` connections, made when first needed; a pooler in
//!   transaction mode in between breaks prepared statements and LISTEN. TLS is there with the feature `postgres-tls` (ring,
//!   the system's certificates); a server that offers TLS must then have a certificate that is trusted, unless
//!   the URL says `sslmode=disable`. Without the feature `sslmode=require` is refused, and TLS is a proxy's on the same machine.
//!
//! # Where things are
//!
//! `db` hands closures to `queue`s, `lane` makes transactions of them through an `engine` (`lite`, `pg`), and `ledger` holds
//! what a batch writes at its end. [`event`], [`job`] and [`search`] own tables of `0001_machinery`; [`migrate`], [`dump`]
//! and [`schema`] work beside the lanes; [`wake`] tells who watches; [`forks`] is every place where the engines part.
//! To add a migration: a file of the same name for each engine, and its line in [`migrations`].

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
