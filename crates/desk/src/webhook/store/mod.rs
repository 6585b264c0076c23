//! The only SQL of webhooks; their deliveries are beside.

pub mod delivery;

use db::{FromRow, Row, Tx, args};
use kit::{Error, MemberId, OrgId, Result, Time, WebhookId};

use super::{State, Webhook};

const COLUMNS: &str = "id, member_id, name, url, kinds, state, failures, failing_since, failure, status, retry_at, \
    busy_until, old_until, created_at";

impl FromRow for Webhook {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let status: Option<i64> = row.get(9)?;
        Ok(Self {
            id: row.get(0)?,
            member: row.get(1)?,
            name: row.get(2)?,
            url: row.get(3)?,
            kinds: serde_json::from_str(&row.get::<String>(4)?).map_err(|_| db::Error::Value("a webhook's kinds"))?,
            state: State::from_name(&row.get::<String>(5)?).ok_or(db::Error::Value("a webhook's state"))?,
            failures: row.get(6)?,
            failing_since: row.get(7)?,
            failure: row.get(8)?,
            status: status.and_then(|status| u16::try_from(status).ok()),
            retry_at: row.get(10)?,
            busy_until: row.get(11)?,
            old_until: row.get(12)?,
            created_at: row.get(13)?,
        })
    }
}

pub fn all(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Webhook>> {
    let sql = format!("SELECT {COLUMNS} FROM webhook WHERE org_id = $1 ORDER BY name, id");
    Ok(tx.all(&sql, args![org])?)
}

pub fn active(tx: &mut Tx<'_>, org: OrgId) -> Result<Vec<Webhook>> {
    Ok(all(tx, org)?.into_iter().filter(|hook| hook.state == State::Active).collect())
}

pub fn row(tx: &mut Tx<'_>, org: OrgId, id: WebhookId) -> Result<Option<Webhook>> {
    let sql = format!("SELECT {COLUMNS} FROM webhook WHERE org_id = $1 AND id = $2");
    Ok(tx.opt(&sql, args![org, id])?)
}

/// The secrets that sign now, the newest first.
pub fn secrets(tx: &mut Tx<'_>, org: OrgId, id: WebhookId) -> Result<Vec<String>> {
    let sql = "SELECT secret, CASE WHEN old_until > $3 THEN old_secret END FROM webhook WHERE org_id = $1 AND id = $2";
    let now = tx.now();
    let found: Option<(String, Option<String>)> = tx.opt(sql, args![org, id, now])?;
    let (new, old) = found.ok_or_else(Error::unknown)?;
    Ok([Some(new), old].into_iter().flatten().collect())
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, hook: &Webhook, secret: &str) -> Result<()> {
    let sql = "INSERT INTO webhook (org_id, id, member_id, name, url, secret, kinds, state, failures, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)";
    let kinds = serde_json::to_value(&hook.kinds).map_err(Error::internal)?;
    tx.exec(
        sql,
        args![
            org,
            hook.id,
            hook.member,
            &hook.name,
            &hook.url,
            secret,
            &kinds,
            hook.state.name(),
            hook.created_at
        ],
    )?;
    Ok(())
}

/// All that changes but the secrets.
pub fn update(tx: &mut Tx<'_>, org: OrgId, hook: &Webhook) -> Result<()> {
    let sql = "UPDATE webhook SET member_id = $3, name = $4, url = $5, kinds = $6, state = $7, failures = $8, failing_since = $9, retry_at = $10, \
        busy_until = $11, failure = $12, status = $13 WHERE org_id = $1 AND id = $2";
    let kinds = serde_json::to_value(&hook.kinds).map_err(Error::internal)?;
    tx.exec(
        sql,
        args![
            org,
            hook.id,
            hook.member,
            &hook.name,
            &hook.url,
            &kinds,
            hook.state.name(),
            hook.failures,
            hook.failing_since,
            hook.retry_at,
            hook.busy_until,
            hook.failure.as_deref(),
            hook.status.map(i64::from)
        ],
    )?;
    Ok(())
}

pub fn rotate(tx: &mut Tx<'_>, org: OrgId, id: WebhookId, secret: &str, old_until: Time) -> Result<()> {
    let sql = "UPDATE webhook SET old_secret = secret, old_until = $4, secret = $3 WHERE org_id = $1 AND id = $2";
    tx.exec(sql, args![org, id, secret, old_until])?;
    Ok(())
}

pub fn delete(tx: &mut Tx<'_>, org: OrgId, id: WebhookId) -> Result<()> {
    tx.exec("DELETE FROM webhook WHERE org_id = $1 AND id = $2", args![org, id])?;
    Ok(())
}

pub fn member_name(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<String> {
    let sql = "SELECT first_name, last_name FROM member WHERE org_id = $1 AND id = $2";
    let found: Option<(String, String)> = tx.opt(sql, args![org, member])?;
    Ok(found
        .map(|(first, last)| format!("{first} {last}").trim().to_owned())
        .unwrap_or_default())
}
