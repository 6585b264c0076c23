//! The routes of canned responses.

use access::Perm::{CannedManage, CannedRead};
use axum::Json;
use axum::http::StatusCode;
use kit::{CannedId, Page};

use super::save::Draft;
use super::{Canned, Category, save, store};
use crate::http::Permit::Desk;
use crate::http::{Answer, Body, Created, Cx, Fault, On, Slice};

pub fn routes() -> Slice {
    Slice::new("canned")
        .get("/canned", Desk(CannedRead), "canned.list: responses offered to you", list)
        .post("/canned", Desk(CannedManage), "canned.create: add a response", create)
        .patch("/canned/{canned}", Desk(CannedManage), "canned.edit: change a response", edit)
        .delete("/canned/{canned}", Desk(CannedManage), "canned.delete: remove a response", delete)
        .get(
            "/categories",
            Desk(CannedRead),
            "category.list: categories of responses",
            categories,
        )
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "CannedPath")]
struct Path {
    canned: CannedId,
}

async fn list(cx: Cx) -> Answer<Page<Canned>> {
    let all = cx
        .read(|tx, who| store::all(tx, who.org(), (!save::sees_all(who)).then(|| who.member())))
        .await?;
    Ok(Json(Page::whole(all)))
}

async fn categories(cx: Cx) -> Answer<Page<Category>> {
    Ok(Json(Page::whole(cx.read(|tx, who| store::categories(tx, who.org())).await?)))
}

async fn create(cx: Cx, body: Body<Draft>) -> Result<Created<Canned>, Fault> {
    let make = move |tx: &mut db::Tx<'_>, who: &crate::who::Who| save::create(tx, who, &body.value);
    Ok(cx.create(body.print, make, |tx, who, id| store::one(tx, who.org(), id)).await?)
}

async fn edit(cx: Cx, On(path): On<Path>, body: Body<Draft>) -> Answer<Canned> {
    Ok(Json(cx.write(move |tx, who| save::edit(tx, who, path.canned, &body.value)).await?))
}

async fn delete(cx: Cx, On(path): On<Path>) -> Result<StatusCode, Fault> {
    cx.write(move |tx, who| super::delete::delete(tx, who, path.canned)).await?;
    Ok(StatusCode::NO_CONTENT)
}
