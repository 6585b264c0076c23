//! The only SQL of channels.

use db::{FromRow, Row, Tx, args};
use kit::{ChannelId, Error, OrgId, Result, TeamId};

use super::{Channel, Kind, State};

const COLUMNS: &str = "id, kind, name, address, team_id, state, settings, last_in_at, last_out_at, created_at";

impl FromRow for Channel {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            kind: Kind::from_name(&row.get::<String>(1)?).ok_or(db::Error::Value("a channel's kind"))?,
            name: row.get(2)?,
            address: row.get(3)?,
            team: row.get(4)?,
            state: State::from_name(&row.get::<String>(5)?).ok_or(db::Error::Value("a channel's state"))?,
            settings: serde_json::from_str(&row.get::<String>(6)?).map_err(|_| db::Error::Value("a channel's settings"))?,
            last_in_at: row.get(7)?,
            last_out_at: row.get(8)?,
            created_at: row.get(9)?,
        })
    }
}

pub fn all(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Channel>> {
    Ok(tx.all(
        &format!("SELECT {COLUMNS} FROM channel WHERE org_id = $1 AND state <> 'archived' ORDER BY name, id"),
        args![org],
    )?)
}

pub fn one(tx: &mut Tx<'_>, org: OrgId, id: ChannelId) -> Result<Option<Channel>> {
    Ok(tx.opt(
        &format!("SELECT {COLUMNS} FROM channel WHERE org_id = $1 AND id = $2"),
        args![org, id],
    )?)
}

/// The organisation and channel of a public address, if customers can use it: the look-up that has no organisation yet.
pub fn by_address(tx: &mut Tx<'_>, kind: Kind, address: &str) -> Result<Option<(OrgId, Channel)>> {
    let sql = "SELECT org_id, id FROM channel WHERE kind = $1 AND address = $2 AND state <> 'archived'";
    let Some((org, id)) = tx.opt::<(OrgId, ChannelId)>(sql, args![kind.name(), address])? else {
        return Ok(None);
    };
    Ok(one(tx, org, id)?.map(|channel| (org, channel)))
}

pub fn secret(tx: &mut Tx<'_>, org: OrgId, id: ChannelId) -> Result<String> {
    tx.opt("SELECT secret FROM channel WHERE org_id = $1 AND id = $2", args![org, id])?
        .ok_or_else(Error::unknown)
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, c: &Channel, secret: &str) -> Result<()> {
    let sql = "INSERT INTO channel (org_id, id, kind, name, address, team_id, state, secret, settings, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    tx.exec(
        sql,
        args![
            org,
            c.id,
            c.kind.name(),
            &c.name,
            &c.address,
            c.team,
            c.state.name(),
            secret,
            &c.settings,
            c.created_at
        ],
    )?;
    Ok(())
}

pub fn update(tx: &mut Tx<'_>, org: OrgId, c: &Channel) -> Result<()> {
    let sql = "UPDATE channel SET name = $3, team_id = $4, state = $5, settings = $6 WHERE org_id = $1 AND id = $2";
    tx.exec(sql, args![org, c.id, &c.name, c.team, c.state.name(), &c.settings])?;
    Ok(())
}

pub fn set_secret(tx: &mut Tx<'_>, org: OrgId, id: ChannelId, secret: &str) -> Result<()> {
    tx.exec(
        "UPDATE channel SET secret = $3 WHERE org_id = $1 AND id = $2",
        args![org, id, secret],
    )?;
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
