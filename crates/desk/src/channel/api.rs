//! The routes of channels.

use access::Perm::{ChannelManage, ChannelRead};
use access::{Perm, Place};
use axum::Json;
use axum::http::StatusCode;
use kit::{ChannelId, Error, Page, TeamId, Time};

use super::save::{Change, Draft};
use super::{Channel, Health, Kind, State, save, store};
use crate::http::Permit::{At, Desk};
use crate::http::{Answer, Body, Created, Cx, Fault, On, Slice};

use crate::who::Who;
use crate::who::secret::{self, Purpose};

pub fn routes() -> Slice {
    Slice::new("channel")
        .get("/channels", At(ChannelRead), "channel.list: channels you work with", list)
        .post(
            "/channels",
            Desk(ChannelManage),
            "channel.create: add a channel; its secret is shown once",
            create,
        )
        .get("/channels/{channel}", At(ChannelRead), "channel.get: one channel", get)
        .patch("/channels/{channel}", Desk(ChannelManage), "channel.edit: change a channel", edit)
        .delete(
            "/channels/{channel}",
            Desk(ChannelManage),
            "channel.archive: put a channel away",
            archive,
        )
        .post(
            "/channels/{channel}/secret",
            Desk(ChannelManage),
            "channel.rotate: a new secret, shown once",
            rotate,
        )
}

/// A channel as the API shows it. Address and settings are for who manages channels.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ChannelView")]
struct View {
    id: ChannelId,
    kind: Kind,
    name: String,
    team: TeamId,
    state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    managed: Option<Managed>,
    /// Shown once, when it was just made.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
struct Managed {
    address: String,
    settings: serde_json::Value,
    /// The names of the credentials that were given; nobody reads them again.
    credentials: Vec<String>,
    health: Health,
    created_at: Time,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ChannelPath")]
struct Path {
    channel: ChannelId,
}

fn view(who: &Who, c: Channel, secret: Option<String>) -> View {
    let manages = who.can(Perm::ChannelManage, &Place::Desk);
    let managed = Managed {
        address: c.address,
        settings: c.settings,
        credentials: c.given,
        health: c.health,
        created_at: c.created_at,
    };
    View {
        id: c.id,
        kind: c.kind,
        name: c.name,
        team: c.team,
        state: c.state,
        managed: manages.then_some(managed),
        // Where the desk says it itself nobody needs to see it.
        secret: secret.filter(|_| !c.kind.introduces_itself()),
    }
}

fn readable(who: &Who, c: &Channel) -> bool {
    who.can(
        Perm::ChannelRead,
        &Place::Channel {
            channel: c.id,
            team: Some(c.team),
        },
    )
}

/// What the secret that we make is for: to sign, or for a provider to say back to us, which takes plain letters.
fn purpose(kind: Kind) -> Purpose {
    match kind {
        Kind::Webchat | Kind::Api => Purpose::Signing,
        Kind::Whatsapp | Kind::Telegram => Purpose::Provider,
    }
}

async fn list(cx: Cx) -> Answer<Page<View>> {
    let all = cx
        .read(|tx, who| {
            Ok(store::all(tx, who.org())?
                .into_iter()
                .filter(|c| readable(who, c))
                .map(|c| view(who, c, None))
                .collect())
        })
        .await?;
    Ok(Json(Page::whole(all)))
}

fn show(tx: &mut db::Tx<'_>, who: &Who, id: ChannelId, secret: Option<String>) -> kit::Result<View> {
    let channel = store::one(tx, who.org(), id)?
        .filter(|c| c.state != State::Archived && readable(who, c))
        .ok_or_else(Error::unknown)?;
    Ok(view(who, channel, secret))
}

async fn get(cx: Cx, On(path): On<Path>) -> Answer<View> {
    Ok(Json(cx.read(move |tx, who| show(tx, who, path.channel, None)).await?))
}

async fn create(cx: Cx, body: Body<Draft>) -> Result<Created<View>, Fault> {
    let made = secret::new(purpose(body.value.kind))?;
    let address = data_encoding::BASE64URL_NOPAD.encode(&secret::random()?[..15]);
    let shown = made.clone();
    let make = move |tx: &mut db::Tx<'_>, who: &Who| save::create(tx, who, &body.value, &address, &made);
    // A repeat gets the channel, not the secret: that one was shown.
    let show = move |tx: &mut db::Tx<'_>, who: &Who, id| {
        let fresh = store::secret(tx, who.org(), id)? == shown;
        show(tx, who, id, fresh.then(|| shown.clone()))
    };
    Ok(cx.create(body.print, make, show).await?)
}

async fn edit(cx: Cx, On(path): On<Path>, body: Body<Change>) -> Answer<View> {
    let changed = cx.write(move |tx, who| {
        save::edit(tx, who, path.channel, &body.value)?;
        show(tx, who, path.channel, None)
    });
    Ok(Json(changed.await?))
}

async fn archive(cx: Cx, On(path): On<Path>) -> Result<StatusCode, Fault> {
    cx.write(move |tx, who| save::archive(tx, who, path.channel)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn rotate(cx: Cx, On(path): On<Path>) -> Answer<View> {
    let (org, id) = (cx.org(), path.channel);
    let kind = cx
        .app
        .db
        .read(move |tx| Ok::<_, Error>(store::one(tx, org, id)?.map(|channel| channel.kind)));
    let made = secret::new(kind.await?.map_or(Purpose::Signing, purpose))?;
    let changed = cx.write(move |tx, who| {
        save::rotate(tx, who, path.channel, &made)?;
        show(tx, who, path.channel, Some(made.clone()))
    });
    Ok(Json(changed.await?))
}
