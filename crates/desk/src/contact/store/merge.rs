//! What moves when one contact comes into another, and what moves back.

use db::{FromRow, Row, Tx, args};
use kit::{ContactId, ContactMergeId, EditId, OrgId, Result};

use crate::contact::merge::Merge;

const COLUMNS: &str = "m.org_id, m.id, m.kept_id, m.gone_id, m.changes, m.member_id, m.at, m.undone_by, m.undone_at";

impl FromRow for Merge {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            org: row.get(0)?,
            id: row.get(1)?,
            kept: row.get(2)?,
            gone: row.get(3)?,
            changes: serde_json::from_str(&row.get::<String>(4)?).map_err(|_| db::Error::Value("a merge's changes"))?,
            member: row.get(5)?,
            at: row.get(6)?,
            undone_by: row.get(7)?,
            undone_at: row.get(8)?,
        })
    }
}

pub fn row(tx: &mut Tx<'_>, org: OrgId, id: ContactMergeId) -> Result<Option<Merge>> {
    Ok(tx.opt(
        &format!("SELECT {COLUMNS} FROM contact_merge m WHERE m.org_id = $1 AND m.id = $2"),
        args![org, id],
    )?)
}

/// What came into a contact, the latest first.
pub fn into(tx: &mut Tx<'_>, org: OrgId, kept: ContactId) -> Result<Vec<Merge>> {
    let sql =
        format!("SELECT {COLUMNS} FROM contact_merge m WHERE m.org_id = $1 AND m.kept_id = $2 ORDER BY m.at DESC, m.id DESC LIMIT 50");
    Ok(tx.all(&sql, args![org, kept])?)
}

/// The contacts that lead to this one.
pub fn absorbed(tx: &mut Tx<'_>, org: OrgId, kept: ContactId) -> Result<Vec<ContactId>> {
    // In no order: for its sake SQLite would walk all contacts of the organisation.
    let sql = "SELECT id FROM contact WHERE org_id = $1 AND merged_into = $2 AND merged_into IS NOT NULL LIMIT 200";
    Ok(tx.all(sql, args![org, kept])?)
}

pub fn insert(tx: &mut Tx<'_>, m: &Merge) -> Result<()> {
    let sql = "INSERT INTO contact_merge (org_id, id, kept_id, gone_id, changes, member_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let changes = serde_json::json!(m.changes);
    tx.exec(sql, args![m.org, m.id, m.kept, m.gone, &changes, m.member, m.at])?;
    Ok(())
}

/// The line of the kept one's history that a merge is.
pub fn edit_of(tx: &mut Tx<'_>, m: &Merge) -> Result<Option<EditId>> {
    let sql =
        "SELECT id FROM contact_edit WHERE org_id = $1 AND contact_id = $2 AND merge_id = $3 AND reverts IS NULL ORDER BY version LIMIT 1";
    Ok(tx.opt(sql, args![m.org, m.kept, m.id])?)
}

pub fn undone(tx: &mut Tx<'_>, m: &Merge) -> Result<()> {
    let sql = "UPDATE contact_merge SET undone_by = $3, undone_at = $4 WHERE org_id = $1 AND id = $2";
    tx.exec(sql, args![m.org, m.id, m.undone_by, m.undone_at])?;
    Ok(())
}

/// Everything that hangs from the one that goes hangs from the kept one, and is written down. Whoever has the kept one in their portfolio
/// keeps it there.
pub fn carry(tx: &mut Tx<'_>, m: &Merge) -> Result<()> {
    for (kind, table, part, column) in [
        ("identity", "identity", "id", "contact_id"),
        ("ticket", "ticket", "id", "contact_id"),
        ("contact", "contact", "id", "merged_into"),
    ] {
        let note = format!(
            "INSERT INTO contact_merge_part (org_id, merge_id, kind, part_id) SELECT org_id, $3, '{kind}', {part} FROM {table} \
             WHERE org_id = $1 AND {column} = $2"
        );
        tx.exec(&note, args![m.org, m.gone, m.id])?;
        let version = if kind == "ticket" { ", version = version + 1" } else { "" };
        tx.exec(
            &format!("UPDATE {table} SET {column} = $3{version} WHERE org_id = $1 AND {column} = $2"),
            args![m.org, m.gone, m.kept],
        )?;
    }
    let free = "contact_id = $2 AND NOT EXISTS (SELECT 1 FROM portfolio k WHERE k.org_id = $1 AND k.contact_id = $3)";
    let note = format!(
        "INSERT INTO contact_merge_part (org_id, merge_id, kind, part_id) SELECT org_id, $4, 'portfolio', member_id FROM portfolio \
         WHERE org_id = $1 AND {free}"
    );
    tx.exec(&note, args![m.org, m.gone, m.kept, m.id])?;
    tx.exec(
        &format!("UPDATE portfolio SET contact_id = $3 WHERE org_id = $1 AND {free}"),
        args![m.org, m.gone, m.kept],
    )?;
    Ok(())
}

