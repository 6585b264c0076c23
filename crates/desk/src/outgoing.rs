//! Hands a message that leaves to its channel, asks the provider, and writes down how it ended.

use channel::{Attachment, Outbound, Outcome};
use db::Tx;
use db::job::Job;
use kit::{Error, OrgId, Result};

use crate::App;
use crate::channel::{Kind, health, store as channels};
use crate::hook;
use crate::message::delivery::{self, Report, Which, report};
use crate::message::jobs::Deliver;
use crate::message::store::parts::{self, Part};
use crate::message::{self, Delivery, Message};
use crate::provider::ask::ask;
use crate::provider::speaker;
use crate::work::{self, Done, Failed};

/// After so many attempts the message is *failed*, with its reason, and a person may retry it.
const MOST: u32 = 8;

/// A channel that fails once may have had a moment; from this attempt on it is said to fail.
const SAID: u32 = 2;

/// One that is no more, or not queued any more, is done.
pub async fn deliver(app: &App, job: &Job) -> Done {
    let Deliver { message } = serde_json::from_str(&job.body)?;
    let org = work::organisation_of(job)?;
    let found = app.db.read(move |tx| {
        let Some(message) = message::store::row(tx, org, message)?.filter(|m| m.delivery == Delivery::Queued) else {
            return Ok(None);
        };
        let channel = channels::one(tx, org, message.channel)?;
        Ok::<_, Error>(channel.map(|channel| (message, channel)))
    });
    let Some((message, channel)) = found.await? else { return Ok(()) };
    match channel.kind {
        Kind::Webchat => there(app, org, &message).await,
        Kind::Api => match hook::deliver::speaker(app, org, &channel).await? {
            Some(speaks) => send(app, org, &message, &speaks, job.attempt).await,
            None => there(app, org, &message).await,
        },
        Kind::Whatsapp | Kind::Telegram => match speaker::speaker(app, org, &channel).await? {
            Some(speaks) => send(app, org, &message, &*speaks, job.attempt).await,
            None => failed(app, org, &message, speaker::NOT_SET_UP.into(), true).await,
        },
    }
}

/// The same for every channel that has a provider: part by part, and of those that have left none twice.
async fn send(app: &App, org: OrgId, message: &Message, speaks: &dyn channel::Channel, attempt: u32) -> Done {
    let whole = message.clone();
    let found = app
        .db
        .read(move |tx| Ok::<_, Error>((outbound(tx, org, &whole)?, parts::of(tx, org, whole.id)?)));
    let (outbound, left) = found.await?;
    let count = speaks.parts(&outbound);
    for position in 0..count {
        let at = i64::try_from(position).unwrap_or(i64::MAX);
        if left.iter().any(|part| part.position == at && part.delivery != Delivery::Failed) {
            continue;
        }
        match one(app, org, speaks, &outbound, position).await {
            Outcome::Sent { provider } if count == 1 => return sent(app, org, message, provider).await,
            Outcome::Sent { provider } => note(app, org, message, at, provider).await?,
            Outcome::Retry(why) if attempt < MOST => {
                if attempt >= SAID {
                    let (channel, why) = (message.channel, why.clone());
                    app.db.write(org, move |tx| health::failing(tx, org, channel, &why)).await?;
                }
                return Err(Failed::Retry(why));
            }
            Outcome::Later(why, wait) if attempt < MOST => return Err(Failed::Later(why, wait)),
            Outcome::Retry(why) | Outcome::Broken(why) => return failed(app, org, message, why, true).await,
            Outcome::Failed(why) | Outcome::Later(why, _) => return failed(app, org, message, why, false).await,
            Outcome::Held(_) => return failed(app, org, message, "provider_failed".into(), false).await,
        }
    }
    if count == 0 {
        return failed(app, org, message, "empty".into(), false).await;
    }
    together(app, org, message).await
}

