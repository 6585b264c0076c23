//! What a provider handed in, in one transaction: repeated, it has no second effect.

use channel::{Delivery, Heard, Step, Told};
use db::Tx;
use kit::{ChannelId, Error, OrgId, Result};

use super::{late, store};
use crate::App;
use crate::channel::{Channel, store as channels};
use crate::message::delivery::{Report, Which, report};
use crate::message::receive::{Arrival, More, receive};
use crate::message::{self, react};
use crate::who::Cache;

/// What was believed is taken in. `of` says which of the organisation's channels an address of ours is: one webhook may bring what belongs to
/// several. Unavailable when something was left with the provider, which brings it again.
pub async fn bring<F>(app: &App, org: OrgId, deliveries: Vec<Delivery>, of: F) -> Result<()>
where
    F: for<'c> Fn(&'c [Channel], &str) -> Option<&'c Channel> + Send + 'static,
{
    let callers = app.callers.clone();
    let whole = app.db.write(org, move |tx| {
        let all = channels::all(tx, org)?;
        take(tx, &callers, org, &deliveries, |to| of(&all, to))
    });
    if whole.await? {
        Ok(())
    } else {
        Err(Error::unavailable("a channel that is paused takes nothing new"))
    }
}

/// `false` when something was left.
fn take<'c>(
    tx: &mut Tx<'_>,
    callers: &Cache,
    org: OrgId,
    deliveries: &[Delivery],
    of: impl Fn(&str) -> Option<&'c Channel>,
) -> Result<bool> {
    let mut whole = true;
    for delivery in deliveries {
        // Of a number that is none of ours there is nothing to keep.
        let Some(channel) = of(&delivery.to) else { continue };
        for heard in &delivery.heard {
            if !is_news(tx, org, channel.id, heard)? {
                continue;
            }
            match receive(tx, callers, org, &arrival(channel.id, heard)) {
                // It stays with the provider, and is not lost.
                Err(error) if error.code == "channel_paused" => whole = false,
                received => drop(received?),
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

/// A correction counts while its writer is still in a conversation, as a message that quotes what it was: what an advisor has read and answered
/// does not change under them. That words were touched and are the same is nothing.
fn is_news(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, heard: &Heard) -> Result<bool> {
    let Some(was) = heard.answers.as_ref().filter(|_| heard.corrects) else {
        return Ok(true);
    };
    let same = message::store::named(tx, org, channel, was)?.is_some_and(|was| was.body == heard.text);
    Ok(!same && store::has_live(tx, org, channel, &heard.address)?)
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
        locale: heard.locale,
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
