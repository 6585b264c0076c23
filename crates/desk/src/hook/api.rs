//! The routes of API channels, for the other system.

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use kit::{Error, FileId, MessageId};

use super::arrive::{Inbound, Landed};
use super::door::Door;
use super::store;
use crate::file::api::upload;
use crate::file::api::{Form, View, view};
use crate::file::store::{self as files, Owner};
use crate::http::Permit::Channel;
use crate::http::{Answer, Body, Created, Fault, On, Slice};
use crate::message::Delivery;
use crate::message::delivery::{Report, Which, report};

const OWN: &str = "the channel's own secret";

pub fn routes() -> Slice {
    Slice::root("hook")
        .post(
            "/api/v1/channels/{address}/messages",
            Channel(OWN),
            "hook.message: a customer wrote",
            message,
        )
        .post(
            "/api/v1/channels/{address}/receipts",
            Channel(OWN),
            "hook.receipt: how far a message of ours has come",
            receipt,
        )
        .post(
            "/api/v1/channels/{address}/files",
            Channel(OWN),
            "hook.upload: upload a file as the form field `file`",
            file,
        )
        .get(
            "/api/v1/channels/{address}/files/{file}",
            Channel(OWN),
            "hook.file: a file of a message of this channel",
            fetch,
        )
}

/// A report about a message that we sent, by our id or by the one that was answered at its delivery.
#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Receipt {
    id: String,
    delivery: Delivery,
    failure: Option<String>,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
struct Noted {
    /// Whether there is such a message.
    known: bool,
}

async fn message(door: Door, body: Body<Inbound>) -> Result<Response, Fault> {
    let (callers, channel, org) = (door.app.callers.clone(), door.channel.id, door.org);
    let landed: Landed = door
        .app
        .db
        .write(org, move |tx| super::arrive::arrive(tx, &callers, org, channel, &body.value))
        .await?;
    let status = if landed.repeated { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(landed)).into_response())
}

async fn receipt(door: Door, body: Body<Receipt>) -> Answer<Noted> {
    let Receipt { id, delivery, failure } = body.value;
    if matches!(delivery, Delivery::Queued | Delivery::Received | Delivery::None) {
        return Err(Error::invalid("delivery", "choice_unknown").into());
    }
    let failure = failure.map(|why| why.chars().take(200).collect());
    let which = id.parse::<MessageId>().map_or_else(|_| Which::Theirs(id), Which::Ours);
    let (org, channel) = (door.org, door.channel.id);
    let told = Report {
        delivery,
        failure,
        provider: None,
    };
    let known = door
        .app
        .db
        .write(org, move |tx| report(tx, org, channel, &which, &told))
        .await?
        .is_some();
    Ok(Json(Noted { known }))
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ChannelFilePath")]
struct FilePath {
    file: FileId,
}

async fn fetch(door: Door, On(path): On<FilePath>, headers: HeaderMap) -> Result<Response, Fault> {
    let (org, channel, id) = (door.org, door.channel.id, path.file);
    let found = door.app.db.read(move |tx| {
        let file = files::row(tx, org, id)?.ok_or_else(Error::unknown)?;
        if store::readable(tx, org, channel, id)? {
            Ok(file)
        } else {
            Err(Error::unknown())
        }
    });
    upload::answer(&door.app, org, &found.await?, &headers, false, false).await
}

async fn file(door: Door, Form(form): Form) -> Result<Created<View>, Fault> {
    let org = door.org;
    let id = upload::put(&door.app, org, Owner::Channel, form).await?;
    let file = door
        .app
        .db
        .read(move |tx| files::row(tx, org, id)?.ok_or_else(Error::unknown))
        .await?;
    Ok(Created(view(file)))
}
