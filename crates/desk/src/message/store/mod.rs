//! The only SQL of messages, and of what hangs from them.
//!
//! - here: one message, its delivery, its mentions.
//! - [`timeline`]: stretches of a ticket's messages and activities. [`names`]: names of the ids in activities.
//! - [`files`]: what files messages have. [`links`]: what addresses in them lead to. [`marks`]: drafts and how far somebody has read.
//! - [`media`]: what is still with a provider. [`parts`]: one of ours as several of a provider's. [`reactions`]: the customer's signs.
//! - [`arrival`]: what receiving looks up, in few statements. [`contact`]: the contact and address of somebody new.

pub mod arrival;
pub mod contact;
pub mod files;
pub mod links;
pub mod marks;
pub mod media;
pub mod names;
pub mod parts;
pub mod reactions;
pub mod timeline;

use std::collections::BTreeMap;

use db::{FromRow, Row, Sql, Tx, args};
use kit::{AccountId, ChannelId, IdentityId, MemberId, MessageId, OrgId, Result, Time};

use super::{Delivery, Kind, Message};
use crate::ticket::Ticket;
use crate::ticket::store::few;

/// The columns of a [`Message`], of alias `m`, in the order in which it is read.
pub const COLUMNS: &str = "m.org_id, m.id, m.ticket_id, m.seq, m.kind, m.member_id, m.channel_id, m.identity_id, m.body, m.reply_to, m.provider_id, \
    m.delivery, m.failure, m.created_at";

/// How many columns [`COLUMNS`] names.
pub const WIDTH: usize = 14;

impl FromRow for Message {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            org: row.get(0)?,
            id: row.get(1)?,
            ticket: row.get(2)?,
            seq: row.get(3)?,
            kind: Kind::from_name(&row.get::<String>(4)?).ok_or(db::Error::Value("a message's kind"))?,
            member: row.get(5)?,
            channel: row.get(6)?,
            identity: row.get(7)?,
            body: row.get(8)?,
            reply_to: row.get(9)?,
            provider: row.get(10)?,
            delivery: Delivery::from_name(&row.get::<String>(11)?).ok_or(db::Error::Value("a message's delivery"))?,
            failure: row.get(12)?,
            created_at: row.get(13)?,
        })
    }
}

pub fn row(tx: &mut Tx<'_>, org: OrgId, id: MessageId) -> Result<Option<Message>> {
    Ok(tx.opt(
        &format!("SELECT {COLUMNS} FROM message m WHERE m.org_id = $1 AND m.id = $2"),
        args![org, id],
    )?)
}

/// By the channel's own id.
pub fn by_provider(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, id: &str) -> Result<Option<Message>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM message m WHERE m.org_id = $1 AND m.channel_id = $2 AND m.provider_id = $3 AND m.provider_id IS NOT NULL"
    );
    Ok(tx.opt(&sql, args![org, channel, id])?)
}

/// By an id that the channel uses: of the message, or of a part of it.
pub fn named(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, id: &str) -> Result<Option<Message>> {
    match by_provider(tx, org, channel, id)? {
        Some(message) => Ok(Some(message)),
        None => match parts::by_provider(tx, org, channel, id)? {
            Some(message) => row(tx, org, message),
            None => Ok(None),
        },
    }
}

pub fn insert(tx: &mut Tx<'_>, m: &Message) -> Result<()> {
    let sql = "INSERT INTO message (org_id, id, ticket_id, seq, kind, member_id, channel_id, identity_id, body, reply_to, provider_id, delivery, failure, \
        created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let args = args![
        m.org,
        m.id,
        m.ticket,
        m.seq,
        m.kind.name(),
        m.member,
        m.channel,
        m.identity,
        &m.body,
        m.reply_to,
        m.provider.as_ref(),
        m.delivery.name(),
        m.failure.as_ref(),
        m.created_at,
    ];
    tx.exec(sql, args)?;
    Ok(())
}

/// A message that was taken back. What hung from it has gone before.
pub fn delete(tx: &mut Tx<'_>, m: &Message) -> Result<()> {
    tx.exec("DELETE FROM message WHERE org_id = $1 AND id = $2", args![m.org, m.id])?;
    Ok(())
}

