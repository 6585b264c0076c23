//! What `me` shows of each membership.

use db::{Tx, args};
use kit::{AccountId, FileId, MemberId, OrgId, Result, RoleId, TeamId, Time};

/// Organisations that have shut somebody out for a while.
pub fn suspended(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<(OrgId, String)>> {
    let sql = "SELECT o.id, o.name FROM member m JOIN organisation o ON o.id = m.org_id \
        WHERE m.account_id = $1 AND m.state = 'suspended' ORDER BY o.id";
    Ok(tx.all(sql, args![account])?)
}

/// Names, photo, presence, signature, since when, until when.
pub type Mine = (String, String, Option<FileId>, String, String, Time, Option<Time>);

pub fn mine(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Option<Mine>> {
    let sql = "SELECT first_name, last_name, photo_id, presence, signature, created_at, until FROM member WHERE org_id = $1 AND id = $2";
    Ok(tx.opt(sql, args![org, member])?)
}

pub fn roles(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Vec<(RoleId, String, Option<String>)>> {
    let sql = "SELECT r.id, r.name, r.builtin FROM member_role mr JOIN role r ON r.org_id = mr.org_id AND r.id = mr.role_id \
        WHERE mr.org_id = $1 AND mr.member_id = $2 ORDER BY r.created_at, r.id";
    Ok(tx.all(sql, args![org, member])?)
}

/// Teams that are not archived, and which is the default one.
pub fn teams(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Vec<(TeamId, String, bool)>> {
    let sql = "SELECT t.id, t.name, tm.is_default FROM team_member tm JOIN team t ON t.org_id = tm.org_id AND t.id = tm.team_id \
        WHERE tm.org_id = $1 AND tm.member_id = $2 AND t.archived_at IS NULL ORDER BY t.name_folded, t.id";
    Ok(tx.all(sql, args![org, member])?)
}
