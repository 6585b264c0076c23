//! Work that follows a change, and readers of the event log.
//!
//! - [`jobs`]: claims jobs and has them done ([`crate::jobs`] is the list).
//! - [`upkeep`]: what is swept away once a day.
//! - [`readers`]: the one list of event readers (search, notifications, webhooks), each with its cursor.
//!
//! A lane is never held across a network call: a job is claimed, done outside of any transaction, and completed.

pub mod jobs;
pub mod readers;
pub mod upkeep;

use std::time::Duration;

use db::job::{Dedup, Job};
use db::{NewJob, Tx};
use kit::{JobId, OrgId, Result, Time};
use serde::Serialize;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::App;

/// How a job ended, as its author says at each `?`.
#[derive(Debug)]
pub enum Failed {
    /// Worth trying again later. A code, and behind a colon what only the log sees.
    Retry(String),
    /// As `Retry`, and not before so much time has passed: another said so.
    Later(String, Duration),
    /// Never going to work: it goes among the dead, where a person sees it.
    Fail(String),
}

impl From<kit::Error> for Failed {
    /// What passes is tried again; what a rule refuses is not.
    fn from(error: kit::Error) -> Self {
        match error.kind {
            kit::Kind::Unavailable | kit::Kind::Internal | kit::Kind::TooMany => Self::Retry(error.to_string()),
            _ => Self::Fail(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Failed {
    /// A job whose body nobody can read will not be read later either.
    fn from(error: serde_json::Error) -> Self {
        Self::Fail(format!("job_unreadable: {error}"))
    }
}

pub type Done = std::result::Result<(), Failed>;

/// Lays work by, of an organisation or of nobody's, in the transaction that makes it necessary. Its first version.
pub fn enqueue(
    tx: &mut Tx<'_>,
    kind: &'static str,
    body: &impl Serialize,
    org: Option<OrgId>,
    due_at: Time,
    dedup: Option<Dedup>,
) -> Result<()> {
    Ok(tx.enqueue(&NewJob {
        id: JobId::new(tx.now()),
        kind,
        version: 1,
        body: serde_json::to_string(body).map_err(kit::Error::internal)?,
        org,
        due_at,
        dedup,
    })?)
}

/// Whose work it is, for kinds that are always somebody's.
pub fn organisation_of(job: &Job) -> Result<OrgId, Failed> {
    job.org
        .ok_or_else(|| Failed::Fail(format!("job_unreadable: {} of no organisation", job.kind)))
}

/// Starts the workers; the handle ends when they have finished what they held.
pub fn start(app: &App, stop: watch::Receiver<bool>) -> JoinHandle<()> {
    let (jobs, readers) = (jobs::run(app.clone(), stop.clone()), readers::run(app.clone(), stop));
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = upkeep::begin(&app).await {
            tracing::warn!(%error, "the daily upkeep is not planned");
        }
        tokio::join!(jobs, readers);
    })
}

/// For tests: does everything that is due until nothing is left.
pub async fn settle(app: &App) -> Result<()> {
    loop {
        let read = readers::step(app).await?;
        let done = jobs::step(app).await?;
        if read == readers::Step::Nothing && done == 0 {
            return Ok(());
        }
    }
}