/// One part: a request, and where a file goes up first, another.
async fn one(app: &App, org: OrgId, speaks: &dyn channel::Channel, outbound: &Outbound, position: usize) -> Outcome {
    let mut held: Option<String> = None;
    loop {
        let outcome = match speaks.call(outbound, position, held.as_deref(), app.clock.now()) {
            Err(code) => Outcome::Failed(code.to_owned()),
            Ok(call) => match ask(app, org, call).await {
                Ok(answer) => speaks.outcome(&answer),
                Err(outcome) => outcome,
            },
        };
        match outcome {
            Outcome::Held(name) if held.is_none() => held = Some(name),
            other => return other,
        }
    }
}

/// *Sent* once it is there to be read: a visitor's browser, or a system that asks, says later when it has it and when it was seen.
async fn there(app: &App, org: OrgId, message: &Message) -> Done {
    sent(app, org, message, None).await
}

async fn sent(app: &App, org: OrgId, message: &Message, provider: Option<String>) -> Done {
    let told = Report {
        delivery: Delivery::Sent,
        failure: None,
        provider,
    };
    let (channel, id) = (message.channel, message.id);
    let written = app.db.write(org, move |tx| {
        report(tx, org, channel, &Which::Ours(id), &told)?;
        health::sent(tx, org, channel)
    });
    Ok(written.await?)
}

/// The person sees it at the message; and at the channel, when it is the channel's fault.
async fn failed(app: &App, org: OrgId, message: &Message, why: String, channels: bool) -> Done {
    let told = Report {
        delivery: Delivery::Failed,
        failure: Some(why.clone()),
        provider: None,
    };
    let (channel, id) = (message.channel, message.id);
    let written = app.db.write(org, move |tx| {
        report(tx, org, channel, &Which::Ours(id), &told)?;
        if channels {
            health::failing(tx, org, channel, &why)
        } else {
            Ok(())
        }
    });
    Ok(written.await?)
}

/// A part has left.
async fn note(app: &App, org: OrgId, message: &Message, position: i64, provider: Option<String>) -> Result<()> {
    let message = message.clone();
    let part = Part {
        position,
        provider,
        delivery: Delivery::Sent,
        failure: None,
    };
    app.db.write(org, move |tx| parts::put(tx, &message, &part)).await
}

/// All parts have left. Some may have come further meanwhile.
async fn together(app: &App, org: OrgId, message: &Message) -> Done {
    let (channel, id) = (message.channel, message.id);
    let written = app.db.write(org, move |tx| {
        let told = delivery::together(&parts::of(tx, org, id)?);
        report(tx, org, channel, &Which::Ours(id), &told)?;
        health::sent(tx, org, channel)
    });
    Ok(written.await?)
}

fn outbound(tx: &mut Tx<'_>, org: OrgId, message: &Message) -> Result<Outbound> {
    let to = match message.identity {
        Some(identity) => message::store::contact::address(tx, org, identity)?,
        None => None,
    };
    let files = message::store::files::of(tx, org, [message.id].into_iter())?;
    let files = files.into_values().flatten().map(|file| Attachment {
        id: file.id,
        name: file.name,
        media_type: file.media_type,
        size: file.size,
    });
    Ok(Outbound {
        id: message.id,
        ticket: message.ticket,
        to,
        text: message.body.clone(),
        reply_to: answered(tx, org, message)?,
        files: files.collect(),
    })
}

/// What the channel calls the message that this one answers; of several parts the first.
fn answered(tx: &mut Tx<'_>, org: OrgId, message: &Message) -> Result<Option<String>> {
    let Some(id) = message.reply_to else { return Ok(None) };
    let Some(answered) = message::store::row(tx, org, id)? else {
        return Ok(None);
    };
    if answered.provider.is_some() {
        return Ok(answered.provider);
    }
    let part = parts::of(tx, org, id)?.into_iter().find_map(|part| part.provider);
    Ok(part.or(Some(id.to_string())))
}
