//! The only SQL of deliveries.

use std::time::Duration;

use db::{FromRow, Row, Sql, Tx, args};
use kit::{Cursor, DeliveryId, OrgId, Result, Time, WebhookId};

use crate::webhook::Delivery;
use crate::webhook::model::Progress;

const COLUMNS: &str = "id, seq, kind, state, attempts, status, failure, duration_ms, due_at, created_at, updated_at";

impl FromRow for Delivery {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let (status, duration_ms): (Option<i64>, Option<i64>) = (row.get(5)?, row.get(7)?);
        Ok(Self {
            id: row.get(0)?,
            seq: row.get(1)?,
            kind: row.get(2)?,
            state: Progress::from_name(&row.get::<String>(3)?).ok_or(db::Error::Value("a delivery's state"))?,
            attempts: row.get(4)?,
            status: status.and_then(|status| u16::try_from(status).ok()),
            failure: row.get(6)?,
            duration_ms: duration_ms.and_then(|ms| u64::try_from(ms).ok()),
            due_at: row.get(8)?,
            created_at: row.get(9)?,
            updated_at: row.get(10)?,
        })
    }
}

/// Of an event, once: one that is there already stays as it is. `nth` of those made together: lists show them in the order of what
/// happened, and their ids of one instant have none.
pub fn insert(tx: &mut Tx<'_>, org: OrgId, webhook: WebhookId, event: Option<(i64, u64)>, kind: &str) -> Result<DeliveryId> {
    let (id, now) = (DeliveryId::new(tx.now()), tx.now());
    let (seq, nth) = event.unzip();
    let created_at = now.plus(Duration::from_micros(nth.unwrap_or(0)));
    let sql = "INSERT INTO delivery (org_id, id, webhook_id, seq, kind, state, attempts, due_at, created_at, updated_at) \
        VALUES ($1, $2, $3, $4, $5, 'pending', 0, $6, $7, $6) ON CONFLICT (org_id, webhook_id, seq) DO NOTHING";
    tx.exec(sql, args![org, id, webhook, seq, kind, now, created_at])?;
    Ok(id)
}

pub fn row(tx: &mut Tx<'_>, org: OrgId, webhook: WebhookId, id: DeliveryId) -> Result<Option<Delivery>> {
    let sql = format!("SELECT {COLUMNS} FROM delivery WHERE org_id = $1 AND webhook_id = $2 AND id = $3");
    Ok(tx.opt(&sql, args![org, webhook, id])?)
}

pub fn page(
    tx: &mut Tx<'_>,
    org: OrgId,
    webhook: WebhookId,
    state: Option<Progress>,
    after: Option<Cursor>,
    limit: u32,
) -> Result<Vec<Delivery>> {
    let mut sql = Sql::new(&format!("SELECT {COLUMNS} FROM delivery WHERE org_id = "))
        .bind(org)
        .push(" AND webhook_id = ")
        .bind(webhook);
    if let Some(state) = state {
        // A name of ours, so that the text of the statement can use the partial index of those that did not arrive.
        sql.add(&format!(" AND state = '{}'", state.name()));
        if state != Progress::Delivered {
            sql.add(" AND state <> 'delivered'");
        }
    }
    if let Some(cursor) = after {
        sql = sql
            .push(" AND (created_at, id) < (")
            .bind(cursor.at)
            .push(", ")
            .bind(cursor.id)
            .push(")");
    }
    Ok(tx.all_sql(&sql.push(" ORDER BY created_at DESC, id DESC").limit(limit + 1))?)
}

/// The pending one that is due for the longest.
pub fn due(tx: &mut Tx<'_>, org: OrgId, webhook: WebhookId) -> Result<Option<Delivery>> {
    let now = tx.now();
    let sql = format!(
        "SELECT {COLUMNS} FROM delivery WHERE org_id = $1 AND webhook_id = $2 AND state = 'pending' AND due_at <= $3 ORDER BY due_at, seq, id LIMIT 1"
    );
    Ok(tx.opt(&sql, args![org, webhook, now])?)
}

/// When the next pending one is due.
pub fn next_due(tx: &mut Tx<'_>, org: OrgId, webhook: WebhookId) -> Result<Option<Time>> {
    let sql = "SELECT due_at FROM delivery WHERE org_id = $1 AND webhook_id = $2 AND state = 'pending' ORDER BY due_at, seq, id LIMIT 1";
    Ok(tx.opt(sql, args![org, webhook])?)
}

pub fn update(tx: &mut Tx<'_>, org: OrgId, d: &Delivery) -> Result<()> {
    let sql = "UPDATE delivery SET state = $3, attempts = $4, status = $5, failure = $6, due_at = $7, updated_at = $8, \
        duration_ms = $9 WHERE org_id = $1 AND id = $2";
    let now = tx.now();
    let (status, took) = (d.status.map(i64::from), d.duration_ms.and_then(|ms| i64::try_from(ms).ok()));
    tx.exec(
        sql,
        args![
            org,
            d.id,
            d.state.name(),
            d.attempts,
            status,
            d.failure.as_deref(),
            d.due_at,
            now,
            took
        ],
    )?;
    Ok(())
}

/// How many [`again_since`] would put in the queue, counted up to `most`.
pub fn failed_since(tx: &mut Tx<'_>, org: OrgId, webhook: WebhookId, since: Time, most: i64) -> Result<u64> {
    let sql = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM delivery WHERE org_id = $1 AND webhook_id = $2 AND created_at >= $3 \
        AND state = 'failed' LIMIT $4) q";
    let count: i64 = tx.one(sql, args![org, webhook, since, most])?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// Puts all failed ones of events since a time in the queue again; how many.
pub fn again_since(tx: &mut Tx<'_>, org: OrgId, webhook: WebhookId, since: Time) -> Result<u64> {
    let sql = "UPDATE delivery SET state = 'pending', attempts = 0, due_at = $4, updated_at = $4 \
        WHERE org_id = $1 AND webhook_id = $2 AND created_at >= $3 AND state = 'failed'";
    let now = tx.now();
    Ok(tx.exec(sql, args![org, webhook, since, now])?)
}

/// What waits has failed: the endpoint is switched off.
pub fn give_up(tx: &mut Tx<'_>, org: OrgId, webhook: WebhookId) -> Result<()> {
    let sql = "UPDATE delivery SET state = 'failed', failure = COALESCE(failure, 'webhook_disabled'), updated_at = $3 \
        WHERE org_id = $1 AND webhook_id = $2 AND state = 'pending'";
    let now = tx.now();
    tx.exec(sql, args![org, webhook, now])?;
    Ok(())
}

/// Removes what is older than the event log keeps its events, some at a time; how many.
pub fn sweep(tx: &mut Tx<'_>, before: Time, most: u32) -> Result<u64> {
    let sql =
        "DELETE FROM delivery WHERE (org_id, id) IN (SELECT org_id, id FROM delivery WHERE created_at < $1 ORDER BY created_at LIMIT $2)";
    Ok(tx.exec(sql, args![before, most])?)
}
