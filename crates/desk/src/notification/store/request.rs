//! What a notice shows of a request for a permission.

use access::Scope;
use db::{Row, Tx, args};
use kit::{MemberId, NotificationId, OrgId, PermissionRequestId, Result};

use crate::notification::list::{Kind, NotificationRequest};
use crate::who::store::switch;

/// From the columns that begin at `from`: id, permission, scope, its id, ticket, until, reason, who asks, what the place is called.
pub fn of(row: &Row<'_>, from: usize) -> db::Result<Option<NotificationRequest>> {
    let Some(id) = row.get::<Option<PermissionRequestId>>(from)? else {
        return Ok(None);
    };
    let (perm, scope): (String, String) = (row.get(from + 1)?, row.get(from + 2)?);
    let Some(switch) = switch(&perm, &scope, row.get(from + 3)?, true, None) else {
        return Ok(None);
    };
    // What happened to it, and where, is the asker's.
    let own = row.get::<String>(1)? != Kind::PermissionAsked.name();
    let place: Option<String> = row.get(from + 8)?;
    Ok(Some(NotificationRequest {
        id,
        permission: switch.perm,
        scope: switch.scope,
        place: place.filter(|_| switch.scope != Scope::Org),
        person: row.get::<Option<String>>(from + 7)?.unwrap_or_default(),
        ticket: row.get(from + 4).map(|id: Option<_>| id.filter(|_| own))?,
        until: row.get(from + 5)?,
        reason: Some(row.get::<String>(from + 6)?).filter(|reason| !reason.is_empty()),
    }))
}

/// Reads the lines that ask for an answer to a request that is over; which, and whose.
pub fn over(tx: &mut Tx<'_>, org: OrgId, request: PermissionRequestId) -> Result<Vec<(NotificationId, MemberId)>> {
    let sql =
        "SELECT id, member_id FROM notification WHERE org_id = $1 AND request_id = $2 AND kind = 'permission_asked' AND read_at IS NULL";
    let lines = tx.all(sql, args![org, request])?;
    let sql =
        "UPDATE notification SET read_at = $3 WHERE org_id = $1 AND request_id = $2 AND kind = 'permission_asked' AND read_at IS NULL";
    let now = tx.now();
    tx.exec(sql, args![org, request, now])?;
    Ok(lines)
}