/// The conditions of what goes back: the addresses that came, whatever was said over them since, and the tickets that came without one.
const ADDRESS: &str = "SELECT p.part_id FROM contact_merge_part p WHERE p.org_id = $1 AND p.merge_id = $2 AND p.kind = 'identity'";
const TICKET: &str = "SELECT p.part_id FROM contact_merge_part p WHERE p.org_id = $1 AND p.merge_id = $2 AND p.kind = 'ticket'";

/// Whether since then a ticket of the one was merged into a ticket of the other: their words cannot be told apart any more.
pub fn entangled(tx: &mut Tx<'_>, m: &Merge) -> Result<bool> {
    let back = |t: &str| {
        format!("CASE WHEN {t}.identity_id IN ({ADDRESS}) OR ({t}.identity_id IS NULL AND {t}.id IN ({TICKET})) THEN 1 ELSE 0 END")
    };
    let sql = format!(
        "SELECT 1 FROM ticket a JOIN ticket b ON b.org_id = a.org_id AND b.id = a.merged_into \
         WHERE a.org_id = $1 AND a.contact_id = $3 AND a.merged_into IS NOT NULL AND {} <> {} LIMIT 1",
        back("a"),
        back("b")
    );
    Ok(tx.opt::<i64>(&sql, args![m.org, m.id, m.kept])?.is_some())
}

/// What came goes back to whose it was. A ticket always is of the contact whose address it has: what was said over an address since goes
/// with it, since its customer reads it there.
pub fn carry_back(tx: &mut Tx<'_>, m: &Merge) -> Result<()> {
    let args = args![m.org, m.id, m.kept, m.gone];
    let tickets = format!(
        "UPDATE ticket SET contact_id = $4, version = version + 1 WHERE org_id = $1 AND contact_id = $3 \
         AND (identity_id IN ({ADDRESS}) OR (identity_id IS NULL AND id IN ({TICKET})))"
    );
    tx.exec(&tickets, args)?;
    let addresses = format!("UPDATE identity SET contact_id = $4 WHERE org_id = $1 AND contact_id = $3 AND id IN ({ADDRESS})");
    tx.exec(&addresses, args)?;
    let part =
        |kind: &str| format!("SELECT p.part_id FROM contact_merge_part p WHERE p.org_id = $1 AND p.merge_id = $2 AND p.kind = '{kind}'");
    let led = format!(
        "UPDATE contact SET merged_into = $4 WHERE org_id = $1 AND merged_into = $3 AND id IN ({})",
        part("contact")
    );
    tx.exec(&led, args)?;
    let owner = format!(
        "UPDATE portfolio SET contact_id = $4 WHERE org_id = $1 AND contact_id = $3 AND member_id IN ({})",
        part("portfolio")
    );
    tx.exec(&owner, args)?;
    Ok(())
}

/// How many parts of a kind a merge has, of no more than `most`.
pub fn parts(tx: &mut Tx<'_>, m: &Merge, kind: &'static str, most: i64) -> Result<i64> {
    let sql = format!(
        "SELECT COUNT(*) FROM (SELECT 1 AS one FROM contact_merge_part WHERE org_id = $1 AND merge_id = $2 AND kind = $3 LIMIT {most}) q"
    );
    Ok(tx.one(&sql, args![m.org, m.id, kind])?)
}

/// How many tickets and messages a contact has, each of no more than `most`.
pub fn size(tx: &mut Tx<'_>, org: OrgId, contact: ContactId, most: i64) -> Result<(i64, i64)> {
    let of = |joined: &str| {
        format!("SELECT COUNT(*) FROM (SELECT 1 AS one FROM ticket t{joined} WHERE t.org_id = $1 AND t.contact_id = $2 LIMIT {most}) q")
    };
    let messages = of(" JOIN message m ON m.org_id = t.org_id AND m.ticket_id = t.id");
    Ok((tx.one(&of(""), args![org, contact])?, tx.one(&messages, args![org, contact])?))
}
