//! Reading.

use std::str::FromStr;

use access::Perm;
use axum::Json;
use kit::{ChannelId, CompanyId, ContactId, Cursor, Error, LabelId, OriginId, Page, TeamId, TicketId, ViewId};
use serde::de::IntoDeserializer;

use super::Path;
use crate::http::{Answer, Ask, Cx, On};
use crate::ticket::explain::{self, Explanation};
use crate::ticket::filter::{Filter, View, Whose};
use crate::ticket::list::{self, Sort};
use crate::ticket::one::{self, Whole};
use crate::ticket::row::Row;
use crate::ticket::{next, store};

/// Which tickets. Several values of one kind are joined by commas.
#[derive(Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "TicketQuery")]
pub struct Query {
    view: Option<View>,
    /// A saved view, instead of `view`; what else is given narrows it further.
    saved: Option<ViewId>,
    state: Option<String>,
    team: Option<String>,
    assignee: Option<Whose>,
    channel: Option<String>,
    label: Option<String>,
    origin: Option<String>,
    priority: Option<String>,
    contact: Option<ContactId>,
    /// Of contacts who work for it.
    company: Option<CompanyId>,
    sort: Option<Sort>,
    cursor: Option<String>,
    limit: Option<u32>,
}

impl Query {
    /// The filter it names, over a saved one.
    fn over(&self, saved: Filter) -> kit::Result<Filter> {
        fn or<T>(asked: Vec<T>, saved: Vec<T>) -> Vec<T> {
            if asked.is_empty() { saved } else { asked }
        }
        Ok(Filter {
            view: self.view.unwrap_or(saved.view),
            state: or(words("state", self.state.as_deref())?, saved.state),
            team: or(ids::<TeamId>("team", self.team.as_deref())?, saved.team),
            assignee: self.assignee.or(saved.assignee),
            channel: or(ids::<ChannelId>("channel", self.channel.as_deref())?, saved.channel),
            label: or(ids::<LabelId>("label", self.label.as_deref())?, saved.label),
            origin: or(ids::<OriginId>("origin", self.origin.as_deref())?, saved.origin),
            priority: or(words("priority", self.priority.as_deref())?, saved.priority),
            contact: self.contact.or(saved.contact),
            company: self.company.or(saved.company),
        })
    }
}

fn parts(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.unwrap_or_default().split(',').map(str::trim).filter(|part| !part.is_empty())
}

fn ids<I: FromStr>(field: &str, text: Option<&str>) -> kit::Result<Vec<I>> {
    parts(text)
        .map(|part| {
            part.parse()
                .map_err(|_| Error::invalid(field, "value_invalid").with_param("reason", part))
        })
        .collect()
}

fn words<T: for<'de> serde::Deserialize<'de>>(field: &str, text: Option<&str>) -> kit::Result<Vec<T>> {
    let word = |part: &str| T::deserialize(IntoDeserializer::<serde::de::value::Error>::into_deserializer(part));
    parts(text)
        .map(|part| word(part).map_err(|_| Error::invalid(field, "value_invalid").with_param("reason", part)))
        .collect()
}

pub async fn list(cx: Cx, Ask(query): Ask<Query>) -> Answer<Page<Row>> {
    let after = query.cursor.as_deref().map(Cursor::read).transpose()?;
    let limit = query.limit.unwrap_or(kit::page::DEFAULT_LIMIT).clamp(1, kit::page::MAX_LIMIT);
    let page = cx
        .read(move |tx, who| {
            let saved = match query.saved {
                Some(view) => store::words::saved_filter(tx, who, view)?.ok_or_else(Error::unknown)?,
                None => Filter::default(),
            };
            list::list(tx, who, &query.over(saved)?, query.sort.unwrap_or_default(), after, limit)
        })
        .await?;
    Ok(Json(page))
}

pub async fn one(cx: Cx, On(path): On<Path>) -> Answer<Whole> {
    let whole = cx.read(move |tx, who| one::one(tx, who, path.ticket)).await?;
    cx.read_across(path.ticket).await?;
    Ok(Json(whole))
}

/// `/organisations/{org}/tickets/number/{number}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct Numbered {
    number: i64,
}

pub async fn by_number(cx: Cx, On(path): On<Numbered>) -> Answer<Whole> {
    let whole = cx.read(move |tx, who| one::by_number(tx, who, path.number)).await?;
    cx.read_across(whole.ticket.id).await?;
    Ok(Json(whole))
}

/// How many wait.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct Waiting {
    /// Counted up to 999.
    waiting: i64,
    more: bool,
}

pub async fn waiting(cx: Cx) -> Answer<Waiting> {
    let waiting = cx.read(next::waiting).await?;
    Ok(Json(Waiting {
        waiting: waiting.min(crate::ticket::count::MOST),
        more: waiting > crate::ticket::count::MOST,
    }))
}

/// `/organisations/{org}/tickets/{ticket}/explain/{permission}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "TicketAsked")]
pub struct Asked {
    ticket: TicketId,
    permission: Perm,
}

pub async fn explain(cx: Cx, On(path): On<Asked>) -> Answer<Explanation> {
    Ok(Json(
        cx.read(move |tx, who| explain::explain(tx, who, path.ticket, path.permission))
            .await?,
    ))
}
