//! Whose portfolio a contact is in.

use access::Place;
use axum::Json;
use axum::http::StatusCode;

use super::{Path, Whole, whole};
use crate::contact::portfolio as verb;
use crate::http::{Answer, Cx, Fault, On};

pub(super) async fn add(cx: Cx, On(path): On<Path>) -> Answer<Whole> {
    let added = cx.write(move |tx, who| {
        let contact = verb::add(tx, who, path.contact)?;
        whole(tx, who, contact, &Place::Desk)
    });
    Ok(Json(added.await?))
}

/// Nothing is answered: who could read it only by that reads it no more.
pub(super) async fn remove(cx: Cx, On(path): On<Path>) -> Result<StatusCode, Fault> {
    cx.write(move |tx, who| verb::remove(tx, who, path.contact)).await?;
    Ok(StatusCode::NO_CONTENT)
}
