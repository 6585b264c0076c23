//! Acts: who has it, where it is in its life.

use kit::{MemberId, ResolutionId, TeamId, TicketId, Time};

use super::{Path, acted};
use crate::http::{Answer, Body, Cx, On};
use crate::text::given;
use crate::ticket::close::Ending;
use crate::ticket::one::Acted;
use crate::ticket::transfer::To;
use crate::ticket::{assign as assigning, close as closing, hold as holding, merge as merging, next as dispensing, reopen as reopening};
use crate::ticket::{snooze as snoozing, take as taking, transfer as transferring};

pub async fn take(cx: Cx, On(path): On<Path>) -> Answer<Acted> {
    acted(cx, move |tx, _, who| taking::take(tx, who, path.ticket)).await
}

pub async fn next(cx: Cx) -> Answer<Acted> {
    acted(cx, |tx, _, who| dispensing::next(tx, who)).await
}

/// To whom.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "AssignTicket")]
pub struct Assignee {
    /// `null`: nobody, it goes back to its queue.
    member: Option<MemberId>,
}

pub async fn assign(cx: Cx, On(path): On<Path>, body: Body<Assignee>) -> Answer<Acted> {
    acted(cx, move |tx, callers, who| {
        assigning::assign(tx, callers, who, path.ticket, body.value.member)
    })
    .await
}

/// Where to. A team alone is that team's queue.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "TransferTicket")]
pub struct Transfer {
    #[serde(default)]
    team: Option<TeamId>,
    /// `null`: nobody.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<MemberId>")]
    member: Option<Option<MemberId>>,
    /// A private note, left before it moves.
    #[serde(default)]
    note: Option<String>,
}

pub async fn transfer(cx: Cx, On(path): On<Path>, body: Body<Transfer>) -> Answer<Acted> {
    let Transfer { team, member, note } = body.value;
    let to = To { team, member, note };
    acted(cx, move |tx, callers, who| {
        transferring::transfer(tx, callers, who, path.ticket, &to)
    })
    .await
}

pub async fn hold(cx: Cx, On(path): On<Path>) -> Answer<Acted> {
    acted(cx, move |tx, _, who| holding::hold(tx, who, path.ticket)).await
}

pub async fn release(cx: Cx, On(path): On<Path>) -> Answer<Acted> {
    acted(cx, move |tx, _, who| holding::release(tx, who, path.ticket)).await
}

/// Until when.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "SnoozeTicket")]
pub struct Until {
    until: Time,
}

pub async fn snooze(cx: Cx, On(path): On<Path>, body: Body<Until>) -> Answer<Acted> {
    acted(cx, move |tx, _, who| snoozing::snooze(tx, who, path.ticket, body.value.until)).await
}

pub async fn wake(cx: Cx, On(path): On<Path>) -> Answer<Acted> {
    acted(cx, move |tx, _, who| snoozing::end(tx, who, path.ticket)).await
}

/// How it ended.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "CloseTicket")]
pub struct Close {
    /// Required where the organisation says so.
    #[serde(default)]
    resolution: Option<ResolutionId>,
    /// A private note.
    #[serde(default)]
    note: Option<String>,
}

pub async fn close(cx: Cx, On(path): On<Path>, body: Body<Close>) -> Answer<Acted> {
    let ending = Ending {
        resolution: body.value.resolution,
        note: body.value.note,
    };
    acted(cx, move |tx, callers, who| closing::close(tx, callers, who, path.ticket, &ending)).await
}

pub async fn reopen(cx: Cx, On(path): On<Path>) -> Answer<Acted> {
    acted(cx, move |tx, callers, who| reopening::reopen(tx, callers, who, path.ticket)).await
}

/// The ticket that stays.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "MergeTicket")]
pub struct Merge {
    into: TicketId,
}

/// Answers the ticket that stays.
pub async fn merge(cx: Cx, On(path): On<Path>, body: Body<Merge>) -> Answer<Acted> {
    acted(cx, move |tx, _, who| merging::merge(tx, who, path.ticket, body.value.into)).await
}
