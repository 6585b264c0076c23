//! The only SQL of sharing out: who is ready, in which order.

use std::collections::BTreeMap;

use db::{FromRow, Row, Sql, Tx, args};
use kit::{MemberId, OrgId, Result, TeamId, Time};

use crate::team::Mode;

/// Somebody who is at work, as their row says.
pub struct Standing {
    /// Their own; none: as the organisation says.
    pub quota: Option<i64>,
    pub given_at: i64,
}

impl FromRow for Standing {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            quota: row.get(0)?,
            given_at: row.get(1)?,
        })
    }
}

/// Somebody's place in a team's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ready {
    pub member: MemberId,
    turn: i64,
    given_at: i64,
}

impl FromRow for Ready {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            member: row.get(0)?,
            turn: row.get(1)?,
            given_at: row.get(2)?,
        })
    }
}

/// The teams that share out by themselves.
pub fn modes(tx: &mut Tx<'_>, org: OrgId) -> Result<BTreeMap<TeamId, Mode>> {
    let sql = "SELECT id, mode FROM team WHERE org_id = $1 AND mode <> 'manual' AND archived_at IS NULL";
    let rows: Vec<(TeamId, String)> = tx.all(sql, args![org])?;
    Ok(rows
        .into_iter()
        .filter_map(|(team, mode)| Some((team, Mode::from_name(&mode)?)))
        .collect())
}

/// Nobody who is not online is given anything.
pub fn standing(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Option<Standing>> {
    let sql = "SELECT quota, COALESCE(given_at, 0) FROM member WHERE org_id = $1 AND id = $2 AND state = 'active' AND presence = 'online'";
    Ok(tx.opt(sql, args![org, member])?)
}

pub fn teams(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Vec<TeamId>> {
    let sql = "SELECT team_id FROM team_member WHERE org_id = $1 AND member_id = $2";
    Ok(tx.all(sql, args![org, member])?)
}

pub fn online(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<MemberId>> {
    let sql = "SELECT id FROM member WHERE org_id = $1 AND state = 'active' AND presence = 'online' ORDER BY id";
    Ok(tx.all(sql, args![org])?)
}

pub fn online_in(tx: &mut Tx<'_>, org: OrgId, team: TeamId) -> Result<Vec<MemberId>> {
    let sql = "SELECT m.id FROM team_member tm JOIN member m ON m.org_id = tm.org_id AND m.id = tm.member_id \
        WHERE tm.org_id = $1 AND tm.team_id = $2 AND m.state = 'active' AND m.presence = 'online' ORDER BY m.id";
    Ok(tx.all(sql, args![org, team])?)
}

/// Nobody of this team is ready until they are put.
pub fn clear(tx: &mut Tx<'_>, org: OrgId, team: TeamId) -> Result<()> {
    tx.exec("DELETE FROM ready WHERE org_id = $1 AND team_id = $2", args![org, team])?;
    Ok(())
}

pub fn forget(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<()> {
    tx.exec("DELETE FROM ready WHERE org_id = $1 AND member_id = $2", args![org, member])?;
    Ok(())
}

pub fn put(tx: &mut Tx<'_>, org: OrgId, team: TeamId, member: MemberId, turn: i64, given_at: i64) -> Result<()> {
    let sql = "INSERT INTO ready (org_id, team_id, member_id, turn, given_at) VALUES ($1, $2, $3, $4, $5)";
    tx.exec(sql, args![org, team, member, turn, given_at])?;
    Ok(())
}

/// The next ones of a team, after somebody's place.
pub fn next(tx: &mut Tx<'_>, org: OrgId, team: TeamId, after: Option<Ready>, limit: u32) -> Result<Vec<Ready>> {
    let mut sql = Sql::new("SELECT member_id, turn, given_at FROM ready WHERE org_id = ")
        .bind(org)
        .push(" AND team_id = ")
        .bind(team);
    if let Some(last) = after {
        sql = sql
            .push(" AND (turn, given_at, member_id) > (")
            .bind(last.turn)
            .push(", ")
            .bind(last.given_at)
            .push(", ")
            .bind(last.member)
            .push(")");
    }
    Ok(tx.all_sql(&sql.push(" ORDER BY turn, given_at, member_id").limit(limit))?)
}

/// They were given one just now.
pub fn given(tx: &mut Tx<'_>, org: OrgId, member: MemberId, at: Time) -> Result<()> {
    tx.exec(
        "UPDATE member SET given_at = $3 WHERE org_id = $1 AND id = $2",
        args![org, member, at],
    )?;
    Ok(())
}
