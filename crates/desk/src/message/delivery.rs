//! What channels report about messages that left.

use db::Tx;
use kit::{ChannelId, IdentityId, MessageId, OrgId, Result};

use super::store::parts::Part;
use super::{Delivery, Kind, Message, events, store};
use crate::ticket::{self, store::By};

/// Which message a report is about: by our id, or by the channel's, which may be of a part.
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
        Which::Theirs(id) => match store::by_provider(tx, org, channel, id)? {
            None => return of_part(tx, org, channel, id, report),
            found => found,
        },
    };
    match found.filter(|m| m.kind == Kind::Out) {
        Some(message) => apply(tx, message, report).map(Some),
        None => Ok(None),
    }
}

fn apply(tx: &mut Tx<'_>, mut message: Message, report: &Report) -> Result<Message> {
    // What is sent again gets another name with the channel; until then what is told of the old one counts.
    let named = report.provider.is_some() && (message.provider.is_none() || message.delivery == Delivery::Queued);
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
    Ok(message)
}

/// A report about one of several that a message consists of: it has come as far as the last of them.
fn of_part(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, id: &str, report: &Report) -> Result<Option<Message>> {
    let Some(message) = store::parts::by_provider(tx, org, channel, id)? else {
        return Ok(None);
    };
    let Some(message) = store::row(tx, org, message)? else {
        return Ok(None);
    };
    let mut parts = store::parts::of(tx, org, message.id)?;
    let reported = parts.iter_mut().find(|part| part.provider.as_deref() == Some(id));
    if let Some(part) = reported.filter(|part| part.delivery.may_become(report.delivery)) {
        part.delivery = report.delivery;
        part.failure.clone_from(&report.failure);
        store::parts::put(tx, &message, part)?;
    }
    // Until the last of them has left, the message has not.
    if message.delivery == Delivery::Queued {
        return Ok(Some(message));
    }
    apply(tx, message, &together(&parts)).map(Some)
}

/// What is to be said of a message by its parts: one that failed fails it, else it has come as far as the least of them.
pub fn together(parts: &[Part]) -> Report {
    let failed = parts.iter().find(|part| part.delivery == Delivery::Failed);
    let least = [Delivery::Sent, Delivery::Delivered, Delivery::Read]
        .into_iter()
        .find(|step| parts.iter().any(|part| part.delivery == *step));
    Report {
        delivery: failed.map_or(least.unwrap_or(Delivery::Sent), |_| Delivery::Failed),
        failure: failed.and_then(|part| part.failure.clone()),
        provider: None,
    }
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
