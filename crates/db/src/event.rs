//! The event log. One row in the transaction that made it so; `seq` has no gaps within a stream.
//!
//! Writers: [`Tx::append`]. Readers hold a cursor and ask [`after`]; they are woken after the commit ([`crate::wake`]) and
//! never rely on it. Events live 30 days ([`crate::Db::prune_events`]); a reader that is older is told [`Batch::Reset`].
//!
//! A batch writes its events at its end, so a closure does not see its own with SQL. Nothing needs that.

use std::sync::LazyLock;
use std::time::Duration;

use kit::{AccountId, Id, OrgId, Time};

use crate::engine::Engine;
use crate::{Arg, Db, Dialect, Error, FromRow, Result, Row, Stream, Tx, args};

/// A thing by its noun's prefix and its bytes: `tkt` and 16 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Thing {
    pub kind: Box<str>,
    pub id: [u8; 16],
}

impl Thing {
    /// The typed id, when it is one of this noun.
    pub fn id<T: Id>(&self) -> Option<T> {
        (&*self.kind == T::PREFIX).then(|| T::from_bytes(self.id))
    }
}

impl<T: Id> From<T> for Thing {
    fn from(id: T) -> Self {
        Self {
            kind: T::PREFIX.into(),
            id: id.to_bytes(),
        }
    }
}

impl std::fmt::Display for Thing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&kit::id::show(&self.kind, self.id))
    }
}

/// An event to append.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// `ticket.closed`; with `version`, the shape of `body`.
    pub kind: &'static str,
    pub version: u32,
    /// Who did it: a member, a visitor, a contact; nothing when it was the system.
    pub actor: Option<Thing>,
    pub subject: Thing,
    /// The subject's access facts before and after, as JSON; nothing where there are none (made, removed, or no ticket).
    pub before: Option<String>,
    pub after: Option<String>,
    /// JSON of ids and codes. No personal text: events outlive an erasure.
    pub body: String,
}

/// An event as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub seq: i64,
    pub at: Time,
    pub actor: Option<Thing>,
    pub kind: String,
    pub version: u32,
    pub subject: Thing,
    pub before: Option<String>,
    pub after: Option<String>,
    pub body: String,
}

impl FromRow for Event {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let actor = match (row.get::<Option<Box<str>>>(2)?, row.get(3)?) {
            (Some(kind), Some(id)) => Some(Thing { kind, id }),
            _ => None,
        };
        Ok(Self {
            seq: row.get(0)?,
            at: row.get(1)?,
            actor,
            kind: row.get(4)?,
            version: row.get(5)?,
            subject: Thing {
                kind: row.get(6)?,
                id: row.get(7)?,
            },
            before: row.get(8)?,
            after: row.get(9)?,
            body: row.get(10)?,
        })
    }
}

impl Tx<'_> {
    /// Appends to the locked organisation's stream; gives the event's `seq`.
    pub fn append(&mut self, event: &NewEvent) -> Result<i64> {
        let org = self.scope.org()?;
        self.append_in(org.into(), event)
    }

    /// Appends to one of two locked organisations' streams.
    pub fn append_to(&mut self, org: OrgId, event: &NewEvent) -> Result<i64> {
        if !self.scope.holds(org) {
            return Err(Error::Misuse("an event of an organisation that this write has not locked"));
        }
        self.append_in(org.into(), event)
    }

    /// Appends to an account's stream, which is locked here for the rest of the transaction. Of several accounts, begin with
    /// the lowest id.
    pub fn append_account(&mut self, account: AccountId, event: &NewEvent) -> Result<i64> {
        self.append_in(account.into(), event)
    }

    fn append_in(&mut self, stream: Stream, event: &NewEvent) -> Result<i64> {
        for text in [event.before.as_ref(), event.after.as_ref(), Some(&event.body)]
            .into_iter()
            .flatten()
        {
            Arg::from(text).check()?;
        }
        let seq = self.change_head(stream, |h| {
            h.seq += 1;
            h.seq
        })?;
        self.ledger.append(Pending {
            stream,
            seq,
            at: self.now,
            event: event.clone(),
        });
        Ok(seq)
    }
}

/// An event that its batch will write.
pub(crate) struct Pending {
    stream: Stream,
    seq: i64,
    at: Time,
    event: NewEvent,
}

const WIDTH: usize = 12;
/// How many events one transaction removes.
const PORTION: u32 = 500;

/// `INSERT … VALUES (…), (…)` for 1, 2, 4 … 32 rows: few texts, few round trips.
static INSERT: LazyLock<[String; 6]> = LazyLock::new(|| {
    std::array::from_fn(|power| {
        let row = |r: usize| {
            let numbers: Vec<String> = (1..=WIDTH).map(|c| format!("${}", r * WIDTH + c)).collect();
            format!("({})", numbers.join(", "))
        };
        let rows: Vec<String> = (0..1 << power).map(row).collect();
        format!(
            "INSERT INTO event (org_id, seq, at, actor_kind, actor_id, kind, version, subject_kind, subject_id, facts_before, facts_after, body) VALUES {}",
            rows.join(", ")
        )
    })
});

impl Pending {
    /// Writes them; on PostgreSQL many with one statement, since each costs a round trip.
    pub fn write(mut events: &[Self], engine: &mut dyn Engine) -> Result<()> {
        let most = if engine.dialect() == Dialect::Postgres { 5 } else { 0 };
        while !events.is_empty() {
            let power = (events.len().ilog2() as usize).min(most);
            let (now, rest) = events.split_at(1 << power);
            let mut args = Vec::with_capacity(now.len() * WIDTH);
            now.iter().for_each(|e| e.args(&mut args));
            engine.exec(&INSERT[power], &args)?;
            events = rest;
        }
        Ok(())
    }

