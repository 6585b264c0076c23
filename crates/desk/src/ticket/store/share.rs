//! What is shared out: what waits in one team, and how much somebody has already.

use db::{Sql, Tx, args};
use kit::{Cursor, MemberId, OrgId, Result, TeamId};

use super::{COLUMNS, queue};
use crate::ticket::Ticket;

/// Nobody answers more at once, and no more are counted.
const MOST: i64 = 1000;

/// The longest waiting of a team, but for what came outside hours and is to be given to nobody before; after a place in its queue; whoever asks: for Relevo's own work.
pub fn waiting(tx: &mut Tx<'_>, org: OrgId, team: TeamId, after: Option<Cursor>, limit: u32) -> Result<Vec<Ticket>> {
    let sql = Sql::new("SELECT ")
        .push(COLUMNS)
        .push(" FROM ticket t WHERE t.org_id = ")
        .bind(org)
        .push(" AND t.team_id = ")
        .bind(team)
        .push(" AND t.state = 'waiting' AND (t.opens_at IS NULL OR t.deferred_until IS NOT NULL)");
    Ok(tx.all_sql(&queue::in_order(sql, after, limit))?)
}

/// How many open tickets somebody has. What was put aside is none of them: it asks nothing of anybody now.
pub fn open(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM ticket t WHERE t.org_id = $1 AND t.assignee_id = $2 AND t.live = TRUE AND t.state = 'open' LIMIT $3) q";
    Ok(tx.one(sql, args![org, member, MOST])?)
}
