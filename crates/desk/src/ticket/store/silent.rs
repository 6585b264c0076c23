//! Where the customer has not answered (B9).

use db::{Tx, args};
use kit::{OrgId, Result, Time};

use super::COLUMNS;
use crate::ticket::Ticket;

/// As the partial index has it, so that both engines use it.
const AT_WORK: &str = "t.silent_since IS NOT NULL AND (t.state = 'open' OR t.state = 'waiting')";

/// Those that have been silent since a time or before, the longest first.
pub fn since(tx: &mut Tx<'_>, org: OrgId, at: Time, limit: i64) -> Result<Vec<Ticket>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM ticket t WHERE t.org_id = $1 AND {AT_WORK} AND t.silent_since <= $2 ORDER BY t.silent_since, t.id LIMIT $3"
    );
    Ok(tx.all(&sql, args![org, at, limit])?)
}

/// Since when the one that has been silent for longest has been so.
pub fn first(tx: &mut Tx<'_>, org: OrgId) -> Result<Option<Time>> {
    let sql = format!("SELECT t.silent_since FROM ticket t WHERE t.org_id = $1 AND {AT_WORK} ORDER BY t.silent_since, t.id LIMIT 1");
    Ok(tx.opt(&sql, args![org])?)
}
