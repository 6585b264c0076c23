//! Hands a message that leaves to the edge of its channel.

use db::job::Job;
use kit::Error;

use crate::App;
use crate::channel::{self, Kind};
use crate::message::jobs::Deliver;
use crate::message::{self, Delivery};
use crate::work::{Done, Failed};
use crate::{hook, widget};

/// One that is no more, or not queued any more, is done.
pub async fn deliver(app: &App, job: &Job) -> Done {
    let Deliver { message } = serde_json::from_str(&job.body).map_err(|error| Failed::Fail(error.to_string()))?;
    let org = job.org.ok_or_else(|| Failed::Fail("a message of no organisation".into()))?;
    let found = app.db.read(move |tx| {
        let Some(message) = message::store::row(tx, org, message)?.filter(|m| m.delivery == Delivery::Queued) else {
            return Ok(None);
        };
        let channel = channel::store::one(tx, org, message.channel)?;
        Ok::<_, Error>(channel.map(|channel| (message, channel)))
    });
    let Some((message, channel)) = found.await? else { return Ok(()) };
    match channel.kind {
        Kind::Webchat => Ok(widget::deliver::deliver(app, org, channel.id, message.id).await?),
        Kind::Api => hook::deliver::deliver(app, org, &channel, &message, job.attempt).await,
    }
}
