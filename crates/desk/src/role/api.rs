//! The routes of roles.

use access::Perm::{RoleManage, RoleRead};
use axum::Json;
use axum::response::NoContent;
use db::Tx;
use kit::{Page, Result, RoleId};

use super::card::{self, Card};
use super::{create, delete, edit, registry, what_if};
use crate::http::Permit::{Desk, Member};
use crate::http::{Answer, Body, Created, Cx, Fault, On, Slice};
use crate::member::effect::Effect;
use crate::who::Who;

pub fn routes() -> Slice {
    Slice::new("role")
        .get(
            "/roles",
            Member("names of roles; what is in them only with role.read"),
            "role.list: the roles of the organisation",
            list,
        )
        .post("/roles", Desk(RoleManage), "role.create: make a custom role", make)
        .get("/roles/{role}", Desk(RoleRead), "role.get: one role and what is in it", get)
        .patch("/roles/{role}", Desk(RoleManage), "role.edit: change a role", change)
        .post(
            "/roles/{role}/preview",
            Desk(RoleManage),
            "role.preview: what a change of a role would open and close, and for whom; nothing is changed",
            preview,
        )
        .get(
            "/permissions",
            Desk(RoleRead),
            "role.permissions: every permission that a role can have",
            permissions,
        )
        .delete(
            "/roles/{role}",
            Desk(RoleManage),
            "role.delete: delete a custom role that nobody holds",
            end,
        )
}

/// `/organisations/{org}/roles/{role}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "RolePath")]
pub struct Path {
    pub role: RoleId,
}

async fn list(cx: Cx) -> Answer<Page<Card>> {
    Ok(Json(Page::whole(cx.read(card::list).await?)))
}

async fn make(cx: Cx, body: Body<create::New>) -> Result<Created<Card>, Fault> {
    Ok(cx
        .create(body.print, move |tx, who| create::create(tx, who, &body.value), card::card)
        .await?)
}

async fn get(cx: Cx, On(path): On<Path>) -> Answer<Card> {
    Ok(Json(cx.read(move |tx, who| card::card(tx, who, path.role)).await?))
}

async fn change(cx: Cx, On(path): On<Path>, body: Body<edit::Change>) -> Answer<Card> {
    let changed = move |tx: &mut Tx<'_>, who: &Who| {
        edit::edit(tx, who, path.role, &body.value)?;
        card::card(tx, who, path.role)
    };
    Ok(Json(cx.write(changed).await?))
}

async fn end(cx: Cx, On(path): On<Path>) -> Result<NoContent, Fault> {
    cx.write(move |tx, who| delete::delete(tx, who, path.role)).await?;
    Ok(NoContent)
}

async fn preview(cx: Cx, On(path): On<Path>, body: Body<edit::Change>) -> Answer<Effect> {
    let change = body.value;
    Ok(Json(cx.read(move |tx, who| what_if::what_if(tx, who, path.role, &change)).await?))
}

async fn permissions(_cx: Cx) -> Answer<Page<registry::Card>> {
    Ok(Json(Page::whole(registry::all())))
}
