//! The only SQL of hours of attention.

use db::{FromRow, Row, Sql, Tx, args};
use kit::{ChannelId, Error, HoursId, IdentityId, OrgId, Result, TeamId, Time};

use super::Hours;
use super::places::{Kind, Place};

const COLUMNS: &str = "h.id, h.name, h.time_zone, h.plan, h.answers, h.derives, h.created_at, h.updated_at";

/// How many columns [`COLUMNS`] names, for what is selected after them.
const WIDTH: usize = 8;

impl FromRow for Hours {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            time_zone: row.get(2)?,
            plan: serde_json::from_str(&row.get::<String>(3)?).map_err(|_| db::Error::Value("a calendar's plan"))?,
            answers: row.get(4)?,
            derives: row.get(5)?,
            created_at: row.get(6)?,
            updated_at: row.get(7)?,
        })
    }
}

/// A calendar and for what it was found.
pub struct InForce {
    pub hours: Hours,
    pub by: Kind,
}

impl FromRow for InForce {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            hours: Hours::from_row(row)?,
            by: Kind::from_name(&row.get::<String>(WIDTH)?).ok_or(db::Error::Value("a calendar's place"))?,
        })
    }
}

pub fn all(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Hours>> {
    let sql = format!("SELECT {COLUMNS} FROM hours h WHERE h.org_id = $1 ORDER BY h.name_folded, h.id");
    Ok(tx.all(&sql, args![org])?)
}

pub fn count(tx: &mut Tx<'_>, org: OrgId) -> Result<i64> {
    Ok(tx.one("SELECT COUNT(*) FROM hours WHERE org_id = $1", args![org])?)
}

pub fn one(tx: &mut Tx<'_>, org: OrgId, id: HoursId) -> Result<Hours> {
    let sql = format!("SELECT {COLUMNS} FROM hours h WHERE h.org_id = $1 AND h.id = $2");
    tx.opt(&sql, args![org, id])?.ok_or_else(Error::unknown)
}

/// The most particular that there is: the channel's, then the team's, then the organisation's.
pub fn in_force(tx: &mut Tx<'_>, org: OrgId, channel: Option<ChannelId>, team: Option<TeamId>) -> Result<Option<InForce>> {
    let sql = Sql::new(&format!(
        "SELECT {COLUMNS}, p.kind FROM hours_place p JOIN hours h ON h.org_id = p.org_id AND h.id = p.hours_id WHERE p.org_id = "
    ))
    .bind(org)
    .push(" AND (p.place_id = ")
    .bind(org)
    .push(" OR p.place_id = ")
    .bind(channel)
    .push(" OR p.place_id = ")
    .bind(team)
    .push(") ORDER BY CASE p.kind WHEN 'channel' THEN 0 WHEN 'team' THEN 1 ELSE 2 END");
    Ok(tx.opt_sql(&sql.limit(1))?)
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, h: &Hours) -> Result<()> {
    let sql = "INSERT INTO hours (org_id, id, name, name_folded, time_zone, plan, answers, derives, created_at, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let (folded, plan) = (kit::fold::fold(&h.name), plan(h)?);
    let args = args![
        org,
        h.id,
        &h.name,
        &folded,
        &h.time_zone,
        &plan,
        h.answers,
        h.derives,
        h.created_at,
        h.updated_at
    ];
    taken(tx.exec(sql, args))
}

pub fn update(tx: &mut Tx<'_>, org: OrgId, h: &Hours) -> Result<()> {
    let sql = "UPDATE hours SET name = $3, name_folded = $4, time_zone = $5, plan = $6, answers = $7, derives = $8, updated_at = $9 \
        WHERE org_id = $1 AND id = $2";
    let (folded, plan) = (kit::fold::fold(&h.name), plan(h)?);
    let args = args![org, h.id, &h.name, &folded, &h.time_zone, &plan, h.answers, h.derives, h.updated_at];
    taken(tx.exec(sql, args))
}

pub fn delete(tx: &mut Tx<'_>, org: OrgId, id: HoursId) -> Result<()> {
    tx.exec("DELETE FROM hours_place WHERE org_id = $1 AND hours_id = $2", args![org, id])?;
    tx.exec("DELETE FROM hours WHERE org_id = $1 AND id = $2", args![org, id])?;
    Ok(())
}

/// Where each calendar holds, but for what was put away.
pub fn places(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Place>> {
    let sql = "SELECT p.hours_id, p.kind, p.place_id, c.team_id, t.hidden FROM hours_place p \
        LEFT JOIN channel c ON c.org_id = p.org_id AND c.id = p.place_id \
        LEFT JOIN team t ON t.org_id = p.org_id AND t.id = p.place_id \
        WHERE p.org_id = $1 AND (c.id IS NULL OR c.state <> 'archived') AND t.archived_at IS NULL ORDER BY p.place_id";
    Ok(tx.all(sql, args![org])?)
}

impl FromRow for Place {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let hidden: Option<bool> = row.get(4)?;
        let at = match Kind::from_name(&row.get::<String>(1)?).ok_or(db::Error::Value("a calendar's place"))? {
            Kind::Organisation => access::Place::Desk,
            Kind::Team => access::Place::Team {
                team: row.get(2)?,
                hidden: hidden.unwrap_or(true),
            },
            Kind::Channel => access::Place::Channel {
                channel: row.get(2)?,
                team: row.get(3)?,
            },
        };
        Ok(Self { hours: row.get(0)?, at })
    }
}

/// It holds there from now on, and no other does.
pub fn put(tx: &mut Tx<'_>, org: OrgId, hours: HoursId, kind: Kind, place: impl kit::Id) -> Result<()> {
    let sql = "INSERT INTO hours_place (org_id, place_id, kind, hours_id) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (org_id, place_id) DO UPDATE SET hours_id = excluded.hours_id";
    let place = place.to_bytes();
    tx.exec(sql, args![org, &place[..], kind.name(), hours])?;
    Ok(())
}

pub fn take(tx: &mut Tx<'_>, org: OrgId, hours: HoursId, place: impl kit::Id) -> Result<()> {
    let sql = "DELETE FROM hours_place WHERE org_id = $1 AND place_id = $2 AND hours_id = $3";
    let place = place.to_bytes();
    tx.exec(sql, args![org, &place[..], hours])?;
    Ok(())
}

/// When an address was last told that nobody attends.
pub fn told(tx: &mut Tx<'_>, org: OrgId, identity: IdentityId) -> Result<Option<Time>> {
    let sql = "SELECT at FROM hours_told WHERE org_id = $1 AND identity_id = $2";
    Ok(tx.opt(sql, args![org, identity])?)
}

pub fn tell(tx: &mut Tx<'_>, org: OrgId, identity: IdentityId) -> Result<()> {
    let sql = "INSERT INTO hours_told (org_id, identity_id, at) VALUES ($1, $2, $3) ON CONFLICT (org_id, identity_id) DO UPDATE SET at = excluded.at";
    let now = tx.now();
    tx.exec(sql, args![org, identity, now])?;
    Ok(())
}

fn plan(h: &Hours) -> Result<String> {
    serde_json::to_string(&h.plan).map_err(Error::internal)
}

fn taken(done: db::Result<u64>) -> Result<()> {
    match done {
        Ok(_) => Ok(()),
        Err(db::Error::Unique { .. }) => Err(Error::conflict("name_taken").with_field("name")),
        Err(error) => Err(error.into()),
    }
}
