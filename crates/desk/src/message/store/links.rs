//! What the addresses in messages lead to.

use std::collections::BTreeMap;
use std::time::Duration;

use db::{FromRow, Row, Sql, Tx, args};
use kit::{FileId, LinkId, MessageId, OrgId, Result, Time};

use crate::message::Message;
use crate::message::link::page::Page;
use crate::ticket::store::few;

/// The last time that an address was asked.
pub struct Last {
    pub id: LinkId,
    pub begun_at: Time,
    pub ended: bool,
    /// It said something.
    pub shown: bool,
}

impl FromRow for Last {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            begun_at: row.get(1)?,
            ended: row.get::<Option<Time>>(2)?.is_some(),
            shown: row.get::<Option<String>>(3)?.is_some(),
        })
    }
}

pub fn last(tx: &mut Tx<'_>, org: OrgId, address: &[u8; 32], since: Time) -> Result<Option<Last>> {
    let sql = "SELECT id, begun_at, ended_at, title FROM link WHERE org_id = $1 AND address = $2 AND begun_at > $3 ORDER BY begun_at DESC, id DESC LIMIT 1";
    Ok(tx.opt(sql, args![org, address, since])?)
}

/// How many addresses an organisation has asked lately.
pub fn begun_since(tx: &mut Tx<'_>, org: OrgId, since: Time) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM link WHERE org_id = $1 AND begun_at > $2";
    Ok(tx.one(sql, args![org, since])?)
}

pub fn begin(tx: &mut Tx<'_>, org: OrgId, address: &[u8; 32]) -> Result<LinkId> {
    let now = tx.now();
    let id = LinkId::new(now);
    let sql = "INSERT INTO link (org_id, id, address, begun_at) VALUES ($1, $2, $3, $4)";
    tx.exec(sql, args![org, id, address, now])?;
    Ok(id)
}

/// What came of it; no page: nothing to show.
pub fn end(tx: &mut Tx<'_>, org: OrgId, id: LinkId, page: Option<&Page>, picture: Option<FileId>) -> Result<()> {
    let sql = "UPDATE link SET ended_at = $3, title = $4, description = $5, site = $6, file_id = $7 WHERE org_id = $1 AND id = $2";
    let now = tx.now();
    let (title, description, site) = (
        page.map(|p| &p.title),
        page.and_then(|p| p.description.as_ref()),
        page.and_then(|p| p.site.as_ref()),
    );
    tx.exec(sql, args![org, id, now, title, description, site, picture])?;
    Ok(())
}

/// `false` when the message has one already.
pub fn hang(tx: &mut Tx<'_>, message: &Message, link: LinkId) -> Result<bool> {
    let sql = "INSERT INTO message_link (org_id, message_id, link_id) VALUES ($1, $2, $3) ON CONFLICT (org_id, message_id) DO NOTHING";
    Ok(tx.exec(sql, args![message.org, message.id, link])? > 0)
}

/// A message was taken back.
pub fn release(tx: &mut Tx<'_>, message: &Message) -> Result<()> {
    let sql = "DELETE FROM message_link WHERE org_id = $1 AND message_id = $2";
    tx.exec(sql, args![message.org, message.id])?;
    Ok(())
}

/// What a page said of itself.
pub struct Said {
    pub title: String,
    pub description: Option<String>,
    pub site: Option<String>,
    pub picture: Option<FileId>,
}

struct Of(MessageId, Said);

impl FromRow for Of {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let said = Said {
            title: row.get(1)?,
            description: row.get(2)?,
            site: row.get(3)?,
            picture: row.get(4)?,
        };
        Ok(Self(row.get(0)?, said))
    }
}

/// The cards of those messages that have an address.
pub fn of(tx: &mut Tx<'_>, org: OrgId, messages: impl Iterator<Item = MessageId>) -> Result<BTreeMap<MessageId, Said>> {
    let ids = few(messages);
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = Sql::new(
        "SELECT h.message_id, l.title, l.description, l.site, l.file_id FROM message_link h JOIN link l ON l.org_id = h.org_id AND l.id = h.link_id WHERE h.org_id = ",
    );
    let sql = sql.bind(org).push(" AND l.title IS NOT NULL AND h.message_id IN ").list(ids);
    let rows: Vec<Of> = tx.all_sql(&sql)?;
    Ok(rows.into_iter().map(|Of(message, said)| (message, said)).collect())
}

/// Messages are taken back soon after they were written, so that what hangs from none is found among what is not much older.
const WINDOW: Duration = Duration::from_secs(30 * 24 * 3600);

/// Removes answers older than `before` that hang from no message, and their pictures' rows; how many. The bytes of a picture stay,
/// as those of every file do: another upload of the same content may be on its way to them.
pub fn sweep(tx: &mut Tx<'_>, before: Time, most: u32) -> Result<u64> {
    let sql = "SELECT l.org_id, l.id, l.file_id FROM link l WHERE l.begun_at > $1 AND l.begun_at < $2 \
        AND NOT EXISTS (SELECT 1 FROM message_link h WHERE h.org_id = l.org_id AND h.link_id = l.id) ORDER BY l.begun_at LIMIT $3";
    let old: Vec<(OrgId, LinkId, Option<FileId>)> = tx.all(sql, args![before.minus(WINDOW), before, most])?;
    for &(org, link, file) in &old {
        tx.exec("DELETE FROM link WHERE org_id = $1 AND id = $2", args![org, link])?;
        tx.exec("DELETE FROM file WHERE org_id = $1 AND id = $2", args![org, file])?;
    }
    Ok(old.len() as u64)
}