pub fn set_delivery(tx: &mut Tx<'_>, m: &Message) -> Result<()> {
    let sql = "UPDATE message SET delivery = $3, failure = $4, provider_id = $5 WHERE org_id = $1 AND id = $2";
    tx.exec(sql, args![m.org, m.id, m.delivery.name(), m.failure.as_ref(), m.provider.as_ref()])?;
    Ok(())
}

/// The messages to an address that a report of `delivery` up to a place in the conversation is news for, as they become.
pub fn unseen(tx: &mut Tx<'_>, org: OrgId, identity: IdentityId, up_to: i64, delivery: Delivery) -> Result<Vec<Message>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM ticket t JOIN identity i ON i.org_id = $1 AND i.id = $2 JOIN message m ON m.org_id = t.org_id AND m.ticket_id = COALESCE(t.merged_into, t.id) \
         WHERE t.org_id = $1 AND t.contact_id = i.contact_id AND t.identity_id = $2 AND m.identity_id = $2 AND m.kind = 'out' AND m.seq <= $3 \
         AND m.delivery IN ('sent', 'delivered') ORDER BY m.seq DESC LIMIT 500"
    );
    let found: Vec<Message> = tx.all(&sql, args![org, identity, up_to])?;
    let news = found.into_iter().filter(|m| m.delivery.may_become(delivery));
    Ok(news
        .map(|m| Message {
            delivery,
            failure: None,
            ..m
        })
        .collect())
}

/// What was said to and from an address, with the first names of those who answered; the oldest first.
pub fn conversation(
    tx: &mut Tx<'_>,
    org: OrgId,
    identity: IdentityId,
    before: Option<i64>,
    after: Option<i64>,
    limit: u32,
) -> Result<Vec<(Message, Option<String>)>> {
    struct Line(Message, Option<String>);
    impl FromRow for Line {
        fn from_row(row: &Row<'_>) -> db::Result<Self> {
            Ok(Self(Message::from_row(row)?, row.get(WIDTH)?))
        }
    }
    let mut sql = Sql::new("SELECT DISTINCT ").push(COLUMNS).push(
        ", a.first_name FROM identity i JOIN ticket t ON t.org_id = i.org_id AND t.contact_id = i.contact_id AND t.identity_id = i.id",
    );
    sql = sql.push(" JOIN message m ON m.org_id = t.org_id AND m.ticket_id = COALESCE(t.merged_into, t.id) AND m.identity_id = i.id");
    sql = sql
        .push(" LEFT JOIN member a ON a.org_id = m.org_id AND a.id = m.member_id WHERE m.kind IN ('in', 'out') AND i.org_id = ")
        .bind(org)
        .push(" AND i.id = ")
        .bind(identity);
    if let Some(seq) = before {
        sql = sql.push(" AND m.seq < ").bind(seq);
    }
    if let Some(seq) = after {
        sql = sql.push(" AND m.seq > ").bind(seq);
    }
    let sql = sql
        .push(if after.is_some() {
            " ORDER BY m.seq"
        } else {
            " ORDER BY m.seq DESC"
        })
        .limit(limit);
    let mut lines: Vec<Line> = tx.all_sql(&sql)?;
    lines.sort_by_key(|line| line.0.seq);
    Ok(lines.into_iter().map(|Line(message, author)| (message, author)).collect())
}

/// How a ticket stands by its messages, when some of them have gone or come.
pub struct Standing {
    pub last: Option<MessageId>,
    pub last_note: Option<MessageId>,
    pub waiting_since: Option<Time>,
    pub first_reply_at: Option<Time>,
    pub silent_since: Option<Time>,
}

