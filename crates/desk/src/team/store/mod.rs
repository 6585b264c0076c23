//! The only SQL of teams.

use db::{FromRow, Row, Tx, args};
use kit::{OrgId, Result, TeamId};

use super::Team;

const COLUMNS: &str = "t.id, t.name, t.description, t.hidden, t.parent_id, t.archived_at, t.created_at";

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
    let sql = "INSERT INTO team (org_id, id, name, name_folded, description, hidden, parent_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
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
            t.created_at
        ],
    )?;
    Ok(())
}

pub fn update(tx: &mut Tx<'_>, org: OrgId, t: &Team) -> Result<()> {
    let sql = "UPDATE team SET name = $3, name_folded = $4, description = $5, hidden = $6, parent_id = $7, archived_at = $8 WHERE org_id = $1 AND id = $2";
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
            t.archived_at
        ],
    )?;
    Ok(())
}
