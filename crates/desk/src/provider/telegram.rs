//! The door of Telegram's webhook, and what its bots are told about it.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use channel::Outcome;
use channel_telegram::connect::{self, Hook, Profile};
use channel_telegram::{Bot, HEADER};
use kit::{Error, OrgId};

use super::ask::{ask, ours};
use super::door::{Knock, refused};
use super::take;
use crate::App;
use crate::channel::{Channel, Kind, learn, store};
use crate::http::Fault;
use crate::who::secret;

/// What comes with the secret that Telegram was given. It is answered when that is on disk, and brings again what it was not answered for.
pub async fn deliver(knock: Knock) -> Result<Response, Fault> {
    let door = knock.door(Kind::Telegram).await?;
    if !secret::same(door.secret.as_bytes(), knock.header(HEADER).as_bytes())? {
        return Err(refused().into());
    }
    let came = channel_telegram::read(&knock.body).ok_or_else(|| Error::malformed("json_malformed"))?;
    if let Some(group) = came.leave {
        tracing::info!(channel = %door.channel.id, "a bot leaves a group that it was taken into");
        return Ok(([(header::CONTENT_TYPE, "application/json")], channel_telegram::leave(group)).into_response());
    }
    let own = door.channel.id;
    // An update does not say whose it is: the address and its secret do.
    take::bring(&knock.app, door.org, vec![came.delivery], move |channels, _| {
        channels.iter().find(|c| c.id == own)
    })
    .await?;
    Ok(StatusCode::OK.into_response())
}

/// Has Telegram bring what customers write to this channel, and keeps how it calls the bot.
pub async fn introduce(app: &App, org: OrgId, channel: &Channel, bot: &Bot) -> Result<Profile, Outcome> {
    let profile = connect::profile(&ask(app, org, bot.ask_profile()).await?)?;
    let id = channel.id;
    let secret = app.db.read(move |tx| store::secret(tx, org, id)).await.map_err(ours)?;
    let url = format!("{}/api/v1/hooks/telegram/{}", app.config.public_url, channel.address);
    connect::done(&ask(app, org, bot.set_hook(&url, &secret)).await?)?;
    let username = profile.username.clone();
    let kept = app.db.write(org, move |tx| learn::username(tx, org, id, &username));
    kept.await.map_err(ours)?;
    Ok(profile)
}

/// How it goes with what Telegram brings.
pub async fn how(app: &App, org: OrgId, bot: &Bot) -> Result<Hook, Outcome> {
    connect::hook(&ask(app, org, bot.ask_hook()).await?)
}

/// Has nothing brought any more, unless another channel has taken the bot over meanwhile.
pub async fn part(app: &App, org: OrgId, channel: &Channel, bot: &Bot) -> Result<(), Outcome> {
    let (id, token) = (channel.id, bot.token.clone());
    let elsewhere = app.db.read(move |tx| learn::has_bot(tx, org, id, &token)).await.map_err(ours)?;
    if elsewhere {
        return Ok(());
    }
    connect::done(&ask(app, org, bot.drop_hook()).await?)
}
