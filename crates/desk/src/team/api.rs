//! The routes of teams.

use access::Perm::{TeamManage, TeamRead};
use axum::Json;
use axum::response::NoContent;
use db::Tx;
use kit::{MemberId, Page, Result, TeamId};

use super::card::{self, Card, Row};
use super::{archive, create, edit, seats};
use crate::http::Permit::{At, Desk};
use crate::http::{Answer, Ask, Body, Created, Cx, Fault, On, Slice};
use crate::ticket::leave::Left;
use crate::who::Who;

pub fn routes() -> Slice {
    Slice::new("team")
        .get("/teams", At(TeamRead), "team.list: the teams that one knows of", list)
        .post("/teams", Desk(TeamManage), "team.create: make a team", make)
        .get("/teams/{team}", At(TeamRead), "team.get: a team and who is in it", get)
        .patch(
            "/teams/{team}",
            At(TeamManage),
            "team.edit: change name, description, visibility, parent or how its queue is shared out",
            change,
        )
        .delete(
            "/teams/{team}",
            At(TeamManage),
            "team.archive: archive a team, moving what it has to another",
            end,
        )
        .put(
            "/teams/{team}/members/{member}",
            At(TeamManage),
            "team.join: put a member into a team",
            join,
        )
        .delete(
            "/teams/{team}/members/{member}",
            At(TeamManage),
            "team.leave: take a member out of a team",
            leave,
        )
}

/// `/organisations/{org}/teams/{team}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "TeamPath")]
pub struct Path {
    pub team: TeamId,
}

async fn list(cx: Cx) -> Answer<Page<Row>> {
    Ok(Json(Page::whole(cx.read(card::list).await?)))
}

async fn make(cx: Cx, body: Body<create::New>) -> Result<Created<Card>, Fault> {
    Ok(cx
        .create(body.print, move |tx, who| create::create(tx, who, &body.value), card::card)
        .await?)
}

async fn get(cx: Cx, On(path): On<Path>) -> Answer<Card> {
    Ok(Json(cx.read(move |tx, who| card::card(tx, who, path.team)).await?))
}

async fn change(cx: Cx, On(path): On<Path>, body: Body<edit::Change>) -> Answer<Card> {
    let changed = move |tx: &mut Tx<'_>, who: &Who| {
        edit::edit(tx, who, path.team, &body.value)?;
        card::card(tx, who, path.team)
    };
    Ok(Json(cx.write(changed).await?))
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct Heir {
    /// Where its live tickets, channels and subteams go.
    pub move_to: Option<TeamId>,
}

async fn end(cx: Cx, On(path): On<Path>, Ask(ask): Ask<Heir>) -> Answer<Left> {
    Ok(Json(
        cx.write(move |tx, who| archive::archive(tx, who, path.team, ask.move_to)).await?,
    ))
}

/// `/organisations/{org}/teams/{team}/members/{member}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct SeatPath {
    pub team: TeamId,
    pub member: MemberId,
}

#[derive(Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "TeamSeat")]
pub struct Seat {
    /// Make it their default team, or no longer.
    pub default: Option<bool>,
}

async fn join(cx: Cx, On(path): On<SeatPath>, body: Body<Seat>) -> Result<NoContent, Fault> {
    cx.write(move |tx, who| seats::join(tx, who, path.team, path.member, body.value.default))
        .await?;
    Ok(NoContent)
}

async fn leave(cx: Cx, On(path): On<SeatPath>) -> Result<NoContent, Fault> {
    cx.write(move |tx, who| seats::leave(tx, who, path.team, path.member)).await?;
    Ok(NoContent)
}
