//! Claims due jobs and does them. All kinds of jobs are in [`crate::jobs`].

use std::time::Duration;

use db::job::{self, Job};
use kit::Result;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Failed;
use crate::App;
use crate::who::secret;

/// How long a worker may be silent about a job before another takes it over.
const LEASE: Duration = Duration::from_secs(120);
/// How many at once.
const HANDS: u32 = 16;
/// Without a wake-up, how often the table is looked at.
const LOOK: Duration = Duration::from_secs(5);
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(3 * 3600);
/// Most of a day of trying.
const MOST: u32 = 18;

pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut woken = app.db.jobs();
    while !*stop.borrow() {
        let done = match step(&app).await {
            Ok(done) => done,
            Err(error) => {
                tracing::warn!(%error, "jobs cannot be claimed");
                0
            }
        };
        if done >= HANDS as usize {
            continue;
        }
        let pause = pause(&app).await;
        tokio::select! {
            _ = woken.changed() => {}
            _ = stop.changed() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Until the next job is due, at most [`LOOK`].
async fn pause(app: &App) -> Duration {
    let now = app.clock.now();
    let next = app.db.read(|tx| Ok::<_, kit::Error>(job::next_due(tx)?)).await.ok().flatten();
    next.map_or(LOOK, |due| due.since(now).clamp(Duration::from_millis(20), LOOK))
}

/// Claims what is due now and does it; gives how many.
pub async fn step(app: &App) -> Result<usize> {
    let mut claim = [0; 16];
    claim.copy_from_slice(&secret::random()?[..16]);
    let jobs = app
        .db
        .write_global(b"jobs", move |tx| Ok::<_, kit::Error>(job::claim(tx, &[], claim, LEASE, HANDS)?))
        .await?;
    let count = jobs.len();
    let mut hands = JoinSet::new();
    for job in jobs {
        let app = app.clone();
        hands.spawn(async move { one(&app, job).await });
    }
    while let Some(done) = hands.join_next().await {
        if let Err(error) = done {
            tracing::error!(%error, "a job panicked; its lease will end");
        }
    }
    Ok(count)
}

async fn one(app: &App, job: Job) {
    // A worker that died never came to say how its attempt ended; one that dies each time must not go on for ever.
    let outcome = if job.attempt > MOST {
        Err(Failed::Fail("worker_died".into()))
    } else {
        crate::jobs(app, &job).await
    };
    let chance = secret::random().map_or(0.5, |bytes| f64::from(bytes[0]) / 255.0);
    let (kind, id, attempt) = (job.kind.clone(), job.id, job.attempt);
    let ended = app
        .db
        .write_global(b"jobs", move |tx| {
            Ok::<_, kit::Error>(match &outcome {
                Ok(()) => job::complete(tx, &job)?,
                Err(Failed::Fail(why)) => job::fail(tx, &job, why)?,
                Err(Failed::Retry(why)) => {
                    let due = tx.now().plus(job::backoff(job.attempt, FIRST_PAUSE, LONGEST_PAUSE, chance));
                    job::retry(tx, &job, due, MOST, why)?
                }
            })
        })
        .await;
    match ended {
        Ok(job::Held::Yes) => tracing::debug!(kind, %id, attempt, "job ended"),
        Ok(job::Held::Lost) => tracing::warn!(kind, %id, "job was taken over before it ended"),
        Err(error) => tracing::warn!(kind, %id, %error, "job's end not written; it will run again"),
    }
}
