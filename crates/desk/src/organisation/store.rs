//! The only SQL of organisations.

use access::Builtin;
use db::{FromRow, Row, Tx, args};
use kit::{OrgId, ResolutionId, Result, RoleId};

use super::{Organisation, Settings};

const COLUMNS: &str = "id, name, locale, time_zone, country, settings, created_at";

impl FromRow for Organisation {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let settings: serde_json::Value = row.get(5)?;
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            locale: row.get(2)?,
            time_zone: row.get(3)?,
            country: row.get(4)?,
            settings: serde_json::from_value(settings).map_err(|_| db::Error::Value("an organisation's settings"))?,
            created_at: row.get(6)?,
        })
    }
}

pub fn row(tx: &mut Tx<'_>, org: OrgId) -> Result<Option<Organisation>> {
    Ok(tx.opt(&format!("SELECT {COLUMNS} FROM organisation WHERE id = $1"), args![org])?)
}

/// What an organisation has chosen; the defaults where there is none. For verbs of other nouns that obey a setting.
pub fn settings(tx: &mut Tx<'_>, org: OrgId) -> Result<Settings> {
    Ok(row(tx, org)?.map(|o| o.settings).unwrap_or_default())
}

/// Whether it has a resolution, not archived.
pub fn resolution(tx: &mut Tx<'_>, org: OrgId, id: ResolutionId) -> Result<bool> {
    let sql = "SELECT 1 FROM resolution WHERE org_id = $1 AND id = $2 AND archived_at IS NULL";
    Ok(tx.opt::<i64>(sql, args![org, id])?.is_some())
}

/// Whether there is any organisation at all.
pub fn any(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(tx.opt::<i64>("SELECT 1 FROM organisation LIMIT 1", args![])?.is_some())
}

pub fn insert(tx: &mut Tx<'_>, o: &Organisation) -> Result<()> {
    let sql = "INSERT INTO organisation (id, name, locale, time_zone, country, state, settings, created_at) VALUES ($1, $2, $3, $4, $5, 'active', $6, $7)";
    tx.exec(
        sql,
        args![o.id, &o.name, o.locale, &o.time_zone, &o.country, json(&o.settings), o.created_at],
    )?;
    Ok(())
}

/// The built-in roles, one row each, so that members can have them and administrators can say what they give.
pub fn insert_roles(tx: &mut Tx<'_>, org: OrgId) -> Result<()> {
    let sql = "INSERT INTO role (org_id, id, builtin, name, hidden, created_at) VALUES ($1, $2, $3, '', FALSE, $4)";
    let now = tx.now();
    for builtin in Builtin::ALL {
        tx.exec(sql, args![org, RoleId::new(now), builtin.name(), now])?;
    }
    Ok(())
}

pub fn update(tx: &mut Tx<'_>, o: &Organisation) -> Result<()> {
    let sql = "UPDATE organisation SET name = $2, locale = $3, time_zone = $4, country = $5, settings = $6 WHERE id = $1";
    tx.exec(sql, args![o.id, &o.name, o.locale, &o.time_zone, &o.country, json(&o.settings)])?;
    Ok(())
}

fn json(settings: &Settings) -> String {
    serde_json::to_string(settings).unwrap_or_default()
}
