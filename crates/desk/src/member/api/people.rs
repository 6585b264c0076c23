//! Members as people.

use axum::Json;
use axum::response::NoContent;
use db::Tx;
use kit::{InvitationId, MemberId, Page, Result, Time};

use super::Path;
use crate::http::{Answer, Ask, Body, Created, Cx, Fault, On};
use crate::member::card::{Card, Row, card};
use crate::member::colleagues::{self, Colleague};
use crate::member::invitation::send::{self, Way};
use crate::member::profile::{self, Change as ProfileChange};
use crate::member::store::invitation;
use crate::member::{Presence, create, edit, list as listing, remove as removal, reset as resetting, suspend as suspension};
use crate::ticket::leave::Left;
use crate::who::Who;
use crate::who::secret::{self, Purpose};

/// A link that somebody else has to be given, shown once.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Invited {
    pub id: InvitationId,
    pub expires_at: Time,
    /// Only when no mail server is configured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MemberMade")]
pub struct Made {
    pub member: Card,
    pub invitation: Option<Invited>,
}

/// A fresh invitation's secret, and which way it goes.
#[derive(Clone)]
struct Fresh {
    shown: String,
    hash: [u8; 32],
    way: Way,
    public_url: String,
}

impl Fresh {
    fn new(cx: &Cx) -> Result<Self> {
        let shown = secret::new(Purpose::Invitation)?;
        let hash = secret::sha256(shown.as_bytes());
        let way = if cx.app.mailer.is_off() { Way::Copy } else { Way::Mail };
        Ok(Self {
            shown,
            hash,
            way,
            public_url: cx.app.config.public_url.clone(),
        })
    }

    /// What is shown of a member's open invitation. The link only if this request made it: a repeat of one does not know it.
    fn show(&self, tx: &mut Tx<'_>, who: &Who, member: MemberId) -> Result<Option<Invited>> {
        let open = invitation::open(tx, who.org(), member)?;
        Ok(open.map(|open| {
            let ours = self.way == Way::Copy && open.secret_hash == self.hash;
            let link = ours.then(|| format!("{}/invitation?token={}", self.public_url, self.shown));
            Invited {
                id: open.id,
                expires_at: open.expires_at,
                link,
            }
        }))
    }
}

pub async fn list(cx: Cx, Ask(filter): Ask<listing::Filter>) -> Answer<Page<Row>> {
    Ok(Json(cx.read(move |tx, who| listing::list(tx, who, &filter)).await?))
}

pub async fn create(cx: Cx, body: Body<create::New>) -> Result<Created<Made>, Fault> {
    let fresh = Fresh::new(&cx)?;
    let shown = fresh.clone();
    let make = move |tx: &mut Tx<'_>, who: &Who| {
        let member = create::create(tx, who, &body.value)?;
        send::send(tx, who, member, fresh.hash, fresh.way)?;
        Ok(member)
    };
    let show = move |tx: &mut Tx<'_>, who: &Who, member| {
        Ok(Made {
            member: card(tx, who, member)?,
            invitation: shown.show(tx, who, member)?,
        })
    };
    Ok(cx.create(body.print, make, show).await?)
}

pub async fn get(cx: Cx, On(path): On<Path>) -> Answer<Card> {
    Ok(Json(cx.read(move |tx, who| card(tx, who, path.member)).await?))
}

pub async fn edit(cx: Cx, On(path): On<Path>, body: Body<edit::Change>) -> Answer<Card> {
    let changed = move |tx: &mut Tx<'_>, who: &Who| {
        edit::edit(tx, who, path.member, &body.value)?;
        card(tx, who, path.member)
    };
    Ok(Json(cx.write(changed).await?))
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct Removal {
    /// Who gets the open tickets that they could serve. Nobody: they go back to their queues.
    pub reassign_to: Option<MemberId>,
}

pub async fn remove(cx: Cx, On(path): On<Path>, Ask(ask): Ask<Removal>) -> Answer<Left> {
    Ok(Json(
        cx.write(move |tx, who| removal::remove(tx, who, path.member, ask.reassign_to))
            .await?,
    ))
}

pub async fn suspend(cx: Cx, On(path): On<Path>) -> Answer<Card> {
    let changed = move |tx: &mut Tx<'_>, who: &Who| {
        suspension::suspend(tx, who, path.member)?;
        card(tx, who, path.member)
    };
    Ok(Json(cx.write(changed).await?))
}

pub async fn resume(cx: Cx, On(path): On<Path>) -> Answer<Card> {
    let changed = move |tx: &mut Tx<'_>, who: &Who| {
        suspension::resume(tx, who, path.member)?;
        card(tx, who, path.member)
    };
    Ok(Json(cx.write(changed).await?))
}

/// A reset link, when no mail server is configured.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct ResetLink {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

pub async fn reset(cx: Cx, On(path): On<Path>) -> Answer<ResetLink> {
    let shown = secret::new(Purpose::Reset)?;
    let off = cx.app.mailer.is_off();
    let way = if off {
        resetting::Way::Copy(secret::sha256(shown.as_bytes()))
    } else {
        resetting::Way::Mail
    };
    cx.write(move |tx, who| resetting::reset(tx, who, path.member, way)).await?;
    Ok(Json(ResetLink {
        link: off.then(|| format!("{}/reset?token={shown}", cx.app.config.public_url)),
    }))
}

pub async fn invite(cx: Cx, On(path): On<Path>) -> Answer<Option<Invited>> {
    let fresh = Fresh::new(&cx)?;
    let made = move |tx: &mut Tx<'_>, who: &Who| {
        send::send(tx, who, path.member, fresh.hash, fresh.way)?;
        fresh.show(tx, who, path.member)
    };
    Ok(Json(cx.write(made).await?))
}

pub async fn uninvite(cx: Cx, On(path): On<Path>) -> Result<NoContent, Fault> {
    cx.write(move |tx, who| send::cancel(tx, who, path.member)).await?;
    Ok(NoContent)
}

pub async fn colleagues(cx: Cx, Ask(filter): Ask<colleagues::Filter>) -> Answer<Page<Colleague>> {
    Ok(Json(Page::whole(
        cx.read(move |tx, who| colleagues::colleagues(tx, who, &filter)).await?,
    )))
}

/// What members see of themselves in one organisation.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MemberProfile")]
pub struct Profile {
    pub id: MemberId,
    pub signature: String,
    pub photo: Option<kit::FileId>,
    pub presence: Presence,
}

pub async fn profile(cx: Cx, body: Body<ProfileChange>) -> Answer<Profile> {
    let member = cx.write(move |tx, who| profile::profile(tx, who, &body.value)).await?;
    Ok(Json(Profile {
        id: member.id,
        signature: member.signature,
        photo: member.photo,
        presence: member.presence,
    }))
}
