//! Somebody's and some team's live tickets, all of them: for when they go.

use std::collections::BTreeSet;

use db::{Sql, Tx, args};
use kit::{MemberId, OrgId, Result, TeamId, TicketId};

use super::COLUMNS;
use crate::ticket::Ticket;

pub fn assigned(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Vec<Ticket>> {
    let sql =
        format!("SELECT {COLUMNS} FROM ticket t WHERE t.org_id = $1 AND t.assignee_id = $2 AND t.live = TRUE ORDER BY t.last_at, t.id");
    Ok(tx.all(&sql, args![org, member])?)
}

pub fn of_team(tx: &mut Tx<'_>, org: OrgId, team: TeamId, limit: i64) -> Result<Vec<Ticket>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM ticket t WHERE t.org_id = $1 AND t.team_id = $2 AND t.live = TRUE ORDER BY t.last_at, t.id LIMIT $3"
    );
    Ok(tx.all(&sql, args![org, team, limit])?)
}

pub fn assignees(tx: &mut Tx<'_>, org: OrgId) -> Result<BTreeSet<MemberId>> {
    let sql = "SELECT DISTINCT t.assignee_id FROM ticket t WHERE t.org_id = $1 AND t.live = TRUE AND t.assignee_id IS NOT NULL";
    Ok(tx.all(sql, args![org])?.into_iter().collect())
}

/// Some of what somebody has, by id, after one of them: what is handed on meanwhile is not met twice.
pub fn assigned_after(tx: &mut Tx<'_>, org: OrgId, member: MemberId, after: Option<TicketId>, limit: i64) -> Result<Vec<Ticket>> {
    let mut sql = Sql::new("SELECT ")
        .push(COLUMNS)
        .push(" FROM ticket t WHERE t.org_id = ")
        .bind(org)
        .push(" AND t.assignee_id = ")
        .bind(member)
        .push(" AND t.live = TRUE");
    if let Some(after) = after {
        sql = sql.push(" AND t.id > ").bind(after);
    }
    Ok(tx.all_sql(&sql.push(" ORDER BY t.id").limit(limit))?)
}
