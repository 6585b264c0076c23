//! What is found, as its reader may see it.

use std::collections::{BTreeMap, BTreeSet};

use db::Tx;
use kit::{ChannelId, ContactId, Cursor, Id, MessageId, Page, Result, TeamId, TicketId, Time};

use super::marks::{Query, Snippet, snippet};
use super::store::{self, Hit, Wanted};
use crate::message;
use crate::ticket::State;
use crate::ticket::person::{People, Person};
use crate::ticket::row::TicketContact;
use crate::who::Who;

/// What to look for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SearchKind")]
pub enum Kind {
    Contact,
    Ticket,
    /// Messages, and notes where they may be read.
    Message,
}

/// Of which tickets: hits of other tickets are left out, and contacts, which are of none, when any of this is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Narrow {
    pub team: Option<TeamId>,
    pub channel: Option<ChannelId>,
    /// Only closed ones, or only those that are not.
    pub closed: Option<bool>,
}

impl Narrow {
    pub fn is_any(&self) -> bool {
        *self != Self::default()
    }
}

/// Something found, the latest first. A ticket is named also where a message of it was found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "SearchHit")]
pub struct Found {
    pub kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<FoundContact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<FoundTicket>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<FoundMessage>,
}

/// A contact, with what of it the words stand in.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct FoundContact {
    pub id: ContactId,
    pub name: String,
    pub snippet: Snippet,
}

/// A ticket, by number and subject.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct FoundTicket {
    pub id: TicketId,
    pub number: i64,
    pub subject: Snippet,
    pub state: State,
    pub contact: TicketContact,
}

/// A message or note, with the place where the words stand.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct FoundMessage {
    pub id: MessageId,
    pub seq: i64,
    pub kind: message::Kind,
    pub author: Option<Person>,
    pub at: Time,
    pub snippet: Snippet,
}

pub fn find(
    tx: &mut Tx<'_>,
    who: &Who,
    text: &str,
    kind: Option<Kind>,
    narrow: Narrow,
    after: Option<Cursor>,
    limit: u32,
) -> Result<Page<Found>> {
    let text = &plain_number(text);
    let all = kind.is_none();
    let wanted = Wanted {
        contacts: (all || kind == Some(Kind::Contact)) && !narrow.is_any(),
        tickets: all || kind == Some(Kind::Ticket),
        messages: all || kind == Some(Kind::Message),
        narrow,
    };
    let hits = store::hits(tx, who, text, wanted, after.map(|cursor| cursor.at.micros()), limit)?;
    let page = Page::cut(hits, limit, |hit| Cursor {
        at: Time::from_micros(hit.key),
        id: [0; 16],
    });
    let next = page.next;
    Ok(Page {
        items: shown(tx, who, &Query::new(text), &page.items)?,
        next,
    })
}

/// A telephone number is one word, however it was typed.
fn plain_number(text: &str) -> String {
    let typed = |c: char| c.is_ascii_digit() || " +-().".contains(c);
    if text.chars().all(typed) && text.chars().filter(char::is_ascii_digit).count() >= 7 {
        return text.chars().filter(char::is_ascii_digit).collect();
    }
    text.to_owned()
}

fn ids<I: Id>(hits: &[Hit], of: impl Fn(&Hit) -> Option<[u8; 16]>) -> BTreeSet<I> {
    hits.iter().filter_map(of).map(I::from_bytes).collect()
}

fn shown(tx: &mut Tx<'_>, who: &Who, query: &Query, hits: &[Hit]) -> Result<Vec<Found>> {
    let said = |hit: &Hit| hit.kind == "msg" || hit.kind == "note";
    let contacts = store::contacts(tx, who.org(), &ids(hits, |hit| (hit.kind == "con").then_some(hit.id)))?;
    let messages = store::messages(tx, who.org(), &ids(hits, |hit| said(hit).then_some(hit.id)))?;
    let tickets = store::named(tx, who.org(), &ids(hits, |hit| (hit.kind != "con").then_some(hit.owner)))?;
    let people = People::of(tx, who, messages.iter().filter_map(|m| m.member))?;
    let contacts: BTreeMap<[u8; 16], Found> = contacts.into_iter().map(|c| (c.id.to_bytes(), contact(c, query))).collect();
    let messages: BTreeMap<[u8; 16], FoundMessage> = messages
        .into_iter()
        .map(|m| (m.id.to_bytes(), said_there(m, query, &people)))
        .collect();
    let tickets: BTreeMap<[u8; 16], FoundTicket> = tickets
        .into_iter()
        .filter_map(|t| Some((t.id.to_bytes(), ticket(t, query)?)))
        .collect();
    // What went away between the index and its rows is left out.
    let found = |hit: &Hit| match &*hit.kind {
        "con" => contacts.get(&hit.id).cloned(),
        "tkt" => Some(Found {
            kind: Kind::Ticket,
            contact: None,
            ticket: Some(tickets.get(&hit.owner)?.clone()),
            message: None,
        }),
        _ => Some(Found {
            kind: Kind::Message,
            contact: None,
            ticket: Some(tickets.get(&hit.owner)?.clone()),
            message: Some(messages.get(&hit.id)?.clone()),
        }),
    };
    Ok(hits.iter().filter_map(found).collect())
}

fn contact(c: store::Contact, query: &Query) -> Found {
    let name = c.name.unwrap_or_default();
    let parts = [Some(name.clone()), c.company, c.phone, c.email, c.document];
    let text = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let found = FoundContact {
        id: c.id,
        name,
        snippet: snippet(&text, query),
    };
    Found {
        kind: Kind::Contact,
        contact: Some(found),
        ticket: None,
        message: None,
    }
}

fn ticket(t: store::Ticket, query: &Query) -> Option<FoundTicket> {
    Some(FoundTicket {
        id: t.id,
        number: t.number,
        subject: snippet(&t.subject, query),
        state: State::from_name(&t.state)?,
        contact: TicketContact {
            id: t.contact,
            name: t.name,
        },
    })
}

fn said_there(m: store::Message, query: &Query, people: &People) -> FoundMessage {
    let text = if m.files.is_empty() {
        m.body
    } else {
        format!("{} {}", m.body, m.files)
    };
    FoundMessage {
        id: m.id,
        seq: m.seq,
        kind: message::Kind::from_name(&m.kind).unwrap_or(message::Kind::Note),
        author: m.member.map(|id| people.get(id)),
        at: m.at,
        snippet: snippet(&text, query),
    }
}
