//! The only SQL of search: what is indexed, and what is found.

use std::collections::BTreeSet;

use access::{Perm, Reach};
use db::search::{Look, Query};
use db::{FromRow, Row, Sql, Tx};
use kit::{CompanyId, ContactId, Id, MemberId, MessageId, OrgId, Result, TicketId, Time};

use super::find::Narrow;
use crate::ticket::State;
use crate::ticket::store::few;
use crate::ticket::store::page::Into;
use crate::who::Who;

/// What of a contact is searched.
pub struct Contact {
    pub id: ContactId,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub document: Option<String>,
    pub company: Option<String>,
}

impl FromRow for Contact {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            phone: row.get(2)?,
            email: row.get(3)?,
            document: row.get(4)?,
            company: row.get(5)?,
        })
    }
}

fn among<I: Id>(text: &str, org: OrgId, column: &str, ids: &BTreeSet<I>) -> Sql
where
    db::Arg<'static>: From<I>,
{
    Sql::new(text)
        .bind(org)
        .push(&format!(" AND {column} IN "))
        .list(few(ids.iter().copied()))
}

pub fn contacts(tx: &mut Tx<'_>, org: OrgId, ids: &BTreeSet<ContactId>) -> Result<Vec<Contact>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = "SELECT id, name, phone, email, document, (SELECT k.name FROM company k WHERE k.org_id = contact.org_id AND k.id = contact.company_id \
        AND k.removed_at IS NULL) FROM contact WHERE merged_into IS NULL AND org_id = ";
    Ok(tx.all_sql(&among(text, org, "id", ids))?)
}

/// A company, and what of it is searched.
pub fn companies(tx: &mut Tx<'_>, org: OrgId, ids: &BTreeSet<CompanyId>) -> Result<Vec<Company>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = "SELECT id, name, phone, document, domains FROM company WHERE removed_at IS NULL AND org_id = ";
    let row = |(id, name, phone, document, domains)| Company {
        id,
        name,
        phone,
        document,
        domains,
    };
    Ok(tx.all_sql(&among(text, org, "id", ids))?.into_iter().map(row).collect())
}

/// What of a company is searched.
pub struct Company {
    pub id: CompanyId,
    pub name: String,
    pub phone: Option<String>,
    pub document: Option<String>,
    pub domains: Option<String>,
}

/// Who works for a company, after a place in the order of their last activity: who is heard of meanwhile comes later, and is not missed.
pub fn employed(tx: &mut Tx<'_>, org: OrgId, company: CompanyId, after: (Time, ContactId), most: u32) -> Result<Vec<(Time, ContactId)>> {
    let sql = Sql::new("SELECT last_at, id FROM contact WHERE company_id IS NOT NULL AND org_id = ").bind(org);
    let sql = sql
        .push(" AND company_id = ")
        .bind(company)
        .push(" AND (last_at, id) > (")
        .bind(after.0);
    Ok(tx.all_sql(&sql.push(", ").bind(after.1).push(") ORDER BY last_at, id").limit(most))?)
}

pub fn tickets(tx: &mut Tx<'_>, org: OrgId, ids: &BTreeSet<TicketId>) -> Result<Vec<(TicketId, i64, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(tx.all_sql(&among("SELECT id, number, subject FROM ticket WHERE org_id = ", org, "id", ids))?)
}

/// What of a message is searched, or shown of it when it was found.
pub struct Message {
    pub id: MessageId,
    pub ticket: TicketId,
    pub kind: String,
    pub seq: i64,
    pub member: Option<MemberId>,
    pub at: Time,
    pub body: String,
    /// The names of its files.
    pub files: String,
}

impl FromRow for Message {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            ticket: row.get(1)?,
            kind: row.get(2)?,
            seq: row.get(3)?,
            member: row.get(4)?,
            at: row.get(5)?,
            body: row.get(6)?,
            files: row.get::<Option<String>>(7)?.unwrap_or_default(),
        })
    }
}

pub fn messages(tx: &mut Tx<'_>, org: OrgId, ids: &BTreeSet<MessageId>) -> Result<Vec<Message>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = "SELECT m.id, m.ticket_id, m.kind, m.seq, m.member_id, m.created_at, m.body, \
        (SELECT STRING_AGG(f.name, ' ' ORDER BY h.position) FROM message_file h JOIN file f ON f.org_id = h.org_id AND f.id = h.file_id \
        WHERE h.org_id = m.org_id AND h.message_id = m.id) FROM message m WHERE m.org_id = ";
    Ok(tx.all_sql(&among(text, org, "m.id", ids))?)
}

