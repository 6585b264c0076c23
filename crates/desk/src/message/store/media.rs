//! What customers sent and is still with the provider.

use std::collections::BTreeMap;

use channel::Media;
use db::{FromRow, Row, Sql, Tx, args};
use kit::{FileId, MessageId, OrgId, Result};

use super::files;
use crate::message::Message;
use crate::ticket::store::few;

/// One that is awaited, or could not be fetched.
#[derive(Clone, Debug)]
pub struct Awaited {
    pub position: i64,
    pub media: Media,
    /// Code of why it could not be fetched; none while it is awaited.
    pub failure: Option<String>,
}

impl FromRow for Awaited {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            position: row.get(0)?,
            media: Media {
                id: row.get(1)?,
                name: row.get(2)?,
                media_type: row.get(3)?,
            },
            failure: row.get(4)?,
        })
    }
}

pub fn insert(tx: &mut Tx<'_>, message: &Message, position: i64, media: &Media) -> Result<()> {
    let sql = "INSERT INTO message_media (org_id, message_id, position, provider_id, name, media_type) VALUES ($1, $2, $3, $4, $5, $6)";
    let args = args![message.org, message.id, position, &media.id, media.name.as_ref(), &media.media_type];
    tx.exec(sql, args)?;
    Ok(())
}

pub fn one(tx: &mut Tx<'_>, org: OrgId, message: MessageId, position: i64) -> Result<Option<Awaited>> {
    let sql = "SELECT position, provider_id, name, media_type, failure FROM message_media WHERE org_id = $1 AND message_id = $2 AND position = $3";
    Ok(tx.opt(sql, args![org, message, position])?)
}

/// The places of those that could not be fetched.
pub fn failed(tx: &mut Tx<'_>, org: OrgId, message: MessageId) -> Result<Vec<i64>> {
    let sql = "SELECT position FROM message_media WHERE org_id = $1 AND message_id = $2 AND failure IS NOT NULL ORDER BY position";
    Ok(tx.all(sql, args![org, message])?)
}

/// With its reason, or with none: it is awaited again.
pub fn set_failure(tx: &mut Tx<'_>, org: OrgId, message: MessageId, position: i64, failure: Option<&str>) -> Result<bool> {
    let sql = "UPDATE message_media SET failure = $4 WHERE org_id = $1 AND message_id = $2 AND position = $3";
    Ok(tx.exec(sql, args![org, message, position, failure])? > 0)
}

/// It is here, and hangs from its message as a file. `false` when somebody else has done that.
pub fn land(tx: &mut Tx<'_>, message: &Message, position: i64, file: FileId) -> Result<bool> {
    let sql = "DELETE FROM message_media WHERE org_id = $1 AND message_id = $2 AND position = $3";
    if tx.exec(sql, args![message.org, message.id, position])? == 0 {
        return Ok(false);
    }
    files::attach(tx, message, file, usize::try_from(position).unwrap_or(0))?;
    Ok(true)
}

/// Those of some messages, in their order.
pub fn of(tx: &mut Tx<'_>, org: OrgId, messages: impl Iterator<Item = MessageId>) -> Result<BTreeMap<MessageId, Vec<Awaited>>> {
    struct Of(MessageId, Awaited);
    impl FromRow for Of {
        fn from_row(row: &Row<'_>) -> db::Result<Self> {
            Ok(Self(row.get(5)?, Awaited::from_row(row)?))
        }
    }
    let ids = few(messages);
    let mut all: BTreeMap<MessageId, Vec<Awaited>> = BTreeMap::new();
    if !ids.is_empty() {
        let sql =
            Sql::new("SELECT position, provider_id, name, media_type, failure, message_id FROM message_media WHERE org_id = ").bind(org);
        let sql = sql.push(" AND message_id IN ").list(ids).push(" ORDER BY message_id, position");
        for Of(message, awaited) in tx.all_sql(&sql)? {
            all.entry(message).or_default().push(awaited);
        }
    }
    Ok(all)
}
