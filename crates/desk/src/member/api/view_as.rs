//! *View as*.

use axum::Json;
use db::Tx;
use kit::Result;

use super::Path;
use crate::http::{Answer, Body, Created, Cx, Fault, On};
use crate::member::view_as::{self, Seen, Shown};
use crate::who::Who;

/// Nothing is said but whose eyes.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ViewAs")]
pub struct Begin {}

pub async fn begin(cx: Cx, On(path): On<Path>, body: Body<Begin>) -> Result<Created<Shown>, Fault> {
    let make = move |tx: &mut Tx<'_>, who: &Who| view_as::begin(tx, who, path.member);
    let show = |tx: &mut Tx<'_>, who: &Who, id| view_as::shown(tx, who.org(), id);
    Ok(cx.create(body.print, make, show).await?)
}

/// Through whose eyes.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ViewedAs")]
pub struct Now {
    /// Nothing: with one's own.
    viewing: Option<Seen>,
}

pub async fn seen(cx: Cx) -> Answer<Now> {
    let Some(eyes) = cx.eyes else {
        return Ok(Json(Now { viewing: None }));
    };
    let viewing = cx.read(move |tx, who| view_as::seen(tx, who, eyes)).await?;
    Ok(Json(Now { viewing: Some(viewing) }))
}
