//! How a batch of closures becomes a transaction, the same on both engines.
//!
//! A batch either commits, and then every caller is told its own closure's result; or it does not, and then nobody was told
//! anything, and the closures run again one by one. What is never done: run again after COMMIT was sent and its answer lost.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::engine::{Engine, Uncommitted};
use crate::ledger::Ledger;
use crate::queue::Item;
use crate::stats::Stats;
use crate::task::Ran;
use crate::wake::Hub;
use crate::{Error, Scope, Tx};

/// What every lane shares with the handle.
#[derive(Clone)]
pub(crate) struct Shared {
    pub stats: Arc<Stats>,
    pub hub: Arc<Hub>,
}

/// How closures are kept apart within a batch.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Apart {
    /// A savepoint each.
    Savepoints,
    /// None: the batch is given up when a closure fails that has written, and run again with savepoints. Most that fail have written
    /// nothing. Saves PostgreSQL a round trip each, and SQLite a copy of each page that a closure touches first.
    Hope,
}

enum End {
    Committed,
    /// A closure failed that had written, and there are no savepoints.
    NeedSavepoints,
    /// Nothing was kept, for a reason that lies with the engine or the neighbours.
    Nothing(Error),
    /// Perhaps everything was kept.
    Unknown(Error),
}

/// How often a closure is run again for reasons that pass.
const TRIES: u32 = 4;
/// What no closure should take.
const SLOW: Duration = Duration::from_millis(50);

/// Runs a batch to its end and answers all of its callers. `false` when the storage had no place for it.
pub(crate) fn write(engine: &mut dyn Engine, mut items: Vec<Item>, shared: &Shared) -> bool {
    drop_abandoned(&mut items, shared);
    if items.is_empty() {
        return true;
    }
    let mut end = attempt(engine, &mut items, shared, Apart::Hope);
    if let End::NeedSavepoints = end {
        shared.stats.rerun.add(items.len() as u64);
        end = attempt(engine, &mut items, shared, Apart::Savepoints);
    }
    match end {
        End::Committed => items.into_iter().for_each(|item| item.task.settle()),
        End::Unknown(error) => refuse(items, &error),
        End::Nothing(error) if error.hopeless() => {
            refuse(items, &error);
            return false;
        }
        End::Nothing(error) => {
            shared.stats.rerun.add(items.len() as u64);
            let alone = items.len() == 1;
            let mut down = None;
            for item in items {
                // When the database is away for one, it is for the others: ask once more for the first only.
                match down.clone().filter(|_| !alone) {
                    Some(error) => refuse(vec![item], &error),
                    None => down = single(engine, item, shared, if alone { Some(error.clone()) } else { None }),
                }
            }
        }
        End::NeedSavepoints => refuse(items, &Error::Misuse("savepoints did not keep closures apart")),
    }
    true
}

/// Runs one closure in a transaction of its own until it has an answer. Gives the error that ended it when the database is away.
fn single(engine: &mut dyn Engine, item: Item, shared: &Shared, before: Option<Error>) -> Option<Error> {
    let mut items = vec![item];
    let mut tries = 0;
    if let Some(error) = before {
        if !error.passes() {
            refuse(items, &error);
            return None;
        }
        tries = 1;
    }
    loop {
        // Two that stand in each other's way should not meet again in step; the lanes differ in their work, so this spreads.
        if tries > 1 {
            std::thread::sleep(Duration::from_millis(5 << tries));
        }
        tries += 1;
        let error = match attempt(engine, &mut items, shared, Apart::Savepoints) {
            End::Committed => {
                items.into_iter().for_each(|item| item.task.settle());
                return None;
            }
            End::Nothing(error) if error.passes() && tries < TRIES => continue,
            End::Nothing(error) | End::Unknown(error) => error,
            End::NeedSavepoints => Error::Misuse("savepoints did not keep closures apart"),
        };
        refuse(items, &error);
        return matches!(error, Error::Unavailable(_)).then_some(error);
    }
}

