//! The only SQL of the audit log. There is no UPDATE and no DELETE here.

use db::{FromRow, Row, Sql, Tx, args};
use kit::{Cursor, OrgId, Result};

use super::{Entry, Filter};

impl FromRow for Entry {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            at: row.get(1)?,
            actor: row.get(2)?,
            actor_name: row.get(3)?,
            action: row.get(4)?,
            subject: row.get(5)?,
            body: row.get(6)?,
            address: row.get(7)?,
        })
    }
}

/// With a `day_key`, one that is there already is enough.
pub fn insert(tx: &mut Tx<'_>, org: OrgId, entry: &Entry, day_key: Option<&str>) -> Result<()> {
    let sql = "INSERT INTO audit (org_id, id, at, actor_id, actor_name, action, subject, body, address, day_key) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (org_id, day_key) WHERE day_key IS NOT NULL DO NOTHING";
    let e = entry;
    tx.exec(
        sql,
        args![
            org,
            e.id,
            e.at,
            e.actor,
            &e.actor_name,
            &e.action,
            &e.subject,
            &e.body,
            &e.address,
            day_key
        ],
    )?;
    Ok(())
}

pub fn has_day(tx: &mut Tx<'_>, org: OrgId, day_key: &str) -> Result<bool> {
    Ok(tx
        .opt::<i64>("SELECT 1 FROM audit WHERE org_id = $1 AND day_key = $2", args![org, day_key])?
        .is_some())
}

pub fn page(tx: &mut Tx<'_>, org: OrgId, filter: &Filter, after: Option<Cursor>, limit: u32) -> Result<Vec<Entry>> {
    let mut sql = Sql::new("SELECT id, at, actor_id, actor_name, action, subject, body, address FROM audit WHERE org_id = ").bind(org);
    if let Some(actor) = filter.actor {
        sql = sql.push(" AND actor_id = ").bind(actor);
    }
    match filter.action.as_deref() {
        // Not LIKE: what people type is not a pattern. Not a range either: PostgreSQL's order of texts passes over dots.
        Some(family) if family.ends_with('.') => {
            let length = family.chars().count().to_string();
            sql = sql.push(" AND SUBSTR(action, 1, ").push(&length).push(") = ").bind(family);
        }
        Some(action) => sql = sql.push(" AND action = ").bind(action),
        None => {}
    }
    if let Some(subject) = &filter.subject {
        sql = sql.push(" AND subject = ").bind(subject);
    }
    if let Some(from) = filter.from {
        sql = sql.push(" AND at >= ").bind(from);
    }
    if let Some(to) = filter.to {
        sql = sql.push(" AND at < ").bind(to);
    }
    if let Some(cursor) = after {
        sql = sql.push(" AND (at, id) < (").bind(cursor.at).push(", ").bind(cursor.id).push(")");
    }
    Ok(tx.all_sql(&sql.push(" ORDER BY at DESC, id DESC LIMIT ").bind(limit + 1))?)
}
