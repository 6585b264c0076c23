//! What a person should look at: a ticket became theirs by somebody else, a note mentions them, a customer answered on a ticket of theirs;
//! another organisation takes them in, or asks for somebody whom they may lend; a colleague asks for a permission that is theirs to give, or
//! their own request was answered.
//!
//! Invariants:
//! - Made by [`reader`] of the event log, in the transaction that moves its cursor; one unread line for a ticket and kind at most.
//! - Of what was read before it could be told of there is no line; reading the ticket reads its lines.
//! - A line opens nothing. Whether its ticket (for a mention: its notes) can be read is decided when it is listed and counted, so what was
//!   lost vanishes and is not counted.
//! - How else a person is told, each chooses ([`choice`]): the panel's notice and sound, and a [`letter`] when nobody has looked.
//! - Of a request that was answered or taken back there is nothing left to look at: its lines go, for everybody who was asked.
//! - A person's lines of all organisations are one list, each with its organisation.
//!
//! Events: `notification.created`, `notification.read`, to that member's panels only; they name no ticket.

pub mod api;
pub mod choice;
pub mod letter;
pub mod list;
pub mod reader;
pub mod store;
#[cfg(test)]
mod tests;

use db::Tx;
use kit::{NotificationId, Result, TicketId};

use crate::who::Who;

/// The caller has read a ticket up to a place: its lines up to there tell nothing new.
pub fn read_with(tx: &mut Tx<'_>, who: &Who, ticket: TicketId, seq: i64) -> Result<()> {
    if store::read_with(tx, who.org(), who.member(), ticket, seq)? > 0 {
        reader::tell(tx, who.member(), NotificationId::new(tx.now()), "notification.read")?;
    }
    Ok(())
}
