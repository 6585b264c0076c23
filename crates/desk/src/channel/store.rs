//! The only SQL of channels.

use std::collections::BTreeMap;

use db::{FromRow, Row, Tx, args};
use kit::{ChannelId, Error, OrgId, Result, TeamId, Time};

use super::{Channel, Health, Kind, State};

const COLUMNS: &str =
    "id, kind, name, address, team_id, state, settings, credentials, last_in_at, last_out_at, failing_since, failure, created_at";

/// What a provider gave, by name.
pub type Credentials = BTreeMap<String, String>;

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
            given: read(&row.get::<String>(7)?)?.into_keys().collect(),
            health: Health {
                last_in_at: row.get(8)?,
                last_out_at: row.get(9)?,
                failing_since: row.get(10)?,
                failure: row.get(11)?,
            },
            created_at: row.get(12)?,
        })
    }
}

fn read(credentials: &str) -> db::Result<Credentials> {
    serde_json::from_str(credentials).map_err(|_| db::Error::Value("a channel's credentials"))
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
    let sql = "INSERT INTO channel (org_id, id, kind, name, address, team_id, state, secret, credentials, settings, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '{}', $9, $10)";
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

pub fn credentials(tx: &mut Tx<'_>, org: OrgId, id: ChannelId) -> Result<Credentials> {
    let sql = "SELECT credentials FROM channel WHERE org_id = $1 AND id = $2";
    let json: String = tx.opt(sql, args![org, id])?.ok_or_else(Error::unknown)?;
    Ok(read(&json)?)
}

pub fn set_credentials(tx: &mut Tx<'_>, org: OrgId, id: ChannelId, credentials: &Credentials) -> Result<()> {
    let json = serde_json::to_string(credentials).map_err(Error::internal)?;
    tx.exec(
        "UPDATE channel SET credentials = $3 WHERE org_id = $1 AND id = $2",
        args![org, id, json],
    )?;
    Ok(())
}

/// Something left: noted as exactly as anybody needs it. `true` when it had been failing.
pub fn set_out(tx: &mut Tx<'_>, org: OrgId, id: ChannelId, stale: Time) -> Result<bool> {
    let sql = "SELECT failing_since, last_out_at FROM channel WHERE org_id = $1 AND id = $2";
    let (failing, last): (Option<Time>, Option<Time>) = tx.opt(sql, args![org, id])?.ok_or_else(Error::unknown)?;
    if failing.is_some() || last.is_none_or(|last| last < stale) {
        let sql = "UPDATE channel SET last_out_at = $3, failing_since = NULL, failure = NULL WHERE org_id = $1 AND id = $2";
        let now = tx.now();
        tx.exec(sql, args![org, id, now])?;
    }
    Ok(failing.is_some())
}

/// Nothing leaves, and why. `true` when that is news.
pub fn set_failing(tx: &mut Tx<'_>, org: OrgId, id: ChannelId, failure: &str) -> Result<bool> {
    let sql = "UPDATE channel SET failing_since = COALESCE(failing_since, $3), failure = $4 \
        WHERE org_id = $1 AND id = $2 AND (failing_since IS NULL OR failure IS NULL OR failure <> $4)";
    let now = tx.now();
    Ok(tx.exec(sql, args![org, id, now, failure])? > 0)
}

/// What was wrong has been seen to.
pub fn set_well(tx: &mut Tx<'_>, org: OrgId, id: ChannelId) -> Result<bool> {
    let sql = "UPDATE channel SET failing_since = NULL, failure = NULL WHERE org_id = $1 AND id = $2 AND failing_since IS NOT NULL";
    Ok(tx.exec(sql, args![org, id])? > 0)
}

/// Leaves by `?` when the organisation has no such team.
pub fn must_be_team(tx: &mut Tx<'_>, org: OrgId, team: TeamId) -> Result<()> {
    let found: Option<i64> = tx.opt(
        "SELECT 1 FROM team WHERE org_id = $1 AND id = $2 AND archived_at IS NULL",
        args![org, team],
    )?;
    found.map(|_| ()).ok_or_else(|| Error::invalid("team", "team_unknown"))
}
