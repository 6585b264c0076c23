//! What came outside hours and is looked at again when attention opens (C7).

use db::{Tx, args};
use kit::{OrgId, Result, Time};

use super::COLUMNS;
use crate::ticket::Ticket;

/// Those whose time has come, the first first.
pub fn due(tx: &mut Tx<'_>, org: OrgId, now: Time, limit: i64) -> Result<Vec<Ticket>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM ticket t WHERE t.org_id = $1 AND t.opens_at IS NOT NULL AND t.opens_at <= $2 ORDER BY t.opens_at, t.id LIMIT $3"
    );
    Ok(tx.all(&sql, args![org, now, limit])?)
}

/// When the next one's time comes.
pub fn first(tx: &mut Tx<'_>, org: OrgId) -> Result<Option<Time>> {
    let sql = "SELECT t.opens_at FROM ticket t WHERE t.org_id = $1 AND t.opens_at IS NOT NULL ORDER BY t.opens_at LIMIT 1";
    Ok(tx.opt(sql, args![org])?)
}

/// All of them are looked at now; how many. No change of the tickets: whoever looks says what it is.
pub fn hasten(tx: &mut Tx<'_>, org: OrgId, now: Time) -> Result<u64> {
    let sql = "UPDATE ticket SET opens_at = $2 WHERE org_id = $1 AND opens_at IS NOT NULL AND opens_at > $2";
    Ok(tx.exec(sql, args![org, now])?)
}
