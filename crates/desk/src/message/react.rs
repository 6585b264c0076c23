//! A customer puts a sign to a message. It says nothing that waits for an answer: no ticket opens for it.

use channel::Reacted;
use db::Tx;
use kit::{ChannelId, OrgId, Result};

use super::{events, store};
use crate::ticket::{self, store::By};

/// The longest sign: an emoji may consist of many characters, a text is none.
const MAX: usize = 40;

pub fn react(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, reacted: &Reacted) -> Result<()> {
    let Some(message) = store::named(tx, org, channel, &reacted.to)? else {
        return Ok(());
    };
    if reacted.emoji.len() > MAX || reacted.emoji.contains(char::is_control) {
        return Ok(());
    }
    if store::reactions::put(tx, org, message.id, &reacted.emoji, reacted.at)?
        && let Some(ticket) = ticket::store::row(tx, org, message.ticket)?
    {
        events::reacted(tx, By::Customer(ticket.contact), &ticket, &message)?;
    }
    Ok(())
}
