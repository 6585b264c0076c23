//! A visitor's own conversation.

use db::Tx;
use kit::{MessageId, Result, Time};

use super::store;
use super::visitor::Visitor;
use crate::message::conversation::{Said, conversation};
use crate::message::shown::File;
use crate::message::timeline::Side;
use crate::message::{Delivery, Kind};
use crate::ticket::State;

/// How many messages are given at once.
const LIMIT: u32 = 200;

/// A message as its customer sees it.
#[derive(Clone, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "WidgetMessage")]
pub struct View {
    pub id: MessageId,
    pub seq: i64,
    pub kind: Kind,
    pub body: String,
    pub files: Vec<File>,
    pub author: Option<Author>,
    pub reply_to: Option<MessageId>,
    pub created_at: Time,
    pub delivery: Delivery,
}

#[derive(Clone, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "WidgetAuthor")]
pub struct Author {
    pub name: String,
}

#[derive(Clone, PartialEq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "WidgetTicket")]
pub struct Ticket {
    pub state: State,
    pub assignee: Option<Name>,
}

#[derive(Clone, PartialEq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "WidgetAssignee")]
pub struct Name {
    pub name: String,
}

#[derive(Clone, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "WidgetConversation")]
pub struct Whole {
    pub ticket: Option<Ticket>,
    pub messages: Vec<View>,
    /// Whether there is more before these; always false of what was said after a place.
    pub older: bool,
    pub read_seq: i64,
    pub unread: i64,
}

/// What was said after a place, or the newest of it. What can still be taken back is not said yet.
pub fn messages(tx: &mut Tx<'_>, v: &Visitor, after: Option<i64>) -> Result<Vec<View>> {
    Ok(stretch(tx, v, after.map_or(Side::End, Side::After))?.0)
}

/// One stretch of it, and whether there is something older.
fn stretch(tx: &mut Tx<'_>, v: &Visitor, side: Side) -> Result<(Vec<View>, bool)> {
    let Some(identity) = v.identity else {
        return Ok((Vec::new(), false));
    };
    let (before, after) = match side {
        Side::Before(seq) => (Some(seq), None),
        Side::After(seq) => (None, Some(seq)),
        Side::End => (None, None),
    };
    let said = conversation(tx, v.org, identity, before, after, LIMIT)?;
    let older = match said.first() {
        Some(first) if after.is_none() => !conversation(tx, v.org, identity, Some(first.message.seq), None, 1)?.is_empty(),
        _ => false,
    };
    let shown = said
        .into_iter()
        .filter(|s| s.message.kind == Kind::In || s.message.delivery != Delivery::Queued)
        .map(view)
        .collect();
    Ok((shown, older))
}

pub fn view(said: Said) -> View {
    let m = said.message;
    let author = said.author.filter(|_| m.kind == Kind::Out).map(|name| Author { name });
    View {
        id: m.id,
        seq: m.seq,
        kind: m.kind,
        body: m.body,
        files: said.files,
        author,
        reply_to: m.reply_to,
        created_at: m.created_at,
        delivery: m.delivery,
    }
}

pub fn ticket(tx: &mut Tx<'_>, v: &Visitor) -> Result<Option<Ticket>> {
    Ok(store::ticket(tx, v)?.map(|(_, state, name)| Ticket {
        state,
        assignee: name.map(|name| Name { name }),
    }))
}

pub fn whole(tx: &mut Tx<'_>, v: &Visitor, side: Side) -> Result<Whole> {
    let (read_seq, unread) = store::read(tx, v)?;
    let (messages, older) = stretch(tx, v, side)?;
    Ok(Whole {
        ticket: ticket(tx, v)?,
        messages,
        older,
        read_seq,
        unread,
    })
}
