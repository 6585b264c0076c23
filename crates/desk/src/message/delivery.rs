//! What channels report about messages that left.

use db::Tx;
use kit::{ChannelId, IdentityId, MessageId, OrgId, Result};

use super::{Delivery, Kind, Message, events, store};
use crate::ticket::{self, store::By};

/// Which message a report is about: by our id, or by the channel's.
#[derive(Clone, Debug)]
pub enum Which {
    Ours(MessageId),
    Theirs(String),
}

/// A report.
#[derive(Clone, Debug)]
pub struct Report {
    pub delivery: Delivery,
    /// Code of why it failed.
    pub failure: Option<String>,
    /// The channel's own id of the message, once it has given one.
    pub provider: Option<String>,
}

/// Takes a channel's report; nothing when the channel has no such message. What is no news changes nothing: reports come late and twice.
pub fn report(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, which: &Which, report: &Report) -> Result<Option<Message>> {
    let found = match which {
        Which::Ours(id) => store::row(tx, org, *id)?.filter(|m| m.channel == channel),
        Which::Theirs(id) => store::by_provider(tx, org, channel, id)?,
    };
    let Some(mut message) = found.filter(|m| m.kind == Kind::Out) else {
        return Ok(None);
    };
    let named = report.provider.is_some() && message.provider.is_none();
    let news = message.delivery.may_become(report.delivery);
    if named {
        message.provider.clone_from(&report.provider);
    }
    if news {
        message.delivery = report.delivery;
        message.failure = if report.delivery == Delivery::Failed {
            report.failure.clone()
        } else {
            None
        };
    }
    if named || news {
        store::set_delivery(tx, &message)?;
    }
    if news {
        tell(tx, &message)?;
    }
    Ok(Some(message))
}

/// The customer has got, or seen, everything up to a place in the conversation: a web chat's ticks.
pub fn seen(tx: &mut Tx<'_>, org: OrgId, identity: IdentityId, up_to: i64, delivery: Delivery) -> Result<usize> {
    let behind = store::unseen(tx, org, identity, up_to, delivery)?;
    for message in &behind {
        store::set_delivery(tx, message)?;
        tell(tx, message)?;
    }
    Ok(behind.len())
}

fn tell(tx: &mut Tx<'_>, message: &Message) -> Result<()> {
    match ticket::store::row(tx, message.org, message.ticket)? {
        Some(ticket) => events::changed(tx, By::Relevo, &ticket, message.id, message.delivery),
        None => Ok(()),
    }
}
