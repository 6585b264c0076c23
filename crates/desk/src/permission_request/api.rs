//! The routes of what is asked for.

use access::Perm::UserEdit;
use axum::Json;
use axum::response::NoContent;
use db::Tx;
use kit::{Page, PermissionRequestId, Result, Time};

use super::ask::{self, New};
use super::card::Card;
use super::{grant, limits, list, refuse, withdraw};
use crate::account::limit;
use crate::http::Permit::{At, Member};
use crate::http::{Answer, Body, Created, Cx, Fault, On, Slice};
use crate::who::Who;

pub fn routes() -> Slice {
    let own = Member("about oneself");
    Slice::new("permission_request")
        .post(
            "/permission-requests",
            own,
            "permission_request.ask: ask those who can give it for a permission that one misses; the same again is the same",
            make,
        )
        .get(
            "/permission-requests",
            Member("only what one could grant oneself"),
            "permission_request.list: what waits for my answer, the oldest first",
            waiting,
        )
        .get(
            "/me/permission-requests",
            own,
            "permission_request.own: what I asked for in the last thirty days, and what came of it",
            mine,
        )
        .post(
            "/permission-requests/{permission_request}/grant",
            At(UserEdit),
            "permission_request.grant: they may do it from now on, or until some time; only what is one's own to give",
            give,
        )
        .post(
            "/permission-requests/{permission_request}/refusal",
            At(UserEdit),
            "permission_request.refuse: they may not, and why",
            deny,
        )
        .delete(
            "/permission-requests/{permission_request}",
            own,
            "permission_request.withdraw: I no longer ask for it",
            back,
        )
}

/// `/organisations/{org}/permission-requests/{permission_request}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PermissionRequestPath")]
struct Path {
    permission_request: PermissionRequestId,
}

async fn make(cx: Cx, body: Body<New>) -> Result<Created<Card>, Fault> {
    limit::take(&cx.app, &limits::of(cx.who.member())).await?;
    let make = move |tx: &mut Tx<'_>, who: &Who| ask::ask(tx, who, &body.value);
    Ok(cx.create(body.print, make, list::one).await?)
}

async fn waiting(cx: Cx) -> Answer<Page<Card>> {
    Ok(Json(Page::whole(cx.read(list::waiting).await?)))
}

async fn mine(cx: Cx) -> Answer<Page<Card>> {
    Ok(Json(Page::whole(cx.read(list::own).await?)))
}

/// For how long.
#[derive(Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "PermissionRequestGrant")]
struct Grant {
    /// None: for good.
    until: Option<Time>,
}

async fn give(cx: Cx, On(path): On<Path>, body: Body<Grant>) -> Result<NoContent, Fault> {
    let until = body.value.until;
    cx.write(move |tx, who| grant::grant(tx, who, path.permission_request, until))
        .await?;
    Ok(NoContent)
}

/// A word why.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PermissionRequestRefusal")]
struct Refusal {
    /// Read by who asked; at most 300 characters.
    reason: String,
}

async fn deny(cx: Cx, On(path): On<Path>, body: Body<Refusal>) -> Result<NoContent, Fault> {
    cx.write(move |tx, who| refuse::refuse(tx, who, path.permission_request, &body.value.reason))
        .await?;
    Ok(NoContent)
}

async fn back(cx: Cx, On(path): On<Path>) -> Result<NoContent, Fault> {
    cx.write(move |tx, who| withdraw::withdraw(tx, who, path.permission_request))
        .await?;
    Ok(NoContent)
}
