//! Messages and activities as a reader may see them.

use std::collections::{BTreeMap, BTreeSet};

use access::{Perm, Place};
use db::Tx;
use kit::{ActivityId, FileId, MemberId, MessageId, Result, Time};

use super::link::address;
use super::{Delivery, Kind, Message, jobs, policy, store};
use crate::file::name;
use crate::ticket::Ticket;
use crate::ticket::person::{People, Person};
use crate::who::Who;

/// A file of a message; its content is at `…/files/{file}`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MessageFile")]
pub struct File {
    pub id: FileId,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub has_preview: bool,
}

/// A file that the customer sent and that is not here yet, or will not come.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MessageMedia")]
pub struct Awaited {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// As the customer's channel says.
    pub media_type: String,
    /// Code of why it could not be fetched; none while it is awaited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

/// The message that one answers.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "QuotedMessage")]
pub struct Quoted {
    pub id: MessageId,
    pub kind: Kind,
    /// The beginning.
    pub text: String,
    /// Nobody of ours when the customer wrote it.
    pub author: Option<Person>,
}

/// What the first address in a message leads to, as its page says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MessageLink")]
pub struct Link {
    /// As it stands in the message: never one that the page chose.
    pub url: String,
    /// Its host, in the letters in which it is looked up.
    pub host: String,
    pub title: String,
    pub description: Option<String>,
    /// What the site calls itself.
    pub site: Option<String>,
    /// A small picture; its content is at `…/files/{file}`.
    pub picture: Option<FileId>,
}

/// A message or note.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Message")]
pub struct Shown {
    pub id: MessageId,
    pub seq: i64,
    pub kind: Kind,
    pub body: String,
    /// Nobody of ours when the customer wrote it.
    pub author: Option<Person>,
    pub files: Vec<File>,
    /// What came with it and is still with the customer's channel.
    pub media: Vec<Awaited>,
    /// The sign that the customer put to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reaction: Option<String>,
    pub reply_to: Option<Quoted>,
    pub mentions: Vec<Person>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    pub delivery: Delivery,
    /// Code of why it failed; of a customer's message, of why there is no more of it: `unsupported`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    pub created_at: Time,
    /// Until when its author may take it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo_until: Option<Time>,
}

/// What happened: a line between messages.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Activity")]
pub struct Happened {
    pub id: ActivityId,
    pub seq: i64,
    pub at: Time,
    /// `opened`, `assigned`, `transferred`, `held`, `released`, `snoozed`, `woke`, `closed`, `reopened`, `edited`, `labelled`, `origin_set`,
    /// `merged`, `merged_away`, `handed` (a bulk transfer).
    pub kind: String,
    /// Nobody of ours when the customer or Relevo itself did it.
    pub by: Option<Person>,
    /// Ids and codes: what it was and what it became.
    pub body: serde_json::Value,
    /// The names of those ids in `body` that the reader may know.
    pub names: BTreeMap<String, String>,
}

/// An activity's row.
#[derive(Clone, Debug)]
pub struct Activity {
    pub id: ActivityId,
    pub seq: i64,
    pub at: Time,
    pub member: Option<MemberId>,
    pub kind: String,
    pub body: serde_json::Value,
}

/// One message, for the answer of the verb that made it.
pub fn one(tx: &mut Tx<'_>, who: &Who, ticket: &Ticket, message: Message) -> Result<Shown> {
    let (mut messages, _) = all(tx, who, ticket, vec![message], Vec::new())?;
    messages.pop().ok_or_else(kit::Error::unknown)
}

/// Everything that a page of the timeline needs, with a fixed number of statements.
pub fn all(
    tx: &mut Tx<'_>,
    who: &Who,
    ticket: &Ticket,
    messages: Vec<Message>,
    activities: Vec<Activity>,
) -> Result<(Vec<Shown>, Vec<Happened>)> {
    let notes = who.can(Perm::NoteRead, &Place::At(ticket.facts()));
    let mut files = store::files::of(tx, ticket.org, messages.iter().map(|m| m.id))?;
    let mut media = store::media::of(tx, ticket.org, messages.iter().filter(|m| m.kind == Kind::In).map(|m| m.id))?;
    let mut reactions = store::reactions::of(
        tx,
        ticket.org,
        messages
            .iter()
            .filter(|m| m.provider.is_some() || m.kind == Kind::Out)
            .map(|m| m.id),
    )?;
    let mentions = store::mentions_in(tx, ticket.org, messages.iter().filter(|m| m.kind == Kind::Note).map(|m| m.id))?;
    let mut links = store::links::of(
        tx,
        ticket.org,
        messages.iter().filter(|m| address::first(&m.body).is_some()).map(|m| m.id),
    )?;
    let quoted = store::beginnings(tx, ticket, messages.iter().filter_map(|m| m.reply_to))?;
    let words = store::names::of_bodies(tx, who, activities.iter().map(|a| &a.body))?;
    let people: BTreeSet<MemberId> = (messages.iter().filter_map(|m| m.member))
        .chain(activities.iter().filter_map(|a| a.member))
        .chain(mentions.values().flatten().copied())
        .chain(quoted.values().filter_map(|q| q.member))
        .chain(words.members.iter().copied())
        .collect();
    let people = People::of(tx, who, people)?;
    let undo = match messages
        .iter()
        .any(|m| m.delivery == Delivery::Queued && m.member == Some(who.member()))
    {
        true => policy::undo(tx, who, "")?,
        false => std::time::Duration::ZERO,
    };
    let message = |m: Message| {
        let quote = m.reply_to.and_then(|id| quoted.get(&id)).filter(|q| notes || q.kind != Kind::Note);
        let mine = m.delivery == Delivery::Queued && m.member == Some(who.member());
        Shown {
            undo_until: jobs::undo_until(m.created_at, undo).filter(|until| mine && who.now < *until),
            author: m.member.map(|id| people.get(id)),
            link: links.remove(&m.id).and_then(|said| link(&m.body, said)),
            files: files.remove(&m.id).unwrap_or_default(),
            media: media.remove(&m.id).unwrap_or_default().into_iter().map(awaited).collect(),
            reaction: reactions.remove(&m.id),
            reply_to: quote.map(|q| Quoted {
                id: q.id,
                kind: q.kind,
                text: q.text.clone(),
                author: q.member.map(|id| people.get(id)),
            }),
            mentions: mentions.get(&m.id).into_iter().flatten().map(|id| people.get(*id)).collect(),
            id: m.id,
            seq: m.seq,
            kind: m.kind,
            body: m.body,
            delivery: m.delivery,
            failure: m.failure,
            created_at: m.created_at,
        }
    };
    let messages = messages.into_iter().map(message).collect();
    let activities = activities.into_iter().map(|a| happened(a, &people, &words)).collect();
    Ok((messages, activities))
}

fn awaited(one: store::media::Awaited) -> Awaited {
    Awaited {
        name: one.media.name.as_deref().map(name::clean),
        media_type: one.media.media_type,
        failure: one.failure,
    }
}

fn link(body: &str, said: store::links::Said) -> Option<Link> {
    let address = address::first(body)?;
    Some(Link {
        url: address.written.to_owned(),
        host: address.target.host_str()?.to_owned(),
        title: said.title,
        description: said.description,
        site: said.site,
        picture: said.picture,
    })
}

fn happened(a: Activity, people: &People, words: &store::names::Words) -> Happened {
    let mut names = BTreeMap::new();
    for text in store::names::texts(&a.body) {
        let person = text
            .parse::<MemberId>()
            .ok()
            .map(|id| people.get(id))
            .filter(|p| p.id.is_some())
            .map(|p| p.name);
        if let Some(name) = person.or_else(|| words.names.get(text).cloned()) {
            names.insert(text.to_owned(), name);
        }
    }
    Happened {
        id: a.id,
        seq: a.seq,
        at: a.at,
        kind: a.kind,
        by: a.member.map(|id| people.get(id)),
        body: a.body,
        names,
    }
}
