//! Claims due jobs and does them. All kinds of jobs are in [`crate::jobs`].

use std::time::Duration;

use db::job::{self, Job};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};

use super::Failed;
use crate::App;
use crate::who::secret;

/// How long a worker may be silent about a job before another takes it over.
const LEASE: Duration = Duration::from_secs(120);
/// How many at once.
const HANDS: u32 = 16;
/// Without a wake-up, how often the table is looked at.
const LOOK: Duration = Duration::from_secs(5);
/// So long hands that are free wait for others to be free with them.
const MOMENT: Duration = Duration::from_millis(10);
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(3 * 3600);
/// Most of a day of trying.
const MOST: u32 = 18;

/// Until `stop` says so, and then until everything begun has ended.
pub async fn run(app: App, stop: watch::Receiver<bool>) {
    work(app, stop, |app, job| async move { one(&app, job).await }).await;
}

/// Each hand takes the next job when it has ended its own: one that waits for a slow server holds up no other.
async fn work<A, F>(app: App, mut stop: watch::Receiver<bool>, act: A)
where
    A: Fn(App, Job) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    let mut woken = app.db.jobs();
    let mut hands = JoinSet::new();
    while !*stop.borrow() {
        let free = HANDS.saturating_sub(u32::try_from(hands.len()).unwrap_or(HANDS));
        let jobs = if free == 0 { Vec::new() } else { due(&app, free).await };
        let more = jobs.len() == free as usize;
        for job in jobs {
            hands.spawn(act(app.clone(), job));
        }
        // While there may be more, only a free hand is waited for.
        let pause = if more { LOOK } else { pause(&app).await };
        tokio::select! {
            _ = woken.changed(), if !more => {}
            _ = stop.changed() => {}
            Some(done) = hands.join_next() => gather(&mut hands, done).await,
            () = tokio::time::sleep(pause) => {}
        }
    }
    while let Some(done) = hands.join_next().await {
        ended(done);
    }
}

/// Some end together with the first: half of the hands are given one claim, and nobody waits longer than a moment for them.
async fn gather(hands: &mut JoinSet<()>, first: Result<(), JoinError>) {
    ended(first);
    let moment = tokio::time::sleep(MOMENT);
    tokio::pin!(moment);
    while hands.len() > HANDS as usize / 2 {
        tokio::select! {
            Some(done) = hands.join_next() => ended(done),
            () = &mut moment => return,
        }
    }
}

fn ended(done: Result<(), JoinError>) {
    if let Err(error) = done {
        tracing::error!(%error, "a job panicked; its lease will end");
    }
}

async fn due(app: &App, most: u32) -> Vec<Job> {
    claim(app, most).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "jobs cannot be claimed");
        Vec::new()
    })
}

async fn claim(app: &App, most: u32) -> kit::Result<Vec<Job>> {
    let mut claim = [0; 16];
    claim.copy_from_slice(&secret::random()?[..16]);
    app.db
        .write_global(b"jobs", move |tx| Ok::<_, kit::Error>(job::claim(tx, &[], claim, LEASE, most)?))
        .await
}

/// Until the next job is due, at most [`LOOK`].
async fn pause(app: &App) -> Duration {
    let now = app.clock.now();
    let next = app.db.read(|tx| Ok::<_, kit::Error>(job::next_due(tx)?)).await.ok().flatten();
    next.map_or(LOOK, |due| due.since(now).clamp(Duration::from_millis(20), LOOK))
}

/// Claims what is due now and does it; gives how many.
pub async fn step(app: &App) -> kit::Result<usize> {
    let jobs = claim(app, HANDS).await?;
    let count = jobs.len();
    let mut hands = JoinSet::new();
    for job in jobs {
        let app = app.clone();
        hands.spawn(async move { one(&app, job).await });
    }
    while let Some(done) = hands.join_next().await {
        ended(done);
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
                Err(Failed::Retry(why)) => job::retry(tx, &job, tx.now().plus(pause_after(attempt, chance)), MOST, why)?,
                Err(Failed::Later(why, wait)) => {
                    let pause = pause_after(attempt, chance).max((*wait).min(LONGEST_PAUSE));
                    job::retry(tx, &job, tx.now().plus(pause), MOST, why)?
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

fn pause_after(attempt: u32, chance: f64) -> Duration {
    job::backoff(attempt, FIRST_PAUSE, LONGEST_PAUSE, chance)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use db::NewJob;
    use db::testing::on_both;
    use kit::JobId;
    use tokio::sync::Notify;

    use super::*;
    use crate::testing::site::Site;

    async fn enqueue(app: &App, kind: &'static str) {
        let make = move |tx: &mut db::Tx<'_>| {
            Ok::<_, kit::Error>(tx.enqueue(&NewJob {
                id: JobId::new(tx.now()),
                kind,
                version: 1,
                body: "{}".into(),
                org: None,
                due_at: tx.now(),
                dedup: None,
            })?)
        };
        app.db.write_global(b"test", make).await.unwrap();
    }

    #[test]
    fn one_that_waits_for_a_slow_server_holds_up_no_other() {
        on_both(|db| {
            let site = Site::new(db);
            let (stop, stopped) = watch::channel(false);
            let (begun, release, quick) = (Arc::new(Notify::new()), Arc::new(Notify::new()), Arc::new(Notify::new()));
            let act = {
                let (begun, release, quick) = (begun.clone(), release.clone(), quick.clone());
                move |app: App, job: Job| {
                    let (begun, release, quick) = (begun.clone(), release.clone(), quick.clone());
                    async move {
                        if job.kind == "slow" {
                            begun.notify_one();
                            release.notified().await;
                        } else {
                            quick.notify_one();
                        }
                        let complete = move |tx: &mut db::Tx<'_>| Ok::<_, kit::Error>(job::complete(tx, &job)?);
                        assert_eq!(app.db.write_global(b"jobs", complete).await.unwrap(), job::Held::Yes);
                    }
                }
            };
            let app = site.app.clone();
            site.run(async move {
                enqueue(&app, "slow").await;
                let worker = tokio::spawn(work(app.clone(), stopped, act));
                begun.notified().await;
                enqueue(&app, "quick").await;
                let done = tokio::time::timeout(Duration::from_secs(20), quick.notified()).await;
                assert!(done.is_ok(), "the quick one waits for the slow one");
                // What has begun is ended before the worker goes.
                stop.send(true).unwrap();
                release.notify_one();
                worker.await.unwrap();
            });
            let left = site.app.db.read(|tx| tx.one::<i64>("SELECT COUNT(*) FROM job", db::args![]));
            assert_eq!(site.run(left).unwrap(), 0);
        });
    }
}
