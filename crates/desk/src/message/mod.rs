//! Messages and notes: what is said in a ticket.
//!
//! Invariants:
//! - A message's `seq` is that of the event that made it; it orders the conversation, and survives merging.
//! - The channel's own id of a message is unique in its channel (a unique index, not a look): the same one again has no second effect.
//! - A delivery never steps back: [`model::Delivery::may_become`]. Only a retry puts a failed one in the queue again.
//! - Notes reach only those who read the ticket and hold `note.read`; a mention never widens that.
//! - What waits to be delivered has a job ([`jobs`]) in the same transaction; taking a message back takes the job back first.
//!
//! Coming in: [`receive`] (with [`routing`]), [`media`] that follow, [`react`]. Going out: [`reply`], [`undo`], [`retry`], [`delivery`]. Inside: [`note`], [`draft`], [`read`].
//! Under it: [`link`], what an address in it leads to.
//! Reading: [`timeline`] for members, [`conversation`] for the customer.
//!
//! Events: `message.created`, `note.created`, `message.changed`, about the message, with the ticket's facts.

pub mod api;
pub mod automatic;
pub mod compose;
pub mod conversation;
pub mod delivery;
pub mod draft;
pub mod events;
pub mod jobs;
pub mod link;
pub mod media;
pub mod model;
pub mod note;
pub mod policy;
pub mod react;
pub mod read;
pub mod receive;
pub mod reply;
pub mod retry;
pub mod routing;
pub mod shown;
pub mod store;
pub mod timeline;
pub mod undo;

pub use model::{Delivery, Kind, Message};
