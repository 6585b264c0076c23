//! What members may do, and what they serve.

use access::{Perm, RoleKey, Scope, Switch};
use axum::Json;
use axum::response::NoContent;
use db::Tx;
use kit::{ChannelId, Error, MemberId, OriginId, Page, Result, SwitchId, TeamId, Time};

use super::Path;
use crate::http::{Answer, Body, Created, Cx, Fault, On};
use crate::member::card::{Card, card};
use crate::member::effect::Effect;
use crate::member::teams::Seat;
use crate::member::what_if::{Proposal, what_if};
use crate::member::{roles as role_verb, served, switches as switch_verb, teams as team_verb};
use crate::who::Who;

#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct Roles {
    /// Built-in ones by their word, custom ones by their id.
    pub roles: Vec<RoleKey>,
}

pub async fn roles(cx: Cx, On(path): On<Path>, body: Body<Roles>) -> Answer<Card> {
    let changed = move |tx: &mut Tx<'_>, who: &Who| {
        role_verb::roles(tx, who, path.member, &body.value.roles)?;
        card(tx, who, path.member)
    };
    Ok(Json(cx.write(changed).await?))
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct Teams {
    pub teams: Vec<Seat>,
}

pub async fn teams(cx: Cx, On(path): On<Path>, body: Body<Teams>) -> Answer<Card> {
    let changed = move |tx: &mut Tx<'_>, who: &Who| {
        team_verb::teams(tx, who, path.member, &body.value.teams)?;
        card(tx, who, path.member)
    };
    Ok(Json(cx.write(changed).await?))
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct Origins {
    /// None listed: all.
    pub origins: Vec<OriginId>,
}

/// What a member serves from now on.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct Served<T> {
    pub member: MemberId,
    pub served: Vec<T>,
}

pub async fn origins(cx: Cx, On(path): On<Path>, body: Body<Origins>) -> Answer<Served<OriginId>> {
    let served = body.value.origins.clone();
    cx.write(move |tx, who| served::origins(tx, who, path.member, &body.value.origins))
        .await?;
    Ok(Json(Served {
        member: path.member,
        served,
    }))
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct Channels {
    /// None listed: all.
    pub channels: Vec<ChannelId>,
}

pub async fn channels(cx: Cx, On(path): On<Path>, body: Body<Channels>) -> Answer<Served<ChannelId>> {
    let served = body.value.channels.clone();
    cx.write(move |tx, who| served::channels(tx, who, path.member, &body.value.channels))
        .await?;
    Ok(Json(Served {
        member: path.member,
        served,
    }))
}

/// A switch, flat: `scope_id` is a channel's or a team's, and absent for the whole organisation.
#[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Flat {
    pub permission: Perm,
    pub scope: Where,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope_id: Option<String>,
    pub on: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
}

#[derive(Clone, Copy, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    Organisation,
    Channel,
    Team,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MemberRightsShown")]
pub struct Shown {
    pub id: SwitchId,
    #[serde(flatten)]
    pub switch: Flat,
    pub given_by: MemberId,
    pub given_at: Time,
}

impl Flat {
    fn switch(&self) -> Result<Switch> {
        let wrong = || Error::invalid("scope_id", "scope_not_possible");
        let id = self.scope_id.as_deref();
        let scope = match self.scope {
            Where::Organisation if id.is_none() => Scope::Org,
            Where::Organisation => return Err(wrong()),
            Where::Channel => Scope::Channel(id.and_then(|id| id.parse::<ChannelId>().ok()).ok_or_else(wrong)?),
            Where::Team => Scope::Team(id.and_then(|id| id.parse::<TeamId>().ok()).ok_or_else(wrong)?),
        };
        Ok(Switch {
            perm: self.permission,
            scope,
            on: self.on,
            until: self.until,
        })
    }

    fn of(switch: &Switch) -> Self {
        let (scope, scope_id) = match switch.scope {
            Scope::Org => (Where::Organisation, None),
            Scope::Channel(id) => (Where::Channel, Some(id.to_string())),
            Scope::Team(id) => (Where::Team, Some(id.to_string())),
        };
        Self {
            permission: switch.perm,
            scope,
            scope_id,
            on: switch.on,
            until: switch.until,
        }
    }
}

impl From<switch_verb::Shown> for Shown {
    fn from(shown: switch_verb::Shown) -> Self {
        Self {
            id: shown.id,
            switch: Flat::of(&shown.switch),
            given_by: shown.given_by,
            given_at: shown.given_at,
        }
    }
}

pub async fn switches(cx: Cx, On(path): On<Path>) -> Answer<Page<Shown>> {
    let list = cx.read(move |tx, who| switch_verb::list(tx, who, path.member)).await?;
    Ok(Json(Page::whole(list.into_iter().map(Shown::from).collect())))
}

pub async fn switch(cx: Cx, On(path): On<Path>, body: Body<Flat>) -> Result<Created<Shown>, Fault> {
    let switch = body.value.switch()?;
    let make = move |tx: &mut Tx<'_>, who: &Who| switch_verb::put(tx, who, path.member, switch);
    let show = move |tx: &mut Tx<'_>, who: &Who, id| switch_verb::find(tx, who, path.member, id).map(Shown::from);
    Ok(cx.create(body.print, make, show).await?)
}

/// `/organisations/{org}/members/{member}/switches/{switch}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct SwitchPath {
    pub member: MemberId,
    pub switch: SwitchId,
}

pub async fn unswitch(cx: Cx, On(path): On<SwitchPath>) -> Result<NoContent, Fault> {
    cx.write(move |tx, who| switch_verb::remove(tx, who, path.member, path.switch))
        .await?;
    Ok(NoContent)
}

/// What is thought of; what is not said stays as it is.
#[derive(Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "MemberProposal")]
pub struct Proposed {
    pub roles: Option<Vec<RoleKey>>,
    pub teams: Option<Vec<Seat>>,
    /// None listed: all.
    pub channels: Option<Vec<ChannelId>>,
    /// None listed: all.
    pub origins: Option<Vec<OriginId>>,
    /// One that would be set.
    pub switch: Option<Flat>,
    /// One that would be taken away.
    pub unswitch: Option<SwitchId>,
}

pub async fn preview(cx: Cx, On(path): On<Path>, body: Body<Proposed>) -> Answer<Effect> {
    let Proposed {
        roles,
        teams,
        channels,
        origins,
        switch,
        unswitch,
    } = body.value;
    let proposal = Proposal {
        roles,
        teams,
        channels,
        origins,
        switch: switch.map(|flat| flat.switch()).transpose()?,
        unswitch,
    };
    Ok(Json(cx.read(move |tx, who| what_if(tx, who, path.member, &proposal)).await?))
}
