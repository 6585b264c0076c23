//! Wake-ups after the commit: hints to read on, never the events themselves. A lost one costs half a second.
//!
//! In process they go through broadcast channels, one for all streams and one for each stream that somebody watches. On
//! PostgreSQL other nodes get them by NOTIFY ([`crate::pg`]); every node also looks at the heads ([`crate::poll`]).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{broadcast, watch};

use crate::ledger::Ledger;
use crate::{Error, Result, Stream};

/// A whisper may hold this many bytes: what NOTIFY can carry, with room for the rest of the message.
pub const WHISPER_MAX: usize = 4096;

/// How many wake-ups a slow receiver may be behind before it is told that it lagged (and has to look by itself).
const BACKLOG: usize = 1024;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wake {
    pub stream: Stream,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The stream's head is at `seq` now.
    Events { seq: i64 },
    /// Something that is forgotten at once: who types, who views, who is there.
    Whisper(Arc<[u8]>),
}

/// What goes to other nodes.
pub(crate) type Outbox = std::sync::mpsc::Sender<Wake>;

pub(crate) struct Hub {
    all: broadcast::Sender<Wake>,
    streams: Mutex<HashMap<Stream, broadcast::Sender<Wake>>>,
    /// The highest seq told for each stream.
    told: Mutex<HashMap<Stream, i64>>,
    jobs: watch::Sender<u64>,
    outbox: Mutex<Option<Outbox>>,
}

impl Hub {
    pub fn new() -> Self {
        Self {
            all: broadcast::channel(BACKLOG).0,
            streams: Mutex::default(),
            told: Mutex::default(),
            jobs: watch::channel(0).0,
            outbox: Mutex::default(),
        }
    }

    /// From now on, what is committed and whispered here goes to other nodes too; or no longer.
    pub fn connect(&self, outbox: Option<Outbox>) {
        *lock(&self.outbox) = outbox;
    }

    /// A batch is on disk.
    pub fn committed(&self, ledger: &Ledger) {
        for head in ledger.changed() {
            self.moved(head.stream, head.seq, true);
        }
        if ledger.jobs {
            self.jobs.send_modify(|n| *n += 1);
        }
    }

    /// A stream's head is at `seq`. `ours`: committed here, so that other nodes have to hear of it.
    pub fn moved(&self, stream: Stream, seq: i64, ours: bool) {
        let mut told = lock(&self.told);
        let known = told.entry(stream).or_insert(i64::MIN);
        if *known >= seq {
            return;
        }
        *known = seq;
        drop(told);
        self.send(
            Wake {
                stream,
                what: What::Events { seq },
            },
            ours,
        );
    }

    /// Takes a head as told without telling it: what was there when we came.
    pub fn seen(&self, stream: Stream, seq: i64) {
        lock(&self.told).entry(stream).or_insert(seq);
    }

    pub fn whisper(&self, stream: Stream, bytes: &[u8]) -> Result<()> {
        if bytes.len() > WHISPER_MAX {
            return Err(Error::Misuse("a whisper that is too long"));
        }
        self.send(
            Wake {
                stream,
                what: What::Whisper(bytes.into()),
            },
            true,
        );
        Ok(())
    }

    /// Passes a wake-up to everybody here, and to other nodes when it is ours.
    pub fn send(&self, wake: Wake, ours: bool) {
        if ours && let Some(outbox) = &*lock(&self.outbox) {
            // The sender's thread may be gone while we close.
            let _ = outbox.send(wake.clone());
        }
        if let Some(stream) = lock(&self.streams).get(&wake.stream) {
            let _ = stream.send(wake.clone());
        }
        // Nobody listening is no error.
        let _ = self.all.send(wake);
    }

    pub fn all(&self) -> broadcast::Receiver<Wake> {
        self.all.subscribe()
    }

    pub fn subscribe(&self, stream: Stream) -> broadcast::Receiver<Wake> {
        let mut streams = lock(&self.streams);
        // Streams that nobody watches any more are let go when the map has doubled since the last time.
        if streams.len().is_power_of_two() {
            streams.retain(|_, sender| sender.receiver_count() > 0);
        }
        streams
            .entry(stream)
            .or_insert_with(|| broadcast::channel(BACKLOG / 8).0)
            .subscribe()
    }

    pub fn jobs(&self) -> watch::Receiver<u64> {
        self.jobs.subscribe()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
