//! The only SQL of roles.

use access::Builtin;
use db::{FromRow, Tx, args};
use kit::{MemberId, OrgId, Result, RoleId, Time};

use super::Row;
use crate::who;

const COLUMNS: &str = "id, builtin, name, hidden, definition, gives, created_at";

/// As the database has it, before its definition is read.
struct Raw {
    id: RoleId,
    builtin: Option<String>,
    name: String,
    hidden: bool,
    definition: Option<String>,
    gives: Option<String>,
    created_at: Time,
}

impl FromRow for Raw {
    fn from_row(row: &db::Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            builtin: row.get(1)?,
            name: row.get(2)?,
            hidden: row.get(3)?,
            definition: row.get(4)?,
            gives: row.get(5)?,
            created_at: row.get(6)?,
        })
    }
}

impl TryFrom<Raw> for Row {
    type Error = kit::Error;

    fn try_from(raw: Raw) -> Result<Self> {
        Ok(Self {
            role: who::store::role(raw.builtin.as_deref(), raw.definition.as_deref(), raw.gives.as_deref())?,
            builtin: raw.builtin.as_deref().and_then(Builtin::from_name),
            id: raw.id,
            name: raw.name,
            hidden: raw.hidden,
            created_at: raw.created_at,
        })
    }
}

/// The built-in ones first, in their order, then the custom ones as they were made.
pub fn all(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Row>> {
    let raw: Vec<Raw> = tx.all(
        &format!("SELECT {COLUMNS} FROM role WHERE org_id = $1 ORDER BY created_at, id"),
        args![org],
    )?;
    let mut rows = raw.into_iter().map(Row::try_from).collect::<Result<Vec<_>>>()?;
    rows.sort_by_key(|row| row.builtin.map_or((1, 0), |b| (0, b as usize)));
    Ok(rows)
}

pub fn row(tx: &mut Tx<'_>, org: OrgId, id: RoleId) -> Result<Option<Row>> {
    let raw: Option<Raw> = tx.opt(&format!("SELECT {COLUMNS} FROM role WHERE org_id = $1 AND id = $2"), args![org, id])?;
    raw.map(Row::try_from).transpose()
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, row: &Row) -> Result<()> {
    let sql = "INSERT INTO role (org_id, id, name, hidden, definition, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.exec(sql, args![org, row.id, &row.name, row.hidden, json(&row.role)?, row.created_at])?;
    Ok(())
}

/// Of a built-in role only what it gives is written, and whether it is offered.
pub fn update(tx: &mut Tx<'_>, org: OrgId, row: &Row) -> Result<()> {
    if row.builtin.is_some() {
        tx.exec(
            "UPDATE role SET hidden = $3, gives = $4 WHERE org_id = $1 AND id = $2",
            args![org, row.id, row.hidden, json(&row.role.gives)?],
        )?;
    } else {
        let sql = "UPDATE role SET name = $3, hidden = $4, definition = $5 WHERE org_id = $1 AND id = $2";
        tx.exec(sql, args![org, row.id, &row.name, row.hidden, json(&row.role)?])?;
    }
    Ok(())
}

fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(kit::Error::internal)
}

pub fn delete(tx: &mut Tx<'_>, org: OrgId, id: RoleId) -> Result<()> {
    tx.exec("DELETE FROM role WHERE org_id = $1 AND id = $2", args![org, id])?;
    Ok(())
}

/// Those who hold it, not removed.
pub fn holders(tx: &mut Tx<'_>, org: OrgId, id: RoleId) -> Result<Vec<MemberId>> {
    let sql = "SELECT mr.member_id FROM member_role mr JOIN member m ON m.org_id = mr.org_id AND m.id = mr.member_id \
        WHERE mr.org_id = $1 AND mr.role_id = $2 AND m.state <> 'removed' ORDER BY mr.member_id";
    Ok(tx.all(sql, args![org, id])?)
}

/// The callers of all who hold it, made before, count no longer. Each member's own epoch, and not the organisation's: a neighbour in
/// the same batch of commits sees it.
pub fn bump_holders(tx: &mut Tx<'_>, org: OrgId, id: RoleId) -> Result<()> {
    let sql = "UPDATE member SET epoch = epoch + 1 WHERE org_id = $1 AND id IN (SELECT member_id FROM member_role WHERE org_id = $1 AND role_id = $2)";
    tx.exec(sql, args![org, id])?;
    Ok(())
}

/// How many hold each.
pub fn counts(tx: &mut Tx<'_>, org: OrgId) -> Result<std::collections::BTreeMap<RoleId, i64>> {
    let sql = "SELECT mr.role_id, COUNT(*) FROM member_role mr JOIN member m ON m.org_id = mr.org_id AND m.id = mr.member_id \
        WHERE mr.org_id = $1 AND m.state <> 'removed' GROUP BY mr.role_id";
    let rows: Vec<(RoleId, i64)> = tx.all(sql, args![org])?;
    Ok(rows.into_iter().collect())
}
