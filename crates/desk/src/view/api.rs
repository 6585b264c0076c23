//! The routes of views.

use axum::Json;
use axum::http::StatusCode;
use kit::{Page, Result, ViewId};

use super::list::{self, Counted};
use super::save::{self, Choice};
use crate::http::Permit::{Member, Person as Signed};
use crate::http::{Answer, Body, Created, Cx, Fault, On, Person, Slice};
use crate::ticket::Filter;

pub fn routes() -> Slice {
    let own = "every member has views; each is counted inside the reader's reach";
    Slice::new("view")
        .get("/views", Member(own), "view.list: all views with their counts", all)
        .post("/views", Member(own), "view.create: save a filter", create)
        .patch("/views/{view}", Member(own), "view.edit: change a saved filter of yours", edit)
        .delete("/views/{view}", Member(own), "view.delete: give a saved filter up", delete)
}

/// Routes over all organisations that a person serves.
pub fn across() -> Slice {
    let own = "one's own memberships, each with its own reach";
    Slice::root("view").get(
        "/api/v1/me/views",
        Signed(own),
        "me.views: the two external views with their counts",
        external,
    )
}

async fn all(cx: Cx) -> Answer<Page<Counted>> {
    Ok(Json(Page::whole(cx.read(list::list).await?)))
}

async fn external(person: Person) -> Answer<Page<Counted>> {
    let (app, account) = (person.app.clone(), person.session.account);
    let views = person.app.db.read(move |tx| list::across(tx, &app.callers, account)).await?;
    Ok(Json(Page::whole(views)))
}

/// What is to be saved.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "SaveView")]
struct Save {
    name: String,
    /// Others of the organisation may use it; each sees through it what they may see.
    #[serde(default)]
    shared: bool,
    filter: Filter,
}

async fn create(cx: Cx, body: Body<Save>) -> Result<Created<Counted>, Fault> {
    let choice = Choice {
        name: Some(body.value.name),
        shared: Some(body.value.shared),
        filter: Some(body.value.filter),
    };
    Ok(cx
        .create(body.print, move |tx, who| save::create(tx, who, &choice), list::one)
        .await?)
}

/// `/organisations/{org}/views/{view}`.
#[derive(Clone, Copy, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ViewPath")]
struct Path {
    view: ViewId,
}

/// What is to be changed; what is not named stays.
#[derive(Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "EditView")]
struct Edit {
    name: Option<String>,
    shared: Option<bool>,
    filter: Option<Filter>,
}

async fn edit(cx: Cx, On(path): On<Path>, body: Body<Edit>) -> Answer<Counted> {
    let Edit { name, shared, filter } = body.value;
    let choice = Choice { name, shared, filter };
    let changed = cx
        .write(move |tx, who| {
            let id = save::change(tx, who, path.view, &choice)?;
            list::one(tx, who, id)
        })
        .await?;
    Ok(Json(changed))
}

async fn delete(cx: Cx, On(path): On<Path>) -> Result<StatusCode, Fault> {
    cx.write(move |tx, who| save::remove(tx, who, path.view)).await?;
    Ok(StatusCode::NO_CONTENT)
}