/// A row of the index that the reader may know of.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Grows with time: the latest indexed first, and where the next page begins.
    pub key: i64,
    /// `con`, `tkt`, `msg` or `note`.
    pub kind: String,
    pub id: [u8; 16],
    pub owner: [u8; 16],
}

impl FromRow for Hit {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            key: row.get(0)?,
            kind: row.get(1)?,
            id: row.get(2)?,
            owner: row.get(3)?,
        })
    }
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub contacts: bool,
    pub tickets: bool,
    pub messages: bool,
    pub narrow: Narrow,
}

/// The latest `limit + 1` hits before a place in the index.
pub fn hits(tx: &mut Tx<'_>, who: &Who, text: &str, wanted: Wanted, before: Option<i64>, limit: u32) -> Result<Vec<Hit>> {
    let (reads, notes) = (who.reach(Perm::TicketRead), who.reach(Perm::NoteRead));
    let mut found = Vec::new();
    for (kind, asked, readers) in [
        ("tkt", wanted.tickets, Readers::OfTicket(&reads, wanted.narrow)),
        ("msg", wanted.messages, Readers::OfTicket(&reads, wanted.narrow)),
        ("note", wanted.messages, Readers::OfTicket(&notes, wanted.narrow)),
        ("con", wanted.contacts, Readers::OfContact),
    ] {
        let nobody = matches!(readers, Readers::OfTicket(reach, _) if reach.is_empty());
        if !asked || nobody {
            continue;
        }
        if let Some(query) = db::search::query(tx, who.org(), kind, text)? {
            found.append(&mut db::search::newest_first(tx, before, limit, |tx, look| {
                one_kind(tx, who, &query, look, &readers, before, limit)
            })?);
        }
    }
    found.sort_unstable_by_key(|hit: &Hit| std::cmp::Reverse(hit.key));
    found.truncate(limit as usize + 1);
    Ok(found)
}

/// Under which rule of access a kind is read.
enum Readers<'r> {
    /// Who may do this with the ticket it belongs to.
    OfTicket(&'r Reach, Narrow),
    OfContact,
}

fn one_kind(
    tx: &mut Tx<'_>,
    who: &Who,
    query: &Query,
    look: Look,
    readers: &Readers<'_>,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Hit>> {
    let mut sql = Sql::new("SELECT d.key, d.kind, d.id, d.owner FROM ");
    query.hits(&mut sql, "d", look);
    // Beginning with the words: from the other end, SQLite would look for them in every ticket.
    sql.add(" CROSS JOIN ");
    match readers {
        Readers::OfTicket(reach, narrow) => {
            sql.add("ticket t WHERE t.org_id = d.org_id AND t.id = d.owner AND ");
            reach.write_sql(&mut Into(&mut sql), "t", who.now);
            sql = narrowed(sql, narrow);
        }
        Readers::OfContact => {
            sql.add("contact c WHERE c.org_id = d.org_id AND c.id = d.id AND ");
            crate::contact::store::readable(&mut sql, who);
        }
    }
    // Again, since an index is no wall.
    sql.add(&format!(" AND d.kind = '{}'", query.kind()));
    if let Some(key) = before {
        sql = sql.push(" AND d.key < ").bind(key);
    }
    let order = query.newest_first("d");
    Ok(tx.all_sql(&sql.push(&format!(" ORDER BY {order}")).limit(limit + 1))?)
}

fn narrowed(mut sql: Sql, narrow: &Narrow) -> Sql {
    if let Some(team) = narrow.team {
        sql = sql.push(" AND t.team_id = ").bind(team);
    }
    if let Some(channel) = narrow.channel {
        sql = sql.push(" AND t.channel_id = ").bind(channel);
    }
    match narrow.closed {
        Some(true) => sql.push(" AND t.state = ").bind(State::Closed.name()),
        Some(false) => sql.push(" AND t.state <> ").bind(State::Closed.name()),
        None => sql,
    }
}

/// A ticket as a hit names it.
pub struct Ticket {
    pub id: TicketId,
    pub number: i64,
    pub subject: String,
    pub state: String,
    pub contact: ContactId,
    pub name: String,
}

impl FromRow for Ticket {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            number: row.get(1)?,
            subject: row.get(2)?,
            state: row.get(3)?,
            contact: row.get(4)?,
            name: row.get(5)?,
        })
    }
}

pub fn named(tx: &mut Tx<'_>, org: OrgId, ids: &BTreeSet<TicketId>) -> Result<Vec<Ticket>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = "SELECT t.id, t.number, t.subject, t.state, c.id, c.name FROM ticket t JOIN contact c ON c.org_id = t.org_id AND c.id = t.contact_id \
        WHERE t.org_id = ";
    Ok(tx.all_sql(&among(text, org, "t.id", ids))?)
}
