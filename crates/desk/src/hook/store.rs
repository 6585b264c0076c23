//! The only SQL of the API channel's edge.

use db::{Tx, args};
use kit::{FileId, IdentityId, OrgId, Result};

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

/// To whom a message goes, as the channel knows them.
pub fn address(tx: &mut Tx<'_>, org: OrgId, identity: IdentityId) -> Result<Option<String>> {
    Ok(tx.opt("SELECT address FROM identity WHERE org_id = $1 AND id = $2", args![org, identity])?)
}
