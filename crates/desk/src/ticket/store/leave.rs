//! Somebody's and some team's live tickets, all of them: for when they go.

use std::collections::BTreeSet;

use db::{Tx, args};
use kit::{MemberId, OrgId, Result, TeamId};

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
