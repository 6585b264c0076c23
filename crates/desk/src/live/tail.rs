//! The end of an organisation's stream, read once for all of its sockets.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use axum::extract::ws::Utf8Bytes;
use db::event::Batch;
use db::{Db, Event};
use kit::{OrgId, Result};
use tokio::sync::broadcast;

use super::frame;
use crate::audience::{Heard, Placed};

/// How many events a slow socket may be behind before it has to read them itself.
const BACKLOG: usize = 2048;
const BATCH: u32 = 500;

/// An event made ready: parsed once, serialised once for each way of hearing it.
pub struct Tailed {
    pub event: Event,
    pub placed: Placed,
    frames: [Utf8Bytes; 3],
}

impl Tailed {
    pub fn new(org: OrgId, event: Event) -> Self {
        let placed = Placed::of(&event);
        let write = |heard| Utf8Bytes::from(frame::event(org, &event, heard, placed.class.bare()));
        let frames = [write(Heard::Event), write(Heard::Appeared), write(Heard::Gone)];
        Self { placed, frames, event }
    }

    pub fn frame(&self, heard: Heard) -> Option<Utf8Bytes> {
        match heard {
            Heard::Nothing => None,
            Heard::Event => Some(self.frames[0].clone()),
            Heard::Appeared => Some(self.frames[1].clone()),
            Heard::Gone => Some(self.frames[2].clone()),
        }
    }
}

/// All tails that somebody listens to.
#[derive(Default)]
pub struct Hub(Mutex<HashMap<OrgId, Weak<Tail>>>);

/// One organisation's tail; it ends when the last socket lets it go.
pub struct Tail {
    sender: broadcast::Sender<Arc<Tailed>>,
}

impl Tail {
    pub fn listen(&self) -> broadcast::Receiver<Arc<Tailed>> {
        self.sender.subscribe()
    }
}

impl Hub {
    /// The tail of an organisation, started if nobody listened yet: with what comes after `head`, which whoever asks has read, so that
    /// nothing falls between that and the tail's own first look.
    pub fn tail(&self, db: &Db, org: OrgId, head: i64) -> Arc<Tail> {
        let mut tails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tails.retain(|_, tail| tail.strong_count() > 0);
        if let Some(tail) = tails.get(&org).and_then(Weak::upgrade) {
            return tail;
        }
        let tail = Arc::new(Tail {
            sender: broadcast::channel(BACKLOG).0,
        });
        tails.insert(org, Arc::downgrade(&tail));
        tokio::spawn(follow(db.clone(), org, head, Arc::downgrade(&tail)));
        tail
    }
}

/// Reads on after every wake-up. What came before it began, each socket reads itself.
async fn follow(db: Db, org: OrgId, mut cursor: i64, tail: Weak<Tail>) {
    let mut wake = db.subscribe(org);
    while tail.strong_count() > 0 {
        let step = read(&db, org, cursor).await;
        match step {
            Ok((events, head)) => {
                cursor = head;
                let full = events.len() >= BATCH as usize;
                let Some(tail) = tail.upgrade() else { return };
                for event in events {
                    // Nobody listening just now is no error.
                    let _ = tail.sender.send(Arc::new(Tailed::new(org, event)));
                }
                if full {
                    continue;
                }
            }
            Err(error) => tracing::warn!(%error, "cannot read the event log"),
        }
        // The clock of last resort also lets the loop see that nobody listens any more.
        let _ = tokio::time::timeout(std::time::Duration::from_secs(5), wait(&mut wake)).await;
    }
}

/// Until the stream moves; whispers do not move it.
async fn wait(wake: &mut broadcast::Receiver<db::Wake>) {
    while let Ok(wake) = wake.recv().await {
        if matches!(wake.what, db::What::Events { .. }) {
            return;
        }
    }
}

async fn read(db: &Db, org: OrgId, cursor: i64) -> Result<(Vec<Event>, i64)> {
    db.read(move |tx| -> Result<(Vec<Event>, i64)> {
        match db::event::after(tx, org, cursor, BATCH)? {
            Batch::Events(events) => {
                let head = events.last().map_or(cursor, |e| e.seq);
                Ok((events, head))
            }
            // Only after a restore underneath a running server; sockets find out when they read themselves.
            Batch::Reset { head } => Ok((Vec::new(), head)),
        }
    })
    .await
}

/// The events after a cursor, for one socket that catches up.
pub async fn catch_up(db: &Db, org: OrgId, cursor: i64) -> Result<Batch> {
    db.read(move |tx| Ok(db::event::after(tx, org, cursor, BATCH)?)).await
}
