//! Files that hang from messages.

use std::collections::BTreeMap;

use access::{Perm, Place};
use db::{FromRow, Row, Sql, Tx, args};
use kit::{FileId, MemberId, MessageId, OrgId, Result, TeamId};

use crate::message::Message;
use crate::message::shown::File;
use crate::ticket::store::few;
use crate::who::Who;

struct Of(MessageId, File);

impl FromRow for Of {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let file = File {
            id: row.get(1)?,
            name: row.get(2)?,
            media_type: row.get(3)?,
            size: row.get(4)?,
            width: row.get(5)?,
            height: row.get(6)?,
            has_preview: row.get(7)?,
        };
        Ok(Self(row.get(0)?, file))
    }
}

/// The files of some messages, in their order.
pub fn of(tx: &mut Tx<'_>, org: OrgId, messages: impl Iterator<Item = MessageId>) -> Result<BTreeMap<MessageId, Vec<File>>> {
    let ids = few(messages);
    let mut all: BTreeMap<MessageId, Vec<File>> = BTreeMap::new();
    if !ids.is_empty() {
        let sql = Sql::new(
            "SELECT h.message_id, f.id, f.name, f.media_type, f.size, f.width, f.height, CASE WHEN f.preview IS NULL THEN FALSE ELSE TRUE END \
             FROM message_file h JOIN file f ON f.org_id = h.org_id AND f.id = h.file_id WHERE h.org_id = ",
        );
        let sql = sql
            .bind(org)
            .push(" AND h.message_id IN ")
            .list(ids)
            .push(" ORDER BY h.message_id, h.position");
        for Of(message, file) in tx.all_sql(&sql)? {
            all.entry(message).or_default().push(file);
        }
    }
    Ok(all)
}

/// Whether a member may hang a file on a message: their own that hangs from none yet, or one of a canned response that they may use.
pub fn usable(tx: &mut Tx<'_>, who: &Who, file: FileId) -> Result<bool> {
    let own = "SELECT 1 FROM file f WHERE f.org_id = $1 AND f.id = $2 AND f.member_id = $3";
    if tx.opt::<i64>(own, args![who.org(), file, who.member()])?.is_some() {
        return Ok(true);
    }
    let canned = "SELECT c.team_id FROM canned_file cf JOIN canned c ON c.org_id = cf.org_id AND c.id = cf.canned_id WHERE cf.org_id = $1 AND cf.file_id = $2";
    let teams: Vec<Option<TeamId>> = tx.all(canned, args![who.org(), file])?;
    let mine = |team: &Option<TeamId>| team.is_none_or(|team| who.can(Perm::TeamRead, &Place::Team { team, hidden: true }));
    Ok(who.can(Perm::CannedRead, &Place::Desk) && teams.iter().any(mine))
}

pub fn attach(tx: &mut Tx<'_>, message: &Message, file: FileId, at: usize) -> Result<()> {
    let sql = "INSERT INTO message_file (org_id, message_id, file_id, position) VALUES ($1, $2, $3, $4)";
    tx.exec(sql, args![message.org, message.id, file, i64::try_from(at).unwrap_or(0)])?;
    Ok(())
}

/// From now on they are read through their message, and no longer because somebody uploaded them.
pub fn release(tx: &mut Tx<'_>, org: OrgId, files: &[FileId]) -> Result<()> {
    if !files.is_empty() {
        let sql = Sql::new("UPDATE file SET member_id = NULL, visitor_id = NULL WHERE org_id = ")
            .bind(org)
            .push(" AND id IN ")
            .list(few(files.iter().copied()));
        tx.exec_sql(&sql)?;
    }
    Ok(())
}

/// A message was taken back: its files are its author's again, as if they had just uploaded them.
pub fn give_back(tx: &mut Tx<'_>, message: &Message, member: MemberId) -> Result<()> {
    let sql = "UPDATE file SET member_id = $3 WHERE org_id = $1 AND id IN (SELECT file_id FROM message_file WHERE org_id = $1 AND message_id = $2) \
        AND NOT EXISTS (SELECT 1 FROM canned_file c WHERE c.org_id = file.org_id AND c.file_id = file.id)";
    tx.exec(sql, args![message.org, message.id, member])?;
    tx.exec(
        "DELETE FROM message_file WHERE org_id = $1 AND message_id = $2",
        args![message.org, message.id],
    )?;
    Ok(())
}
