//! Open panels follow what is committed.
//!
//! - [`tail`]: one reader an organisation, shared by all of its sockets; each event is parsed and serialised once.
//! - [`crate::audience`]: who may hear of an event, decided by the reader's own reach before and after it.
//! - [`member`]: a socket's view of one membership: its caller, its cursor, what it has to be told.
//! - [`socket`]: the connection: hello, events, whispers, heartbeats.
//! - [`facts`]: what typing and viewing ([`crate::whisper`], never stored) are held against.
//! - [`frame`]: what goes over the wire.
//!
//! Never: a frame that its reader could not have fetched. A caller is loaded anew at every event that changes rights, when the
//! account's stream moves, and when something it holds begins or ends.

pub mod api;
pub mod facts;
pub mod frame;
pub mod member;
pub mod socket;
pub mod tail;

pub use tail::Hub;
