//! The writing lane. All that waits is committed together, with one sync of the log.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use rusqlite::Connection;

use super::checkpoint::{self, Checkpoints};
use super::{Lite, open};
use crate::Result;
use crate::lane::{self, Shared};
use crate::queue::{Queue, Taken};

/// As many closures as one commit may carry: enough to spread the sync thin, few enough that the first does not wait long.
const BATCH: usize = 128;

/// What the lane and its handle tell each other.
#[derive(Clone)]
pub(crate) struct Signals {
    pub path: PathBuf,
    pub durable: bool,
    pub queue: Arc<Queue>,
    pub shared: Shared,
}

pub(crate) fn run(lane: &Signals) {
    loop {
        let first = match lane.queue.take_mixed(BATCH, Duration::from_secs(3600)) {
            Taken::Closed => return,
            Taken::Idle => continue,
            Taken::Items(items) => items,
        };
        match connect(lane) {
            Ok((conn, pages)) => {
                let mut engine = Lite::new(&conn);
                lane::write(&mut engine, first, &lane.shared);
                serve(lane, &conn, &mut engine, &pages);
                return;
            }
            Err(error) => first.into_iter().for_each(|item| item.task.refuse(error.clone())),
        }
    }
}

fn connect(lane: &Signals) -> Result<(Connection, Arc<AtomicI32>)> {
    let mut conn = open(&lane.path, lane.durable)?;
    // How many pages the log holds, told by the engine at each commit.
    let pages = Arc::new(AtomicI32::new(0));
    let seen = Arc::clone(&pages);
    conn.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, n| {
        seen.store(n, Ordering::Relaxed);
        Ok(())
    }))
    .map_err(super::error)?;
    Ok((conn, pages))
}

fn serve(lane: &Signals, conn: &Connection, engine: &mut Lite<'_>, pages: &AtomicI32) {
    let mut checkpoints = Checkpoints::new(lane.path.clone(), lane.durable, Arc::clone(&lane.shared.stats));
    loop {
        let patience = if checkpoints.wanted(pages.load(Ordering::Relaxed)) {
            checkpoint::QUIET
        } else {
            Duration::from_secs(3600)
        };
        match lane.queue.take_mixed(BATCH, patience) {
            Taken::Closed => return,
            Taken::Idle => checkpoints.idle(conn, pages.load(Ordering::Relaxed)),
            Taken::Items(items) => {
                let placed = lane::write(engine, items, &lane.shared);
                let pages = pages.load(Ordering::Relaxed);
                // On a full disk a log that is carried over can be used again from its front.
                if placed {
                    checkpoints.busy(conn, pages)
                } else {
                    checkpoints.idle(conn, pages)
                }
            }
        }
    }
}
