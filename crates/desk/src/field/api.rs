//! The routes of custom fields.

use access::Perm::{FieldManage, FieldRead};
use axum::Json;
use axum::http::StatusCode;
use kit::{FieldId, Page};

use super::save::{Draft, Looks};
use super::{Field, save, store};
use crate::http::Permit::Desk;
use crate::http::{Answer, Body, Created, Cx, Fault, On, Slice};

pub fn routes() -> Slice {
    Slice::new("field")
        .get("/fields", Desk(FieldRead), "field.list: custom fields in use", list)
        .post("/fields", Desk(FieldManage), "field.create: add a custom field", create)
        .patch("/fields/{field}", Desk(FieldManage), "field.edit: change a custom field", edit)
        .delete(
            "/fields/{field}",
            Desk(FieldManage),
            "field.archive: put a custom field away",
            archive,
        )
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "FieldPath")]
struct Path {
    field: FieldId,
}

async fn list(cx: Cx) -> Answer<Page<Field>> {
    Ok(Json(Page::whole(cx.read(|tx, who| store::all(tx, who.org())).await?)))
}

async fn create(cx: Cx, body: Body<Draft>) -> Result<Created<Field>, Fault> {
    let make = move |tx: &mut db::Tx<'_>, who: &crate::who::Who| save::create(tx, who, &body.value);
    Ok(cx.create(body.print, make, |tx, who, id| store::one(tx, who.org(), id)).await?)
}

async fn edit(cx: Cx, On(path): On<Path>, body: Body<Looks>) -> Answer<Field> {
    Ok(Json(cx.write(move |tx, who| save::edit(tx, who, path.field, &body.value)).await?))
}

async fn archive(cx: Cx, On(path): On<Path>) -> Result<StatusCode, Fault> {
    cx.write(move |tx, who| save::archive(tx, who, path.field)).await?;
    Ok(StatusCode::NO_CONTENT)
}
