//! The only SQL of the API channel's edge.

use db::{Tx, args};
use kit::{ChannelId, FileId, OrgId, Result};

/// Whether all of these were uploaded by a channel and hang nowhere yet.
pub fn loose_files(tx: &mut Tx<'_>, org: OrgId, files: &[FileId]) -> Result<bool> {
    for file in files {
        let sql = "SELECT 1 FROM file f WHERE f.org_id = $1 AND f.id = $2 AND f.member_id IS NULL AND f.visitor_id IS NULL \
            AND NOT EXISTS (SELECT 1 FROM message_file mf WHERE mf.org_id = f.org_id AND mf.file_id = f.id)";
        if tx.opt::<i64>(sql, args![org, *file])?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a file is on a message of the channel, to the customer or from them; never on a note.
pub fn readable(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, file: FileId) -> Result<bool> {
    let sql = "SELECT 1 FROM message_file mf JOIN message m ON m.org_id = mf.org_id AND m.id = mf.message_id \
        WHERE mf.org_id = $1 AND mf.file_id = $2 AND m.channel_id = $3 AND m.kind IN ('in', 'out') LIMIT 1";
    Ok(tx.opt::<i64>(sql, args![org, file, channel])?.is_some())
}
