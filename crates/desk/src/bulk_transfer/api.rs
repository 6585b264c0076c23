//! The routes of bulk transfers.

use access::Perm::TicketTransferBulk;
use axum::Json;
use db::Tx;
use kit::{BulkTransferId, MemberId, Page, Result};

use super::card::{self, Card};
use super::preview::{self, Preview};
use super::{Draft, begin, undo};
use crate::http::Permit::Desk;
use crate::http::{Answer, Ask, Body, Created, Cx, Fault, On, Slice};
use crate::who::Who;

pub fn routes() -> Slice {
    Slice::new("bulk_transfer")
        .get(
            "/bulk-transfers",
            Desk(TicketTransferBulk),
            "bulk_transfer.list: the latest twenty, of one person or of all",
            list,
        )
        .post(
            "/bulk-transfers",
            Desk(TicketTransferBulk),
            "bulk_transfer.begin: what somebody has goes to others, step by step",
            make,
        )
        .post(
            "/bulk-transfers/preview",
            Desk(TicketTransferBulk),
            "bulk_transfer.preview: how many would go where, and which could not and why; nothing is changed",
            look,
        )
        .get(
            "/bulk-transfers/{bulk_transfer}",
            Desk(TicketTransferBulk),
            "bulk_transfer.get: how far it is, and what stays",
            get,
        )
        .delete(
            "/bulk-transfers/{bulk_transfer}",
            Desk(TicketTransferBulk),
            "bulk_transfer.undo: take it back, within a day; what has gone on since stays there",
            back,
        )
}

/// `/organisations/{org}/bulk-transfers/{bulk_transfer}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "BulkTransferPath")]
struct Path {
    bulk_transfer: BulkTransferId,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "BulkTransferFilter")]
struct Filter {
    /// Whose tickets they were.
    from: Option<MemberId>,
}

async fn list(cx: Cx, Ask(filter): Ask<Filter>) -> Answer<Page<Card>> {
    Ok(Json(Page::whole(cx.read(move |tx, who| card::list(tx, who, filter.from)).await?)))
}

async fn make(cx: Cx, body: Body<Draft>) -> Result<Created<Card>, Fault> {
    Ok(cx
        .create(body.print, move |tx, who| begin::begin(tx, who, &body.value), card::card)
        .await?)
}

async fn look(cx: Cx, body: Body<Draft>) -> Answer<Preview> {
    let callers = cx.app.callers.clone();
    Ok(Json(
        cx.read(move |tx, who| preview::preview(tx, &callers, who, &body.value)).await?,
    ))
}

async fn get(cx: Cx, On(path): On<Path>) -> Answer<Card> {
    Ok(Json(cx.read(move |tx, who| card::card(tx, who, path.bulk_transfer)).await?))
}

async fn back(cx: Cx, On(path): On<Path>) -> Answer<Card> {
    let done = move |tx: &mut Tx<'_>, who: &Who| {
        undo::undo(tx, who, path.bulk_transfer)?;
        card::card(tx, who, path.bulk_transfer)
    };
    Ok(Json(cx.write(done).await?))
}
