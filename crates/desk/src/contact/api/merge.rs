//! Two contacts become one, and are two again.

use axum::Json;
use db::Tx;
use kit::{ContactId, ContactMergeId, Page, Result};

use super::{Path, Whole, whole};
use crate::contact::merge::card::{self, Card};
use crate::contact::merge::join::Asked;
use crate::contact::merge::preview::Preview;
use crate::contact::merge::{join as verb, preview as look, undo as back};
use crate::http::{Answer, Body, Created, Cx, Fault, On};
use crate::who::Who;

/// `/organisations/{org}/contacts/{contact}/merges/{merge}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ContactMergePath")]
pub(super) struct MergePath {
    contact: ContactId,
    merge: ContactMergeId,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ContactMergeFrom")]
pub(super) struct From {
    /// The contact that would come into this one.
    from: ContactId,
}

pub(super) async fn list(cx: Cx, On(path): On<Path>) -> Answer<Page<Card>> {
    Ok(Json(Page::whole(cx.read(move |tx, who| card::list(tx, who, path.contact)).await?)))
}

pub(super) async fn join(cx: Cx, On(path): On<Path>, body: Body<Asked>) -> Result<Created<Card>, Fault> {
    let make = move |tx: &mut Tx<'_>, who: &Who| verb::join(tx, who, path.contact, &body.value);
    Ok(cx.create(body.print, make, card::card).await?)
}

pub(super) async fn preview(cx: Cx, On(path): On<Path>, body: Body<From>) -> Answer<Preview> {
    Ok(Json(
        cx.read(move |tx, who| look::preview(tx, who, path.contact, body.value.from))
            .await?,
    ))
}

/// The kept one as it is then.
pub(super) async fn undo(cx: Cx, On(path): On<MergePath>) -> Answer<Whole> {
    let parted = cx.write(move |tx, who| {
        let contact = back::undo(tx, who, path.contact, path.merge)?;
        whole(tx, who, contact, &access::Place::Desk)
    });
    Ok(Json(parted.await?))
}