/// One transaction with all of the closures.
fn attempt(engine: &mut dyn Engine, items: &mut [Item], shared: &Shared, apart: Apart) -> End {
    let mut ledger = Ledger::default();
    let alone = items.len() == 1;
    let Some(first) = items.first() else { return End::Committed };
    if let Err(error) = engine.begin(first.scope, &mut ledger) {
        engine.rollback();
        return End::Nothing(error);
    }
    let points = apart == Apart::Savepoints && !alone;
    let (mut kept, mut failed, mut panicked, mut open) = (0, 0, 0, false);
    for item in items.iter_mut() {
        let mark = ledger.mark();
        if points && !open {
            if let Err(error) = engine.script("SAVEPOINT closure") {
                engine.rollback();
                return End::Nothing(error);
            }
            open = true;
        }
        let run = run(engine, &mut ledger, item, shared);
        if let Some(error) = run.lost {
            engine.rollback();
            return End::Nothing(error);
        }
        match run.ran {
            Ran::Kept => kept += 1,
            Ran::Failed => failed += 1,
            Ran::Panicked => panicked += 1,
        }
        if run.ran != Ran::Kept {
            ledger.reset(mark);
        }
        let step = match run.ran {
            Ran::Kept if points => {
                open = false;
                engine.script("RELEASE SAVEPOINT closure")
            }
            Ran::Kept => Ok(()),
            _ if points => engine.script("ROLLBACK TO SAVEPOINT closure"),
            _ if alone || !run.wrote => Ok(()),
            _ => {
                engine.rollback();
                return End::NeedSavepoints;
            }
        };
        if let Err(error) = step {
            engine.rollback();
            return End::Nothing(error);
        }
    }
    if kept > 0 {
        let began = Instant::now();
        if let Err(error) = ledger.flush(engine) {
            engine.rollback();
            return End::Nothing(error);
        }
        match engine.commit(&ledger) {
            Ok(()) => {}
            Err(Uncommitted::Refused(error)) => {
                engine.rollback();
                return End::Nothing(error);
            }
            Err(Uncommitted::Unknown(error)) => return End::Unknown(error),
        }
        shared
            .stats
            .commit_micros
            .add(u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX));
        shared.stats.batches.add(1);
        shared.hub.committed(&ledger);
    } else {
        engine.rollback();
    }
    shared.stats.committed.add(kept);
    shared.stats.failed.add(failed);
    shared.stats.panicked.add(panicked);
    End::Committed
}

struct Run {
    ran: Ran,
    wrote: bool,
    /// Why the whole transaction is gone.
    lost: Option<Error>,
}

fn run(engine: &mut dyn Engine, ledger: &mut Ledger, item: &mut Item, shared: &Shared) -> Run {
    let began = Instant::now();
    let trace = item.task.trace().cloned();
    let mut tx = Tx::new(engine, ledger, item.scope, item.task.began(), trace.as_ref());
    let ran = item.task.run(&mut tx);
    let (broken, wrote) = (tx.broken.take(), tx.wrote);
    // A statement that failed has at least marked the transaction on PostgreSQL: it must be rolled back to somewhere.
    let wrote = wrote || broken.is_some();
    if began.elapsed() > SLOW {
        shared.stats.slow.add(1);
    }
    let lost = match broken {
        _ if engine.lost() => Some(broken.unwrap_or_else(|| Error::unavailable("the engine ended the transaction"))),
        Some(error) if error.passes() || error.hopeless() => Some(error),
        _ => None,
    };
    Run { ran, wrote, lost }
}

/// Runs one reading closure on a snapshot and answers its caller.
pub(crate) fn read(engine: &mut dyn Engine, mut item: Item, shared: &Shared) {
    if item.task.abandoned() {
        shared.stats.abandoned.add(1);
        return;
    }
    shared.stats.reads.add(1);
    for tries in 1.. {
        let mut ledger = Ledger::default();
        let lost = match engine.begin_read() {
            Ok(()) => run(engine, &mut ledger, &mut item, shared).lost,
            Err(error) => Some(error),
        };
        match lost {
            None => break,
            Some(error) if error.passes() && tries < TRIES => engine.rollback(),
            Some(error) => {
                engine.rollback();
                return item.task.refuse(error);
            }
        }
    }
    // The answer does not wait for the end of a transaction that keeps nothing.
    item.task.settle();
    engine.rollback();
}

fn drop_abandoned(items: &mut Vec<Item>, shared: &Shared) {
    let before = items.len();
    items.retain(|item| !item.task.abandoned());
    shared.stats.abandoned.add((before - items.len()) as u64);
}

fn refuse(items: Vec<Item>, error: &Error) {
    items.into_iter().for_each(|item| item.task.refuse(error.clone()));
}

/// What a lane's thread does: its own kind of taking and running, until the queue is closed.
pub(crate) fn spawn(name: String, body: impl FnOnce() + Send + 'static) -> std::io::Result<std::thread::JoinHandle<()>> {
    std::thread::Builder::new().name(name).spawn(move || {
        IN_LANE.set(true);
        body();
    })
}

thread_local! {
    static IN_LANE: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Whether this thread is a lane: then asking another lane and waiting for it could wait for itself.
pub(crate) fn in_lane() -> bool {
    IN_LANE.get()
}

impl Scope {
    /// Which of `lanes` lanes.
    pub(crate) fn lane(self, lanes: usize) -> usize {
        usize::try_from(self.hash() % lanes.max(1) as u64).unwrap_or(0)
    }
}
