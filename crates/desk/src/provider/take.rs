//! What a provider handed in, in one transaction: repeated, it has no second effect.

use channel::{Delivery, Heard, Step, Told};
use db::Tx;
use kit::{ChannelId, OrgId, Result};

use super::{late, store};
use crate::channel::{Channel, State};
use crate::message::delivery::{Report, Which, report};
use crate::message::receive::{Arrival, More, receive};
use crate::message::{self, react};
use crate::who::Cache;

/// Takes it in for the channels that it names; `of` says which channel an address of ours is, since one webhook may bring what belongs to
/// several. `false` when something was left with the provider, which brings it again.
pub fn take(tx: &mut Tx<'_>, callers: &Cache, org: OrgId, deliveries: &[Delivery], of: impl Fn(&str) -> Option<Channel>) -> Result<bool> {
    let mut whole = true;
    for delivery in deliveries {
        // Of a number that is none of ours there is nothing to keep.
        let Some(channel) = of(&delivery.to) else { continue };
        for heard in &delivery.heard {
            // While it is paused nothing new comes in; it stays with the provider, and is not lost.
            if channel.state == State::Active || store::has_live(tx, org, channel.id, &heard.address)? {
                receive(tx, callers, org, &arrival(channel.id, heard))?;
            } else {
                whole = false;
            }
        }
        for reacted in &delivery.reacted {
            react::react(tx, org, channel.id, reacted)?;
        }
        for told in &delivery.told {
            if !tell(tx, org, channel.id, told)? {
                late::enqueue(tx, org, channel.id, told)?;
            }
        }
    }
    Ok(whole)
}

/// `false` when we have no such message, or not yet.
pub fn tell(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, told: &Told) -> Result<bool> {
    let (delivery, failure) = match &told.step {
        Step::Sent => (message::Delivery::Sent, None),
        Step::Delivered => (message::Delivery::Delivered, None),
        Step::Read => (message::Delivery::Read, None),
        Step::Failed(why) => (message::Delivery::Failed, Some(why.clone())),
    };
    let said = Report {
        delivery,
        failure,
        provider: None,
    };
    Ok(report(tx, org, channel, &Which::Theirs(told.id.clone()), &said)?.is_some())
}

fn arrival(channel: ChannelId, heard: &Heard) -> Arrival {
    Arrival {
        channel,
        address: heard.address.clone(),
        // Nobody writes from a number that is another's.
        verified: true,
        provider: Some(heard.provider.clone()),
        name: heard.name.clone(),
        phone: heard.phone.clone(),
        email: None,
        locale: None,
        subject: None,
        text: heard.text.clone(),
        files: Vec::new(),
        more: More {
            media: heard.media.clone(),
            answers: heard.answers.clone(),
            lacks: heard.lacks,
        },
    }
}
