//! The only SQL of canned responses.

use db::{FromRow, Row, Sql, Tx, args};
use kit::{CannedId, CategoryId, Error, Locale, MemberId, OrgId, Result, TeamId};

use super::{Canned, Category};

const COLUMNS: &str = "c.id, c.shortcut, c.name, c.body, c.category_id, c.team_id, c.locale, c.created_at, c.updated_at";

impl FromRow for Canned {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            shortcut: row.get(1)?,
            name: row.get(2)?,
            body: row.get(3)?,
            category: row.get(4)?,
            team: row.get(5)?,
            locale: row.get::<Option<String>>(6)?.and_then(|tag| Locale::from_tag(&tag)),
            created_at: row.get(7)?,
            updated_at: row.get(8)?,
        })
    }
}

/// Those offered to a member: everybody's and their teams'; all of them to who manages responses (`member` none).
pub fn all(tx: &mut Tx<'_>, org: OrgId, member: Option<MemberId>) -> Result<Vec<Canned>> {
    let mut sql = Sql::new(&format!("SELECT {COLUMNS} FROM canned c WHERE c.org_id = ")).bind(org);
    if let Some(member) = member {
        sql = sql
            .push(" AND (c.team_id IS NULL OR c.team_id IN (SELECT tm.team_id FROM team_member tm WHERE tm.org_id = ")
            .bind(org);
        sql = sql.push(" AND tm.member_id = ").bind(member).push("))");
    }
    Ok(tx.all_sql(&sql.push(" ORDER BY c.shortcut"))?)
}

pub fn one(tx: &mut Tx<'_>, org: OrgId, id: CannedId) -> Result<Canned> {
    tx.opt(
        &format!("SELECT {COLUMNS} FROM canned c WHERE c.org_id = $1 AND c.id = $2"),
        args![org, id],
    )?
    .ok_or_else(Error::unknown)
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, c: &Canned, by: MemberId) -> Result<()> {
    let sql = "INSERT INTO canned (org_id, id, category_id, team_id, shortcut, name, body, locale, created_by, created_at, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let locale = c.locale.map(Locale::tag);
    taken(tx.exec(
        sql,
        args![
            org,
            c.id,
            c.category,
            c.team,
            &c.shortcut,
            &c.name,
            &c.body,
            locale,
            by,
            c.created_at,
            c.updated_at
        ],
    ))
}

pub fn update(tx: &mut Tx<'_>, org: OrgId, c: &Canned) -> Result<()> {
    let sql = "UPDATE canned SET category_id = $3, team_id = $4, shortcut = $5, name = $6, body = $7, locale = $8, updated_at = $9 \
        WHERE org_id = $1 AND id = $2";
    let locale = c.locale.map(Locale::tag);
    taken(tx.exec(
        sql,
        args![org, c.id, c.category, c.team, &c.shortcut, &c.name, &c.body, locale, c.updated_at],
    ))
}

pub fn delete(tx: &mut Tx<'_>, org: OrgId, id: CannedId) -> Result<()> {
    tx.exec("DELETE FROM canned WHERE org_id = $1 AND id = $2", args![org, id])?;
    Ok(())
}

pub fn categories(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Category>> {
    let rows: Vec<(CategoryId, String)> = tx.all("SELECT id, name FROM category WHERE org_id = $1 ORDER BY name_folded", args![org])?;
    Ok(rows.into_iter().map(|(id, name)| Category { id, name }).collect())
}

/// The category of a name, made if there is none.
pub fn category(tx: &mut Tx<'_>, org: OrgId, name: &str) -> Result<CategoryId> {
    let folded = kit::fold::fold(name);
    let sql = "SELECT id FROM category WHERE org_id = $1 AND name_folded = $2";
    if let Some(id) = tx.opt(sql, args![org, &folded])? {
        return Ok(id);
    }
    let (id, now) = (CategoryId::new(tx.now()), tx.now());
    let sql = "INSERT INTO category (org_id, id, name, name_folded, created_at) VALUES ($1, $2, $3, $4, $5)";
    tx.exec(sql, args![org, id, name, &folded, now])?;
    Ok(id)
}

/// Categories with no response left are no use to anybody.
pub fn sweep_categories(tx: &mut Tx<'_>, org: OrgId) -> Result<()> {
    let sql = "DELETE FROM category WHERE org_id = $1 AND NOT EXISTS \
        (SELECT 1 FROM canned c WHERE c.org_id = category.org_id AND c.category_id = category.id)";
    tx.exec(sql, args![org])?;
    Ok(())
}

/// Leaves by `?` when the organisation has no such team.
pub fn must_be_team(tx: &mut Tx<'_>, org: OrgId, team: TeamId) -> Result<()> {
    let found: Option<i64> = tx.opt(
        "SELECT 1 FROM team WHERE org_id = $1 AND id = $2 AND archived_at IS NULL",
        args![org, team],
    )?;
    found.map(|_| ()).ok_or_else(|| Error::invalid("team", "team_unknown"))
}

fn taken(done: db::Result<u64>) -> Result<()> {
    match done {
        Ok(_) => Ok(()),
        Err(db::Error::Unique { .. }) => Err(Error::conflict("shortcut_taken").with_field("shortcut")),
        Err(error) => Err(error.into()),
    }
}
