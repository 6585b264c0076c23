//! Work that follows a change: a row written by the same transaction, done at least once.
//!
//! A worker claims jobs for the length of a lease, does them outside of any transaction, and then completes, retries or
//! fails them. A claim that outlived its lease may have been taken over: its worker is told [`Held::Lost`] and must not
//! commit what it did.

use std::time::Duration;

use kit::{JobId, OrgId, Time};

use crate::{FromRow, Result, Row, Sql, Tx, args, forks};

/// A job to enqueue.
#[derive(Debug, Clone)]
pub struct NewJob {
    pub id: JobId,
    /// `message.send`; with `version`, the shape of `body`.
    pub kind: &'static str,
    pub version: u32,
    /// JSON. Names a membership where one is needed, never a reach: what may be done is decided when it is done.
    pub body: String,
    pub org: Option<OrgId>,
    /// Not before; [`Tx::now`] for at once.
    pub due_at: Time,
    pub dedup: Option<Dedup>,
}

/// What happens when one of the same kind and key waits already. A job that somebody works at counts no longer, since it
/// may have read the state before this change.
#[derive(Debug, Clone)]
pub enum Dedup {
    /// That one stays and is enough.
    Keep(String),
    /// That one gets this one's body and time: timers.
    Replace(String),
}

/// A claimed job.
#[derive(Debug, Clone)]
pub struct Job {
    pub id: JobId,
    pub org: Option<OrgId>,
    pub kind: String,
    pub version: u32,
    pub body: String,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    pub created_at: Time,
    claim: [u8; 16],
}

/// Whether a claim still held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Held {
    Yes,
    /// The lease had ended and somebody else has the job now, or it is done.
    Lost,
}

/// A dead job, as people see it.
#[derive(Debug, Clone)]
pub struct Dead {
    pub id: JobId,
    pub org: Option<OrgId>,
    pub kind: String,
    pub attempts: u32,
    pub created_at: Time,
    pub dead_at: Time,
    pub last_error: Option<String>,
}

impl FromRow for Job {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            org: row.get(1)?,
            kind: row.get(2)?,
            version: row.get(3)?,
            body: row.get(4)?,
            attempt: row.get(5)?,
            created_at: row.get(6)?,
            claim: row.get(7)?,
        })
    }
}

impl FromRow for Dead {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            org: row.get(1)?,
            kind: row.get(2)?,
            attempts: row.get(3)?,
            created_at: row.get(4)?,
            dead_at: row.get(5)?,
            last_error: row.get(6)?,
        })
    }
}

macro_rules! insert {
    ($or:literal) => {
        concat!(
            "INSERT INTO job (id, org_id, kind, version, body, dedup, created_at, due_at, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)",
            $or
        )
    };
}

const INSERT: &str = insert!("");
const INSERT_KEEP: &str = insert!(" ON CONFLICT (kind, dedup) WHERE dedup IS NOT NULL DO NOTHING");
const INSERT_REPLACE: &str = insert!(
    " ON CONFLICT (kind, dedup) WHERE dedup IS NOT NULL DO UPDATE SET version = excluded.version, body = excluded.body, \
     due_at = excluded.due_at, attempts = 0, last_error = NULL, dead_at = NULL"
);

impl Tx<'_> {
    /// Enqueues a job; workers are woken after the commit.
    pub fn enqueue(&mut self, job: &NewJob) -> Result<()> {
        let (key, sql) = match &job.dedup {
            None => (None, INSERT),
            Some(Dedup::Keep(key)) => (Some(key), INSERT_KEEP),
            Some(Dedup::Replace(key)) => (Some(key), INSERT_REPLACE),
        };
        let now = self.now();
        let args = args![job.id, job.org, job.kind, job.version, &job.body, key, now, job.due_at];
        self.exec(sql, args)?;
        self.ledger.jobs = true;
        Ok(())
    }

    /// Takes back what waits under a key; `false` when nothing waited.
    pub fn cancel_job(&mut self, kind: &str, key: &str) -> Result<bool> {
        Ok(self.exec("DELETE FROM job WHERE kind = $1 AND dedup = $2", args![kind, key])? > 0)
    }
}

/// Claims up to `limit` due jobs of these kinds (all kinds when empty), the longest due first, until `lease` from now.
/// `claim` is a fresh random number.
pub fn claim(tx: &mut Tx<'_>, kinds: &[&str], claim: [u8; 16], lease: Duration, limit: u32) -> Result<Vec<Job>> {
    let now = tx.now();
    let mut sql = Sql::new("WITH due AS MATERIALIZED (SELECT id FROM job WHERE dead_at IS NULL AND due_at <= ").bind(now);
    if !kinds.is_empty() {
        sql = sql.push(" AND kind IN ").list(kinds.iter().copied());
    }
    let sql = sql
        .push(" ORDER BY due_at, id LIMIT ")
        .bind(limit)
        .push(forks::skip_locked(tx.dialect()));
    let sql = sql
        .push(") UPDATE job SET attempts = attempts + 1, dedup = NULL, due_at = ")
        .bind(now.plus(lease))
        .push(", claim = ")
        .bind(claim);
    let sql = sql.push(" FROM due WHERE job.id = due.id RETURNING job.id, org_id, kind, version, body, attempts, created_at, claim");
    tx.all_sql(&sql)
}

