//! The only SQL of teams.

use std::collections::BTreeMap;

use db::{FromRow, Row, Tx, args};
use kit::{OrgId, Result, TeamId};

use super::{Mode, Team};

const COLUMNS: &str = "t.id, t.name, t.description, t.hidden, t.parent_id, t.archived_at, t.created_at, t.mode";

impl FromRow for Team {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            description: row.get(2)?,
            hidden: row.get(3)?,
            parent: row.get(4)?,
            archived_at: row.get(5)?,
            created_at: row.get(6)?,
            mode: Mode::from_name(&row.get::<String>(7)?).ok_or(db::Error::Value("a team's mode"))?,
        })
    }
}

/// A team, archived or not.
pub fn row(tx: &mut Tx<'_>, org: OrgId, id: TeamId) -> Result<Option<Team>> {
    Ok(tx.opt(
        &format!("SELECT {COLUMNS} FROM team t WHERE t.org_id = $1 AND t.id = $2"),
        args![org, id],
    )?)
}

/// All teams that are not archived, by name.
pub fn all(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Team>> {
    Ok(tx.all(
        &format!("SELECT {COLUMNS} FROM team t WHERE t.org_id = $1 AND t.archived_at IS NULL ORDER BY t.name_folded, t.id"),
        args![org],
    )?)
}

pub fn name_taken(tx: &mut Tx<'_>, org: OrgId, name: &str, but: TeamId) -> Result<bool> {
    let sql = "SELECT 1 FROM team WHERE org_id = $1 AND name_folded = $2 AND archived_at IS NULL AND id <> $3";
    Ok(tx.opt::<i64>(sql, args![org, kit::fold::fold(name), but])?.is_some())
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, t: &Team) -> Result<()> {
    let sql = "INSERT INTO team (org_id, id, name, name_folded, description, hidden, parent_id, created_at, mode) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    tx.exec(
        sql,
        args![
            org,
            t.id,
            &t.name,
            kit::fold::fold(&t.name),
            &t.description,
            t.hidden,
            t.parent,
            t.created_at,
            t.mode.name()
        ],
    )?;
    Ok(())
}

pub fn update(tx: &mut Tx<'_>, org: OrgId, t: &Team) -> Result<()> {
    let sql = "UPDATE team SET name = $3, name_folded = $4, description = $5, hidden = $6, parent_id = $7, archived_at = $8, mode = $9 WHERE org_id = $1 AND id = $2";
    tx.exec(
        sql,
        args![
            org,
            t.id,
            &t.name,
            kit::fold::fold(&t.name),
            &t.description,
            t.hidden,
            t.parent,
            t.archived_at,
            t.mode.name()
        ],
    )?;
    Ok(())
}

/// How many people are in each team.
pub fn counts(tx: &mut Tx<'_>, org: OrgId) -> Result<BTreeMap<TeamId, i64>> {
    let sql = "SELECT tm.team_id, COUNT(*) FROM team_member tm JOIN member m ON m.org_id = tm.org_id AND m.id = tm.member_id \
        WHERE tm.org_id = $1 AND m.state <> 'removed' GROUP BY tm.team_id";
    let rows: Vec<(TeamId, i64)> = tx.all(sql, args![org])?;
    Ok(rows.into_iter().collect())
}

pub fn has_children(tx: &mut Tx<'_>, org: OrgId, id: TeamId) -> Result<bool> {
    let sql = "SELECT 1 FROM team WHERE org_id = $1 AND parent_id = $2 AND archived_at IS NULL LIMIT 1";
    Ok(tx.opt::<i64>(sql, args![org, id])?.is_some())
}

/// Whether channels send their tickets here.
pub fn has_channels(tx: &mut Tx<'_>, org: OrgId, id: TeamId) -> Result<bool> {
    let sql = "SELECT 1 FROM channel WHERE org_id = $1 AND team_id = $2 AND state <> 'archived' LIMIT 1";
    Ok(tx.opt::<i64>(sql, args![org, id])?.is_some())
}

pub fn move_channels(tx: &mut Tx<'_>, org: OrgId, from: TeamId, to: TeamId) -> Result<()> {
    tx.exec(
        "UPDATE channel SET team_id = $3 WHERE org_id = $1 AND team_id = $2",
        args![org, from, to],
    )?;
    Ok(())
}

/// Subteams of a team that goes are subteams of its heir, or of nobody when that one is a subteam itself (or one of them).
pub fn move_children(tx: &mut Tx<'_>, org: OrgId, from: TeamId, heir: &Team) -> Result<()> {
    let to = heir.parent.is_none().then_some(heir.id);
    tx.exec(
        "UPDATE team SET parent_id = $3 WHERE org_id = $1 AND parent_id = $2 AND id <> $4",
        args![org, from, to, heir.id],
    )?;
    tx.exec(
        "UPDATE team SET parent_id = NULL WHERE org_id = $1 AND id = $3 AND parent_id = $2",
        args![org, from, heir.id],
    )?;
    Ok(())
}
