//! What a batch keeps in memory until it commits: the heads that it has locked, and the events appended under them.
//!
//! A head is read once, under its lock, and written once, at the end; so are the events. A closure that fails takes
//! back its own part, as its savepoint does in the database.

use kit::Time;

use crate::engine::Engine;
use crate::event::Pending;
use crate::{Result, Stream, args};

/// One locked head.
#[derive(Clone, Copy)]
pub(crate) struct Head {
    pub stream: Stream,
    pub seq: i64,
    pub ticket_number: i64,
    pub policy_epoch: i64,
    pub moved_at: Time,
    /// Whether it differs from its row.
    pub changed: bool,
}

impl Head {
    pub fn from_row(stream: Stream, (seq, ticket_number, policy_epoch): (i64, i64, i64)) -> Self {
        Self {
            stream,
            seq,
            ticket_number,
            policy_epoch,
            moved_at: Time::MIN,
            changed: false,
        }
    }
}

/// How far the ledger was when a closure began.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    undo: usize,
    events: usize,
    jobs: bool,
}

#[derive(Default)]
pub(crate) struct Ledger {
    heads: Vec<Head>,
    /// What each change replaced: the index, and the head as it was; nothing where it was new.
    undo: Vec<(usize, Option<Head>)>,
    events: Vec<Pending>,
    /// Whether jobs were enqueued.
    pub jobs: bool,
}

impl Ledger {
    pub fn mark(&self) -> Mark {
        Mark {
            undo: self.undo.len(),
            events: self.events.len(),
            jobs: self.jobs,
        }
    }

    /// Back to where it was at `mark`.
    pub fn reset(&mut self, mark: Mark) {
        while self.undo.len() > mark.undo {
            match self.undo.pop() {
                Some((i, Some(head))) => self.heads[i] = head,
                Some((i, None)) => self.heads.truncate(i),
                None => break,
            }
        }
        self.events.truncate(mark.events);
        self.jobs = mark.jobs;
    }

    pub fn head(&self, stream: Stream) -> Option<&Head> {
        self.heads.iter().find(|h| h.stream == stream)
    }

    /// Takes in a head that was just locked.
    pub fn add(&mut self, head: Head) {
        self.undo.push((self.heads.len(), None));
        self.heads.push(head);
    }

    /// Changes a head that [`Ledger::head`] has found.
    pub fn change<T>(&mut self, stream: Stream, at: Time, change: impl FnOnce(&mut Head) -> T) -> Option<T> {
        let i = self.heads.iter().position(|h| h.stream == stream)?;
        self.undo.push((i, Some(self.heads[i])));
        let head = &mut self.heads[i];
        head.changed = true;
        head.moved_at = head.moved_at.max(at);
        Some(change(head))
    }

    pub fn append(&mut self, event: Pending) {
        self.events.push(event);
    }

    /// The heads that the batch has changed.
    pub fn changed(&self) -> impl Iterator<Item = &Head> {
        self.heads.iter().filter(|h| h.changed)
    }

    /// Writes the events. The heads are written by the engine's commit.
    pub fn flush(&self, engine: &mut dyn Engine) -> Result<()> {
        Pending::write(&self.events, engine)
    }

    /// Writes the heads with one statement each; for engines to which a statement costs no round trip.
    pub fn put_heads(&self, engine: &mut dyn Engine) -> Result<()> {
        for h in self.changed() {
            engine.exec(
                crate::engine::PUT_HEAD,
                args![h.stream, h.seq, h.ticket_number, h.policy_epoch, h.moved_at],
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_closure_takes_back_only_its_own() {
        let (a, b) = (Stream::from_bytes([1; 16]), Stream::from_bytes([2; 16]));
        let mut ledger = Ledger::default();
        ledger.add(Head::from_row(a, (5, 0, 0)));
        ledger.change(a, Time::MIN, |h| h.seq += 1);
        let mark = ledger.mark();
        ledger.change(a, Time::MIN, |h| h.seq += 1);
        ledger.add(Head::from_row(b, (0, 0, 0)));
        ledger.change(b, Time::MIN, |h| h.seq += 1);
        ledger.jobs = true;
        ledger.reset(mark);
        assert_eq!(ledger.head(a).map(|h| h.seq), Some(6));
        assert!(ledger.head(b).is_none() && !ledger.jobs);
        assert_eq!(ledger.changed().count(), 1);
    }
}
