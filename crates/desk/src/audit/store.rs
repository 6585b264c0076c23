//! The only SQL of the audit log. There is no UPDATE and no DELETE here.

use std::collections::{BTreeMap, BTreeSet};

use db::{FromCol, FromRow, Row, Sql, Tx, args};
use kit::{ChannelId, CompanyId, ContactId, Cursor, Id, MemberId, OrgId, Result, TeamId, TicketId};

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
            subject_name: None,
            body: row.get(6)?,
            address: row.get(7)?,
        })
    }
}

/// With a `day_key`, one that is there already is enough: `false` then.
pub fn insert(tx: &mut Tx<'_>, org: OrgId, entry: &Entry, day_key: Option<&str>) -> Result<bool> {
    let sql = "INSERT INTO audit (org_id, id, at, actor_id, actor_name, action, subject, body, address, day_key) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (org_id, day_key) WHERE day_key IS NOT NULL DO NOTHING";
    let e = entry;
    let written = tx.exec(
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
    Ok(written == 1)
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
    Ok(tx.all_sql(&sql.push(" ORDER BY at DESC, id DESC").limit(limit + 1))?)
}

/// Writes what the things are called now beside their ids, one look-up for each noun on the page.
pub fn name(tx: &mut Tx<'_>, org: OrgId, entries: &mut [Entry]) -> Result<()> {
    let mut names = named::<MemberId>(tx, org, entries, "TRIM(first_name || ' ' || last_name)", "member")?;
    names.append(&mut named::<TeamId>(tx, org, entries, "name", "team")?);
    names.append(&mut named::<ChannelId>(tx, org, entries, "name", "channel")?);
    names.append(&mut named::<ContactId>(tx, org, entries, "name", "contact")?);
    names.append(&mut named::<CompanyId>(tx, org, entries, "name", "company")?);
    names.append(&mut named::<TicketId>(tx, org, entries, "'#' || number", "ticket")?);
    for entry in entries {
        entry.subject_name = names.get(&entry.subject).cloned().filter(|name| !name.is_empty());
    }
    Ok(())
}

fn named<I: Id + FromCol>(tx: &mut Tx<'_>, org: OrgId, entries: &[Entry], name: &str, table: &str) -> Result<BTreeMap<String, String>>
where
    db::Arg<'static>: From<I>,
{
    let ids: BTreeSet<I> = entries.iter().filter_map(|entry| entry.subject.parse().ok()).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = Sql::new(&format!("SELECT id, {name} FROM {table} WHERE org_id = ")).bind(org);
    let rows: Vec<(I, String)> = tx.all_sql(&sql.push(" AND id IN ").list(ids))?;
    Ok(rows.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
}
