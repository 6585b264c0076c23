//! Drives the real binary from outside, for the tests of faults and for the benches.
//!
//! - [`server`]: one process of it: started, found ready, killed, started again on the same data.
//! - [`http`]: a client that knows exactly whether an answer came. Blocking, one connection, no retries of its own.
//! - [`desk`]: a desk set up through the printed link, with a web chat, an API channel and a token.
//! - [`crowd`]: customers and advisors who write all at once, each message until it is acknowledged.
//! - [`books`]: what was acknowledged against what is stored.
//! - [`cluster`]: a PostgreSQL of one's own, that may be crashed.
//!
//! Nothing here knows the desk's code: what it checks, it reads from the database with SQL of its own.

pub mod books;
pub mod chance;
pub mod cluster;
pub mod crowd;
pub mod desk;
pub mod http;
pub mod server;
