//! The only SQL of custom fields. Their values belong to tickets and contacts.

use db::{FromRow, Row, Tx, args};
use kit::{Error, FieldId, OrgId, Result};

use super::{Field, Kind, Subject};

const COLUMNS: &str = "id, subject, name, kind, choices, required, position";

impl FromRow for Field {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            subject: Subject::from_name(&row.get::<String>(1)?).ok_or(db::Error::Value("a field's subject"))?,
            name: row.get(2)?,
            kind: Kind::from_name(&row.get::<String>(3)?).ok_or(db::Error::Value("a field's kind"))?,
            choices: serde_json::from_str(&row.get::<String>(4)?).map_err(|_| db::Error::Value("a field's choices"))?,
            required: row.get(5)?,
            position: row.get(6)?,
        })
    }
}

/// All in use, in the organisation's order.
pub fn all(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Field>> {
    let sql = format!("SELECT {COLUMNS} FROM field WHERE org_id = $1 AND archived_at IS NULL ORDER BY subject, position, id");
    Ok(tx.all(&sql, args![org])?)
}

pub fn one(tx: &mut Tx<'_>, org: OrgId, id: FieldId) -> Result<Field> {
    let sql = format!("SELECT {COLUMNS} FROM field WHERE org_id = $1 AND id = $2 AND archived_at IS NULL");
    tx.opt(&sql, args![org, id])?.ok_or_else(Error::unknown)
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, f: &Field) -> Result<()> {
    let sql = "INSERT INTO field (org_id, id, subject, name, name_folded, kind, choices, required, position, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let (folded, choices, now) = (kit::fold::fold(&f.name), serde_json::json!(f.choices), tx.now());
    taken(tx.exec(
        sql,
        args![
            org,
            f.id,
            f.subject.name(),
            &f.name,
            folded,
            f.kind.name(),
            &choices,
            f.required,
            f.position,
            now
        ],
    ))
}

pub fn update(tx: &mut Tx<'_>, org: OrgId, f: &Field) -> Result<()> {
    let sql = "UPDATE field SET name = $3, name_folded = $4, choices = $5, required = $6, position = $7 WHERE org_id = $1 AND id = $2";
    let (folded, choices) = (kit::fold::fold(&f.name), serde_json::json!(f.choices));
    taken(tx.exec(sql, args![org, f.id, &f.name, folded, &choices, f.required, f.position]))
}

pub fn archive(tx: &mut Tx<'_>, org: OrgId, id: FieldId) -> Result<()> {
    let now = tx.now();
    tx.exec(
        "UPDATE field SET archived_at = $3 WHERE org_id = $1 AND id = $2",
        args![org, id, now],
    )?;
    Ok(())
}

fn taken(done: db::Result<u64>) -> Result<()> {
    match done {
        Ok(_) => Ok(()),
        Err(db::Error::Unique { .. }) => Err(Error::conflict("name_taken").with_field("name")),
        Err(error) => Err(error.into()),
    }
}
