//! The kept edits.

use access::Perm;
use db::{FromRow, Row, Sql, Tx, args};
use kit::{ContactId, OrgId, Result};

use crate::contact::model::Edit;
use crate::ticket::store::few;
use crate::ticket::store::page::Into;
use crate::who::Who;

const COLUMNS: &str = "e.id, e.contact_id, e.version, e.member_id, e.ticket_id, e.changes, e.reverts, e.address, e.at, e.merge_id";

impl FromRow for Edit {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            contact: row.get(1)?,
            version: row.get(2)?,
            member: row.get(3)?,
            ticket: row.get(4)?,
            changes: serde_json::from_str(&row.get::<String>(5)?).map_err(|_| db::Error::Value("an edit's changes"))?,
            reverts: row.get(6)?,
            address: row.get(7)?,
            at: row.get(8)?,
            merge: row.get(9)?,
        })
    }
}

pub fn insert_edit(tx: &mut Tx<'_>, org: OrgId, e: &Edit) -> Result<()> {
    let sql = "INSERT INTO contact_edit (org_id, id, contact_id, version, member_id, ticket_id, changes, reverts, address, at, merge_id) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let changes = serde_json::json!(e.changes);
    tx.exec(
        sql,
        args![
            org, e.id, e.contact, e.version, e.member, e.ticket, &changes, e.reverts, &e.address, e.at, e.merge
        ],
    )?;
    Ok(())
}

/// The edits that a caller may see, the latest first: all with the whole reach, else those made through tickets they can read. Those of
/// contacts that were merged into this one are among them.
pub fn edits(tx: &mut Tx<'_>, who: &Who, contact: ContactId) -> Result<Vec<Edit>> {
    let reach = who.reach(Perm::ContactHistory);
    let mut sql = Sql::new(&format!("SELECT {COLUMNS} FROM contact_edit e WHERE e.org_id = ")).bind(who.org());
    let mut one = super::merge::absorbed(tx, who.org(), contact)?;
    one.push(contact);
    sql = sql.push(" AND e.contact_id IN ").list(few(one));
    // That one of those came into this one is told once, where it came.
    sql = sql.push(" AND (e.contact_id = ").bind(contact).push(
        " OR e.merge_id IS NULL OR NOT EXISTS (SELECT 1 FROM contact_merge m WHERE m.org_id = e.org_id AND m.id = e.merge_id AND m.gone_id = e.contact_id))",
    );
    if !reach.is_whole() {
        sql = sql.push(" AND EXISTS (SELECT 1 FROM ticket t WHERE t.id = e.ticket_id AND ");
        reach.write_sql(&mut Into(&mut sql), "t", who.now);
        sql.add(")");
    }
    Ok(tx.all_sql(&sql.push(" ORDER BY e.at DESC, e.version DESC, e.id DESC LIMIT 200"))?)
}

/// What was changed after a version, oldest first.
pub fn since(tx: &mut Tx<'_>, org: OrgId, contact: ContactId, version: i64) -> Result<Vec<Edit>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM contact_edit e WHERE e.org_id = $1 AND e.contact_id = $2 AND e.version > $3 ORDER BY e.version LIMIT 200"
    );
    Ok(tx.all(&sql, args![org, contact, version])?)
}
