//! When the log is carried over into the file.
//!
//! A checkpoint reads the log and writes and syncs the file; in the middle of a busy second it costs somebody a slow
//! answer. So: when nothing has come for a moment, the lane does it; under load a helper thread does it beside the lane
//! (that neither blocks nor is blocked); and only when the log has grown far, the lane itself carries over what the helper
//! has left, so that the next commit can begin at the log's front. Always PASSIVE, which waits for nobody: behind a long
//! reader the log grows until that reader is done.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

use super::open_read;
use crate::stats::Stats;

/// Nothing has come for so long: a checkpoint disturbs nobody.
pub(super) const QUIET: Duration = Duration::from_millis(40);
/// In pages of 4 KiB: below the first nothing is worth doing, each of the second the helper is sent, above the
/// third the lane goes itself.
const SMALL: i32 = 64;
const LARGE: i32 = 2_000;
const HUGE: i32 = 16_000;

pub(super) struct Checkpoints {
    stats: Arc<Stats>,
    helper: Option<(SyncSender<()>, JoinHandle<()>)>,
    path: PathBuf,
    durable: bool,
    /// The log's length at the lane's last checkpoint: what was there then is done.
    done: i32,
    /// The log's length when the helper was last sent.
    sent: i32,
}

impl Checkpoints {
    pub fn new(path: PathBuf, durable: bool, stats: Arc<Stats>) -> Self {
        Self {
            stats,
            helper: None,
            path,
            durable,
            done: 0,
            sent: 0,
        }
    }

    /// Whether an idle moment should be used.
    pub fn wanted(&self, pages: i32) -> bool {
        grown(pages, self.done) >= SMALL
    }

    /// An idle moment.
    pub fn idle(&mut self, conn: &Connection, pages: i32) {
        carry(conn, &self.stats);
        self.done = pages;
    }

    /// After a batch.
    pub fn busy(&mut self, conn: &Connection, pages: i32) {
        if pages > HUGE && grown(pages, self.done) > LARGE {
            self.idle(conn, pages);
        } else if grown(pages, self.sent) > LARGE {
            self.sent = pages;
            self.send();
        }
    }

    /// Sends the helper, unless it is at it.
    fn send(&mut self) {
        if self.helper.is_none() {
            let (work, wake) = sync_channel::<()>(1);
            let (path, durable, stats) = (self.path.clone(), self.durable, Arc::clone(&self.stats));
            let thread = std::thread::Builder::new().name("db-checkpoint".into()).spawn(move || {
                let Ok(conn) = open_read(&path, durable) else { return };
                while wake.recv().is_ok() {
                    carry(&conn, &stats);
                }
            });
            // Without a thread, the lane does it when the log is huge.
            self.helper = thread.ok().map(|thread| (work, thread));
        }
        if let Some((work, _)) = &self.helper {
            let _ = work.try_send(());
        }
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        if let Some((work, thread)) = self.helper.take() {
            drop(work);
            let _ = thread.join();
        }
    }
}

/// How much has come since the log had `before` pages. One that has become shorter was started anew.
fn grown(pages: i32, before: i32) -> i32 {
    if pages < before { pages } else { pages - before }
}

fn carry(conn: &Connection, stats: &Stats) {
    // A checkpoint that fails or is hindered keeps the log, which holds everything: the next one tries again.
    let _ = conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
    stats.checkpoints.add(1);
}