pub fn standing(tx: &mut Tx<'_>, t: &Ticket) -> Result<Standing> {
    let last = "SELECT id FROM message WHERE org_id = $1 AND ticket_id = $2 AND kind <> 'note' ORDER BY seq DESC LIMIT 1";
    let note = "SELECT id FROM message WHERE org_id = $1 AND ticket_id = $2 AND kind = 'note' ORDER BY seq DESC LIMIT 1";
    let waiting = "SELECT MIN(created_at) FROM message WHERE org_id = $1 AND ticket_id = $2 AND kind = 'in' \
        AND seq > COALESCE((SELECT MAX(seq) FROM message WHERE org_id = $1 AND ticket_id = $2 AND kind = 'out'), 0)";
    let first = "SELECT MIN(created_at) FROM message WHERE org_id = $1 AND ticket_id = $2 AND kind = 'out' AND member_id IS NOT NULL";
    let silent = "SELECT MIN(created_at) FROM message WHERE org_id = $1 AND ticket_id = $2 AND kind = 'out' AND member_id IS NOT NULL \
        AND seq > COALESCE((SELECT MAX(seq) FROM message WHERE org_id = $1 AND ticket_id = $2 AND kind = 'in'), 0)";
    let args = args![t.org, t.id];
    Ok(Standing {
        last: tx.opt(last, args)?,
        last_note: tx.opt(note, args)?,
        waiting_since: tx.one(waiting, args)?,
        first_reply_at: tx.one(first, args)?,
        silent_since: tx.one(silent, args)?,
    })
}

/// When something was said, by its place in the conversation.
pub fn said_at(tx: &mut Tx<'_>, t: &Ticket, seq: i64) -> Result<Option<Time>> {
    Ok(tx.opt(
        "SELECT created_at FROM message WHERE org_id = $1 AND ticket_id = $2 AND seq = $3",
        args![t.org, t.id, seq],
    )?)
}

/// Kind and settings of a channel.
pub fn channel_settings(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId) -> Result<Option<(String, String)>> {
    Ok(tx.opt(
        "SELECT kind, settings FROM channel WHERE org_id = $1 AND id = $2",
        args![org, channel],
    )?)
}

/// A person's own choices and their organisation's, as JSON. A service has none of its own.
pub fn preferences(tx: &mut Tx<'_>, org: OrgId, account: AccountId) -> Result<(Option<String>, String)> {
    let sql = "SELECT a.preferences, o.settings FROM organisation o LEFT JOIN account a ON a.id = $2 WHERE o.id = $1";
    Ok(tx.one(sql, args![org, account])?)
}

pub fn mention(tx: &mut Tx<'_>, note: &Message, member: MemberId) -> Result<()> {
    let sql = "INSERT INTO mention (org_id, member_id, message_id, ticket_id, at) VALUES ($1, $2, $3, $4, $5)";
    tx.exec(sql, args![note.org, member, note.id, note.ticket, note.created_at])?;
    Ok(())
}

pub fn mentions_in(tx: &mut Tx<'_>, org: OrgId, notes: impl Iterator<Item = MessageId>) -> Result<BTreeMap<MessageId, Vec<MemberId>>> {
    let notes = few(notes);
    let mut all: BTreeMap<MessageId, Vec<MemberId>> = BTreeMap::new();
    if !notes.is_empty() {
        let sql = Sql::new("SELECT message_id, member_id FROM mention WHERE org_id = ")
            .bind(org)
            .push(" AND message_id IN ")
            .list(notes);
        for (note, member) in tx.all_sql::<(MessageId, MemberId)>(&sql.push(" ORDER BY member_id"))? {
            all.entry(note).or_default().push(member);
        }
    }
    Ok(all)
}

/// The beginning of a quoted message.
#[derive(Clone, Debug)]
pub struct Beginning {
    pub id: MessageId,
    pub kind: Kind,
    pub member: Option<MemberId>,
    pub text: String,
}

pub fn beginnings(tx: &mut Tx<'_>, t: &Ticket, ids: impl Iterator<Item = MessageId>) -> Result<BTreeMap<MessageId, Beginning>> {
    let ids = few(ids);
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = Sql::new("SELECT id, kind, member_id, SUBSTR(body, 1, 200) FROM message WHERE org_id = ").bind(t.org);
    let sql = sql.push(" AND ticket_id = ").bind(t.id).push(" AND id IN ").list(ids);
    let rows: Vec<(MessageId, String, Option<MemberId>, String)> = tx.all_sql(&sql)?;
    let beginning = |(id, kind, member, text): (MessageId, String, Option<MemberId>, String)| {
        Some((
            id,
            Beginning {
                id,
                kind: Kind::from_name(&kind)?,
                member,
                text,
            },
        ))
    };
    Ok(rows.into_iter().filter_map(beginning).collect())
}