    fn args<'a>(&'a self, args: &mut Vec<Arg<'a>>) {
        let e = &self.event;
        args.extend([
            self.stream.into(),
            self.seq.into(),
            self.at.into(),
            e.actor.as_ref().map(|a| &*a.kind).into(),
            e.actor.as_ref().map(|a| a.id).into(),
            e.kind.into(),
            e.version.into(),
            Arg::from(&*e.subject.kind),
            e.subject.id.into(),
            e.before.as_ref().into(),
            e.after.as_ref().into(),
            Arg::from(&e.body),
        ]);
    }
}

/// What [`after`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Batch {
    /// The next events, at most as many as asked for. None: the reader is at the head.
    Events(Vec<Event>),
    /// The next event is gone (or was never written, after a restore): read the state anew and go on from `head`.
    Reset { head: i64 },
}

/// The events of a stream after `cursor`, in order.
pub fn after(tx: &mut Tx<'_>, stream: impl Into<Stream>, cursor: i64, limit: u32) -> Result<Batch> {
    let stream = stream.into();
    let sql = "SELECT seq, at, actor_kind, actor_id, kind, version, subject_kind, subject_id, facts_before, facts_after, body \
               FROM event WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    let events: Vec<Event> = tx.all(sql, args![stream, cursor, limit])?;
    match events.first() {
        Some(first) if first.seq == cursor + 1 => Ok(Batch::Events(events)),
        None if limit > 0 => match head(tx, stream)? {
            head if head == cursor => Ok(Batch::Events(events)),
            head => Ok(Batch::Reset { head }),
        },
        None => Ok(Batch::Events(events)),
        Some(_) => Ok(Batch::Reset { head: head(tx, stream)? }),
    }
}

/// The last committed `seq` of a stream; 0 before the first.
pub fn head(tx: &mut Tx<'_>, stream: impl Into<Stream>) -> Result<i64> {
    Ok(tx
        .opt("SELECT seq FROM org_head WHERE org_id = $1", args![stream.into()])?
        .unwrap_or(0))
}

/// Removes at most `limit` events of a stream that are older than `before`; gives how many. The newest stays, so that the
/// log is never empty once it has begun.
pub fn prune(tx: &mut Tx<'_>, stream: impl Into<Stream>, before: Time, limit: u32) -> Result<u64> {
    let stream = stream.into();
    let at = "SELECT at FROM event WHERE org_id = $1 AND seq = $2";
    let ends = "SELECT MIN(seq), MAX(seq) FROM event WHERE org_id = $1";
    let (Some(first), Some(last)) = tx.one::<(Option<i64>, Option<i64>)>(ends, args![stream])? else {
        return Ok(0);
    };
    // Times grow with seq but for the jitter of callers, so the cut is found by halving; no index on time is needed.
    let (mut keep, mut look) = (first, last.min(first.saturating_add(limit.into())));
    while keep < look {
        let middle = keep + (look - keep) / 2;
        if tx.opt::<Time>(at, args![stream, middle])?.is_some_and(|at| at < before) {
            keep = middle + 1;
        } else {
            look = middle;
        }
    }
    tx.exec("DELETE FROM event WHERE org_id = $1 AND seq < $2", args![stream, keep])
}

impl Db {
    /// Removes the events of all streams that are older than `age`, in portions that no caller feels; gives how many. The
    /// newest of each stream stays. Takes as long as it takes, on this thread.
    pub fn prune_events(&self, now: Time, age: Duration) -> Result<u64> {
        let before = now.minus(age);
        let streams: Vec<Stream> = self.read_long_blocking(|tx| tx.all("SELECT org_id FROM org_head", args![]))?;
        let mut all = 0;
        for stream in streams {
            loop {
                // The stream's own lane, so that it does not meet its writers.
                let gone = self.write_blocking(OrgId::from_bytes(stream.to_bytes()), move |tx| prune(tx, stream, before, PORTION))?;
                all += gone;
                if gone < PORTION.into() {
                    break;
                }
            }
        }
        Ok(all)
    }
}

/// Where a named reader stands in a stream; 0 at first.
pub fn cursor(tx: &mut Tx<'_>, reader: &str, stream: impl Into<Stream>) -> Result<i64> {
    Ok(tx
        .opt(
            "SELECT cursor FROM reader WHERE name = $1 AND org_id = $2",
            args![reader, stream.into()],
        )?
        .unwrap_or(0))
}

/// Moves a named reader, in the same transaction as what it did.
pub fn set_cursor(tx: &mut Tx<'_>, reader: &str, stream: impl Into<Stream>, cursor: i64) -> Result<()> {
    let sql =
        "INSERT INTO reader (name, org_id, cursor) VALUES ($1, $2, $3) ON CONFLICT (name, org_id) DO UPDATE SET cursor = excluded.cursor";
    tx.exec(sql, args![reader, stream.into(), cursor])?;
    Ok(())
}

/// The streams in which a named reader is not at the head, with its cursor there.
pub fn behind(tx: &mut Tx<'_>, reader: &str, limit: u32) -> Result<Vec<(Stream, i64)>> {
    let sql = "SELECT h.org_id, COALESCE(r.cursor, 0) FROM org_head h LEFT JOIN reader r ON r.name = $1 AND r.org_id = h.org_id \
               WHERE h.seq <> COALESCE(r.cursor, 0) ORDER BY h.moved_at LIMIT $2";
    tx.all(sql, args![reader, limit])
}
