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
    /// The highest seq known of each stream.
    heads: Mutex<HashMap<Stream, Head>>,
    jobs: watch::Sender<u64>,
    outbox: Mutex<Option<Outbox>>,
}

struct Head {
    seq: i64,
    /// Somebody was woken for it; it was not merely there when we came.
    told: bool,
}

impl Hub {
    pub fn new() -> Self {
        Self {
            all: broadcast::channel(BACKLOG).0,
            streams: Mutex::default(),
            heads: Mutex::default(),
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
        let mut heads = lock(&self.heads);
        let head = heads.entry(stream).or_insert(Head {
            seq: i64::MIN,
            told: false,
        });
        if head.seq > seq || (head.seq == seq && head.told) {
            return;
        }
        *head = Head { seq, told: true };
        drop(heads);
        self.send(
            Wake {
                stream,
                what: What::Events { seq },
            },
            ours,
        );
    }

    /// A head as a look finds it, which is news unless it is known. With `first`, it is what was there when we came: nobody is woken for
    /// it, but a message that tells of it was sent after somebody may have begun to listen, and still wakes.
    pub fn looked(&self, stream: Stream, seq: i64, first: bool) {
        if first {
            lock(&self.heads).entry(stream).or_insert(Head { seq, told: false });
        } else if lock(&self.heads).get(&stream).is_none_or(|head| head.seq < seq) {
            self.moved(stream, seq, false);
        }
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

#[cfg(test)]
mod tests {
    use kit::OrgId;

    use super::*;

    #[test]
    fn each_head_wakes_once_and_what_was_there_when_a_message_tells_of_it() {
        let hub = Hub::new();
        let mut wakes = hub.all();
        let stream: Stream = OrgId::from_bytes([1; 16]).into();
        let mut woken = || std::iter::from_fn(|| wakes.try_recv().ok()).count();
        hub.looked(stream, 5, true);
        hub.looked(stream, 5, false);
        assert_eq!(woken(), 0, "it was there");
        hub.moved(stream, 5, false);
        assert_eq!(woken(), 1, "committed before the first look, told after it");
        hub.moved(stream, 5, false);
        hub.looked(stream, 5, false);
        hub.moved(stream, 4, false);
        assert_eq!(woken(), 0);
        hub.looked(stream, 6, false);
        hub.moved(stream, 6, false);
        assert_eq!(woken(), 1);
    }
}
