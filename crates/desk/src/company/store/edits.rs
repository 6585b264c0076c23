//! The kept edits.

use db::{FromRow, Row, Tx, args};
use kit::{CompanyId, OrgId, Result};

use crate::company::model::Edit;

const COLUMNS: &str = "e.id, e.company_id, e.version, e.member_id, e.changes, e.reverts, e.address, e.at";

impl FromRow for Edit {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            company: row.get(1)?,
            version: row.get(2)?,
            member: row.get(3)?,
            changes: serde_json::from_str(&row.get::<String>(4)?).map_err(|_| db::Error::Value("an edit's changes"))?,
            reverts: row.get(5)?,
            address: row.get(6)?,
            at: row.get(7)?,
        })
    }
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, e: &Edit) -> Result<()> {
    let sql = "INSERT INTO company_edit (org_id, id, company_id, version, member_id, changes, reverts, address, at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let changes = serde_json::json!(e.changes);
    tx.exec(
        sql,
        args![org, e.id, e.company, e.version, e.member, &changes, e.reverts, &e.address, e.at],
    )?;
    Ok(())
}

/// The latest first.
pub fn all(tx: &mut Tx<'_>, org: OrgId, company: CompanyId) -> Result<Vec<Edit>> {
    let sql = format!("SELECT {COLUMNS} FROM company_edit e WHERE e.org_id = $1 AND e.company_id = $2 ORDER BY e.version DESC LIMIT 200");
    Ok(tx.all(&sql, args![org, company])?)
}

/// What was changed after a version, oldest first.
pub fn since(tx: &mut Tx<'_>, org: OrgId, company: CompanyId, version: i64) -> Result<Vec<Edit>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM company_edit e WHERE e.org_id = $1 AND e.company_id = $2 AND e.version > $3 ORDER BY e.version LIMIT 200"
    );
    Ok(tx.all(&sql, args![org, company, version])?)
}
