//! The sign that a customer put to a message.

use std::collections::BTreeMap;

use db::{Sql, Tx, args};
use kit::{MessageId, OrgId, Result, Time};

use crate::ticket::store::few;

/// `true` when it is news: an older report than what is known changes nothing.
pub fn put(tx: &mut Tx<'_>, org: OrgId, message: MessageId, emoji: &str, at: Time) -> Result<bool> {
    let sql = "INSERT INTO reaction (org_id, message_id, emoji, at) VALUES ($1, $2, $3, $4) ON CONFLICT (org_id, message_id) \
        DO UPDATE SET emoji = excluded.emoji, at = excluded.at WHERE excluded.at >= reaction.at AND excluded.emoji <> reaction.emoji";
    Ok(tx.exec(sql, args![org, message, emoji, at])? > 0)
}

pub fn of(tx: &mut Tx<'_>, org: OrgId, messages: impl Iterator<Item = MessageId>) -> Result<BTreeMap<MessageId, String>> {
    let ids = few(messages);
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = Sql::new("SELECT message_id, emoji FROM reaction WHERE org_id = ").bind(org);
    let sql = sql.push(" AND emoji <> '' AND message_id IN ").list(ids);
    Ok(tx.all_sql::<(MessageId, String)>(&sql)?.into_iter().collect())
}