/// Ends a job that is done. In the transaction that stores what it did, where there is one.
pub fn complete(tx: &mut Tx<'_>, job: &Job) -> Result<Held> {
    held(tx.exec("DELETE FROM job WHERE id = $1 AND claim = $2", args![job.id, job.claim])?)
}

/// Keeps a claim for longer.
pub fn extend(tx: &mut Tx<'_>, job: &Job, lease: Duration) -> Result<Held> {
    let until = tx.now().plus(lease);
    held(tx.exec(
        "UPDATE job SET due_at = $3 WHERE id = $1 AND claim = $2",
        args![job.id, job.claim, until],
    )?)
}

/// Lays a job back until `due_at`, or among the dead when this was attempt `most`.
pub fn retry(tx: &mut Tx<'_>, job: &Job, due_at: Time, most: u32, error: &str) -> Result<Held> {
    if job.attempt >= most {
        return fail(tx, job, error);
    }
    let sql = "UPDATE job SET claim = NULL, due_at = $3, last_error = $4 WHERE id = $1 AND claim = $2";
    let held = held(tx.exec(sql, args![job.id, job.claim, due_at, &readable(error)])?)?;
    tx.ledger.jobs = true;
    Ok(held)
}

/// Lays a job among the dead.
pub fn fail(tx: &mut Tx<'_>, job: &Job, error: &str) -> Result<Held> {
    let now = tx.now();
    let sql = "UPDATE job SET claim = NULL, dead_at = $3, last_error = $4 WHERE id = $1 AND claim = $2";
    held(tx.exec(sql, args![job.id, job.claim, now, &readable(error)])?)
}

/// The dead jobs of an organisation, the latest first, after one that was seen.
pub fn dead(tx: &mut Tx<'_>, org: Option<OrgId>, after: Option<(Time, JobId)>, limit: u32) -> Result<Vec<Dead>> {
    let sql = Sql::new(
        "SELECT id, org_id, kind, attempts, created_at, dead_at, last_error FROM job WHERE dead_at IS NOT NULL AND org_id IS NOT DISTINCT FROM ",
    );
    let mut sql = sql.bind(org);
    if let Some((at, id)) = after {
        sql = sql.push(" AND (dead_at, id) < (").bind(at).push(", ").bind(id).push(")");
    }
    tx.all_sql(&sql.push(" ORDER BY dead_at DESC, id DESC").limit(limit))
}

/// Lets a dead job of an organisation be tried again, with all its attempts; `false` when there is none.
pub fn revive(tx: &mut Tx<'_>, org: Option<OrgId>, id: JobId) -> Result<bool> {
    let now = tx.now();
    let sql =
        "UPDATE job SET dead_at = NULL, attempts = 0, due_at = $3 WHERE id = $1 AND org_id IS NOT DISTINCT FROM $2 AND dead_at IS NOT NULL";
    let revived = tx.exec(sql, args![id, org, now])? > 0;
    tx.ledger.jobs |= revived;
    Ok(revived)
}

/// Removes a dead job of an organisation; `false` when there is none.
pub fn discard(tx: &mut Tx<'_>, org: Option<OrgId>, id: JobId) -> Result<bool> {
    let sql = "DELETE FROM job WHERE id = $1 AND org_id IS NOT DISTINCT FROM $2 AND dead_at IS NOT NULL";
    Ok(tx.exec(sql, args![id, org])? > 0)
}

/// When the next live job is due; nothing when none waits.
pub fn next_due(tx: &mut Tx<'_>) -> Result<Option<Time>> {
    tx.opt("SELECT due_at FROM job WHERE dead_at IS NULL ORDER BY due_at, id LIMIT 1", args![])
}

/// How long to wait before attempt `attempt + 1`: `first`, doubled each time up to `most`, of which a random half is left
/// away. `chance` is between 0 and 1.
pub fn backoff(attempt: u32, first: Duration, most: Duration, chance: f64) -> Duration {
    let doubled = first
        .saturating_mul(1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX))
        .min(most);
    doubled.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
}

fn held(rows: u64) -> Result<Held> {
    Ok(if rows == 1 { Held::Yes } else { Held::Lost })
}

/// Errors come from outside: not endless, and without what the database refuses.
fn readable(error: &str) -> String {
    error.chars().filter(|c| *c != '\0').take(500).collect()
}
