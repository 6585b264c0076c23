//! Hands a message that leaves to its channel, asks the provider, and writes down how it ended.

use channel::{Answer, Attachment, Outbound, Outcome};
use db::Tx;
use db::job::Job;
use kit::{Error, OrgId, Result};

use crate::App;
use crate::channel::{Kind, store as channels};
use crate::hook;
use crate::message::delivery::{Report, Which, report};
use crate::message::jobs::Deliver;
use crate::message::{self, Delivery, Message};
use crate::net::Ask;
use crate::work::{self, Done, Failed};

/// After so many attempts the message is *failed*, with its reason, and a person may retry it.
const MOST: u32 = 8;

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
            Some(speaks) => ask(app, org, &message, &speaks, job.attempt).await,
            None => there(app, org, &message).await,
        },
    }
}

/// The same for every channel that has a provider.
async fn ask(app: &App, org: OrgId, message: &Message, speaks: &impl channel::Channel, attempt: u32) -> Done {
    let whole = message.clone();
    let outbound = app.db.read(move |tx| outbound(tx, org, &whole)).await?;
    let outcome = match speaks.call(&outbound, app.clock.now()) {
        Err(code) => Outcome::Failed(code.to_owned()),
        Ok(call) => match app.net.ask(Ask::post(call.url, call.headers, call.body)).await {
            Ok(reply) => speaks.outcome(&Answer {
                status: reply.status,
                body: reply.body.to_vec(),
            }),
            Err(error) if error.is_passing() => Outcome::Retry(error.code().to_owned()),
            Err(error) => Outcome::Failed(error.code().to_owned()),
        },
    };
    let told = match outcome {
        Outcome::Retry(why) if attempt < MOST => return Err(Failed::Retry(why)),
        Outcome::Sent { provider } => Report {
            delivery: Delivery::Sent,
            failure: None,
            provider,
        },
        Outcome::Retry(why) | Outcome::Failed(why) => Report {
            delivery: Delivery::Failed,
            failure: Some(why),
            provider: None,
        },
    };
    write(app, org, message, told).await
}

/// *Sent* once it is there to be read: a visitor's browser, or a system that asks, says later when it has it and when it was seen.
async fn there(app: &App, org: OrgId, message: &Message) -> Done {
    let sent = Report {
        delivery: Delivery::Sent,
        failure: None,
        provider: None,
    };
    write(app, org, message, sent).await
}

/// The person sees it at the message.
async fn write(app: &App, org: OrgId, message: &Message, told: Report) -> Done {
    let (channel, id) = (message.channel, message.id);
    let written = app
        .db
        .write(org, move |tx| report(tx, org, channel, &Which::Ours(id), &told).map(|_| ()));
    Ok(written.await?)
}

fn outbound(tx: &mut Tx<'_>, org: OrgId, message: &Message) -> Result<Outbound> {
    let to = match message.identity {
        Some(identity) => message::store::contact::address(tx, org, identity)?,
        None => None,
    };
    let answered = match message.reply_to {
        Some(id) => message::store::row(tx, org, id)?.map(|m| m.provider.unwrap_or_else(|| m.id.to_string())),
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
        reply_to: answered,
        files: files.collect(),
    })
}
