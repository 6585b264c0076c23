//! Opening, and what a ticket says of itself.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::http::StatusCode;
use kit::{ChannelId, ContactId, Error, FieldId, FileId, LabelId, MemberId, OriginId, TeamId, TicketId};

use super::{Path, acted};
use crate::contact::Profile;
use crate::http::{Answer, Body, Created, Cx, Fault, On};
use crate::text::given;
use crate::ticket::edit::Edit;
use crate::ticket::label::Change;
use crate::ticket::one::{self, Acted, Whole};
use crate::ticket::open::{Opening, With};
use crate::ticket::{Priority, edit as editing, follow as following, label as labelling, open as opening, origin as origins};

/// Somebody new.
#[derive(Clone, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "NewTicketContact")]
pub struct NewContact {
    name: String,
    /// With the country's prefix, or as it is dialled in the organisation's country.
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    email: Option<String>,
}

/// What is to be opened.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "OpenTicket")]
pub struct Open {
    /// Somebody known; or `new_contact`.
    #[serde(default)]
    contact: Option<ContactId>,
    #[serde(default)]
    new_contact: Option<NewContact>,
    channel: ChannelId,
    /// The channel's own when absent.
    #[serde(default)]
    team: Option<TeamId>,
    /// You, when absent; nobody, when `null`.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<MemberId>")]
    assignee: Option<Option<MemberId>>,
    #[serde(default)]
    origin: Option<OriginId>,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    priority: Option<Priority>,
    #[serde(default)]
    labels: BTreeSet<LabelId>,
    /// The first message.
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    files: Vec<FileId>,
}

pub async fn open(cx: Cx, body: Body<Open>) -> Result<Created<Whole>, Fault> {
    let opening = opening_of(body.value)?;
    let app = cx.app.clone();
    let made = cx
        .create(
            body.print,
            move |tx, who| Ok(opening::open(tx, &app.callers, who, &opening)?.id),
            one::one,
        )
        .await?;
    Ok(made)
}

fn opening_of(open: Open) -> kit::Result<Opening> {
    let with = match (open.contact, open.new_contact) {
        (Some(contact), None) => With::Contact(contact),
        (None, Some(new)) => With::New(Profile {
            name: new.name,
            phone: new.phone,
            email: new.email,
            ..Profile::default()
        }),
        _ => return Err(Error::invalid("contact", "required")),
    };
    Ok(Opening {
        with,
        channel: open.channel,
        team: open.team,
        assignee: open.assignee,
        origin: open.origin,
        subject: open.subject,
        priority: open.priority.unwrap_or(Priority::Normal),
        labels: open.labels,
        text: open.text,
        files: open.files,
    })
}

/// What is to be changed; what is not named stays.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "EditTicket")]
pub struct Patch {
    #[serde(default)]
    subject: Option<String>,
    #[serde(default)]
    priority: Option<Priority>,
    /// `null`: none.
    #[serde(default, deserialize_with = "given")]
    #[schemars(with = "Option<OriginId>")]
    origin: Option<Option<OriginId>>,
    /// By field; `null` empties one.
    #[serde(default)]
    fields: BTreeMap<FieldId, Option<serde_json::Value>>,
}

pub async fn edit(cx: Cx, On(path): On<Path>, body: Body<Patch>) -> Answer<Acted> {
    let Patch {
        subject,
        priority,
        origin,
        fields,
    } = body.value;
    let changes = Edit { subject, priority, fields };
    acted(cx, move |tx, callers, who| {
        let edited = editing::edit(tx, who, path.ticket, &changes)?;
        // Last, since by it the ticket may leave the editor's reach.
        match origin {
            Some(origin) => origins::set_origin(tx, callers, who, path.ticket, origin),
            None => Ok(edited),
        }
    })
    .await
}

/// All labels it is to have.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "LabelTicket")]
pub struct Labels {
    labels: BTreeSet<LabelId>,
}

pub async fn labels(cx: Cx, On(path): On<Path>, body: Body<Labels>) -> Answer<Acted> {
    let change = Change::Set(body.value.labels);
    acted(cx, move |tx, _, who| labelling::label(tx, who, path.ticket, &change)).await
}

/// `/organisations/{org}/tickets/{ticket}/labels/{label}`.
#[derive(Clone, Copy, serde::Deserialize, schemars::JsonSchema)]
pub struct Labelled {
    ticket: TicketId,
    label: LabelId,
}

pub async fn add_label(cx: Cx, On(path): On<Labelled>) -> Answer<Acted> {
    acted(cx, move |tx, _, who| {
        labelling::label(tx, who, path.ticket, &Change::Add(path.label))
    })
    .await
}

pub async fn remove_label(cx: Cx, On(path): On<Labelled>) -> Answer<Acted> {
    acted(cx, move |tx, _, who| {
        labelling::label(tx, who, path.ticket, &Change::Remove(path.label))
    })
    .await
}

/// Whether one follows.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "FollowedTicket")]
pub struct Followed {
    id: TicketId,
    following: bool,
}

pub async fn follow(cx: Cx, On(path): On<Path>) -> Answer<Followed> {
    cx.write(move |tx, who| following::follow(tx, who, path.ticket)).await?;
    Ok(Json(Followed {
        id: path.ticket,
        following: true,
    }))
}

pub async fn unfollow(cx: Cx, On(path): On<Path>) -> Result<StatusCode, Fault> {
    cx.write(move |tx, who| following::unfollow(tx, who, path.ticket)).await?;
    Ok(StatusCode::NO_CONTENT)
}
