//! The routes of words: four for each noun.

use axum::Json;
use axum::http::StatusCode;
use kit::Page;

use super::create::Draft;
use super::{Label, Noun, Origin, Resolution, Word, store};
use crate::http::Permit::Desk;
use crate::http::{Answer, Body, Created, Cx, Fault, On, Slice};

pub fn routes() -> Slice {
    Slice::new("word")
        .get("/labels", Desk(Label::READ), "label.list: labels in use", list::<Label>)
        .post("/labels", Desk(Label::MANAGE), "label.create: add a label", create::<Label>)
        .patch(
            "/labels/{id}",
            Desk(Label::MANAGE),
            "label.edit: rename or recolour a label",
            edit::<Label>,
        )
        .delete(
            "/labels/{id}",
            Desk(Label::MANAGE),
            "label.archive: put a label away",
            archive::<Label>,
        )
        .get("/origins", Desk(Origin::READ), "origin.list: origins in use", list::<Origin>)
        .post("/origins", Desk(Origin::MANAGE), "origin.create: add an origin", create::<Origin>)
        .patch(
            "/origins/{id}",
            Desk(Origin::MANAGE),
            "origin.edit: rename an origin",
            edit::<Origin>,
        )
        .delete(
            "/origins/{id}",
            Desk(Origin::MANAGE),
            "origin.archive: put an origin away",
            archive::<Origin>,
        )
        .get(
            "/resolutions",
            Desk(Resolution::READ),
            "resolution.list: resolutions in use",
            list::<Resolution>,
        )
        .post(
            "/resolutions",
            Desk(Resolution::MANAGE),
            "resolution.create: add a resolution",
            create::<Resolution>,
        )
        .patch(
            "/resolutions/{id}",
            Desk(Resolution::MANAGE),
            "resolution.edit: rename a resolution",
            edit::<Resolution>,
        )
        .delete(
            "/resolutions/{id}",
            Desk(Resolution::MANAGE),
            "resolution.archive: put a resolution away",
            archive::<Resolution>,
        )
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "WordPath")]
struct Path<I> {
    id: I,
}

async fn list<N: Noun>(cx: Cx) -> Answer<Page<Word<N::Id>>> {
    Ok(Json(Page::whole(cx.read(|tx, who| store::all::<N>(tx, who.org())).await?)))
}

async fn create<N: Noun>(cx: Cx, body: Body<Draft>) -> Result<Created<Word<N::Id>>, Fault> {
    let make = move |tx: &mut db::Tx<'_>, who: &crate::who::Who| super::create::create::<N>(tx, who, &body.value);
    Ok(cx
        .create(body.print, make, |tx, who, id| store::one::<N>(tx, who.org(), id))
        .await?)
}

async fn edit<N: Noun>(cx: Cx, On(path): On<Path<N::Id>>, body: Body<Draft>) -> Answer<Word<N::Id>> {
    Ok(Json(
        cx.write(move |tx, who| super::edit::edit::<N>(tx, who, path.id, &body.value))
            .await?,
    ))
}

async fn archive<N: Noun>(cx: Cx, On(path): On<Path<N::Id>>) -> Result<StatusCode, Fault> {
    cx.write(move |tx, who| super::archive::archive::<N>(tx, who, path.id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
