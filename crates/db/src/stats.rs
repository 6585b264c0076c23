//! Counters that the desk turns into metrics. Plain atomics; nothing here costs a lock.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! stats {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        #[derive(Debug, Default)]
        pub struct Stats { $($(#[$doc])* pub $name: Counter,)* }

        impl Stats {
            /// Every counter by its name.
            pub fn all(&self) -> impl Iterator<Item = (&'static str, u64)> {
                [$((stringify!($name), self.$name.get())),*].into_iter()
            }
        }
    };
}

stats! {
    /// Committed batches.
    batches,
    /// Closures that a committed batch held.
    committed,
    /// Closures that ended with an error of their own.
    failed,
    /// Closures that panicked.
    panicked,
    /// Closures that ran again because their batch did not commit.
    rerun,
    /// Reading closures.
    reads,
    /// Callers that were sent away because too much was waiting.
    refused,
    /// Callers that went away before their turn.
    abandoned,
    /// Closures that kept their lane for longer than 50 ms, which none should.
    slow,
    /// Connections made to PostgreSQL.
    connected,
    /// Checkpoints of SQLite's log.
    checkpoints,
    /// Microseconds spent in commits.
    commit_micros,
}

#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn add(&self, n: u64) {
        self.0.fetch_add(n, Ordering::Relaxed);
    }
}
