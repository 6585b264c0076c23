//! The one transaction that domain code sees.

use kit::{AccountId, OrgId, Time};

use crate::engine::Engine;
use crate::ledger::{Head, Ledger};
use crate::trace::Trace;
use crate::{Arg, Dialect, Error, FromRow, Result, Row, Scope, Sql, Stream, args};

/// A transaction in progress, lent to a closure.
///
/// Once a statement has failed, every later one fails too ([`Error::Aborted`]) and the closure's result is an error
/// whatever it returns; PostgreSQL would have it so, and SQLite follows. To try something that may fail, see [`Tx::attempt`].
pub struct Tx<'a> {
    pub(crate) engine: &'a mut dyn Engine,
    pub(crate) ledger: &'a mut Ledger,
    pub(crate) scope: Scope,
    pub(crate) now: Time,
    pub(crate) trace: Option<&'a Trace>,
    /// What broke this closure.
    pub(crate) broken: Option<Error>,
    /// Whether this closure may have changed rows.
    pub(crate) wrote: bool,
    pub(crate) depth: u32,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(engine: &'a mut dyn Engine, ledger: &'a mut Ledger, scope: Scope, now: Time, trace: Option<&'a Trace>) -> Self {
        Self {
            engine,
            ledger,
            scope,
            now,
            trace,
            broken: None,
            wrote: false,
            depth: 0,
        }
    }

    pub fn dialect(&self) -> Dialect {
        self.engine.dialect()
    }

    /// Whether this is a snapshot: nothing in it is uncommitted.
    pub fn only_reads(&self) -> bool {
        matches!(self.scope, Scope::Read)
    }

    /// When the caller asked for this closure; the same when it runs again.
    pub fn now(&self) -> Time {
        self.now
    }

    /// All rows.
    pub fn all<T: FromRow>(&mut self, sql: &str, args: &[Arg<'_>]) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        self.each(sql, args, |row| {
            rows.push(T::from_row(row)?);
            Ok(true)
        })?;
        Ok(rows)
    }

    /// The first row, if there is one.
    pub fn opt<T: FromRow>(&mut self, sql: &str, args: &[Arg<'_>]) -> Result<Option<T>> {
        let mut first = None;
        self.each(sql, args, |row| {
            first = Some(T::from_row(row)?);
            Ok(false)
        })?;
        Ok(first)
    }

    /// The first row; none is [`Error::NoRow`].
    pub fn one<T: FromRow>(&mut self, sql: &str, args: &[Arg<'_>]) -> Result<T> {
        self.opt(sql, args)?.ok_or(Error::NoRow)
    }

    /// Changes rows and says how many.
    pub fn exec(&mut self, sql: &str, args: &[Arg<'_>]) -> Result<u64> {
        self.enter(sql, args)?;
        self.wrote = true;
        let done = self.engine.exec(sql, args);
        self.leave(done)
    }

    /// Hands each row to `row` until it says `false`. For long reads that must not be held in memory.
    pub fn each(&mut self, sql: &str, args: &[Arg<'_>], mut row: impl FnMut(&Row<'_>) -> Result<bool>) -> Result<()> {
        self.enter(sql, args)?;
        self.wrote |= !sql.trim_start().get(..6).is_some_and(|word| word.eq_ignore_ascii_case("select"));
        // What the code makes of a row does not break the transaction; what the engine says does.
        let mut own = None;
        let done = self.engine.each(sql, args, &mut |r| {
            row(r).or_else(|error| {
                own = Some(error);
                Ok(false)
            })
        });
        self.leave(done)?;
        own.map_or(Ok(()), Err)
    }

    pub fn all_sql<T: FromRow>(&mut self, sql: &Sql) -> Result<Vec<T>> {
        self.all(sql.text(), sql.args())
    }

    pub fn opt_sql<T: FromRow>(&mut self, sql: &Sql) -> Result<Option<T>> {
        self.opt(sql.text(), sql.args())
    }

    pub fn one_sql<T: FromRow>(&mut self, sql: &Sql) -> Result<T> {
        self.one(sql.text(), sql.args())
    }

    pub fn exec_sql(&mut self, sql: &Sql) -> Result<u64> {
        self.exec(sql.text(), sql.args())
    }

    /// Runs `f` in a savepoint of its own: when it fails, what it did is undone and the closure may go on.
    pub fn attempt<T, E: From<Error>>(&mut self, f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let name = format!("attempt{}", self.depth);
        self.script(&format!("SAVEPOINT {name}"))?;
        self.depth += 1;
        let mark = self.ledger.mark();
        let result = f(self);
        self.depth -= 1;
        if result.is_ok() && self.broken.is_none() {
            self.script(&format!("RELEASE SAVEPOINT {name}"))?;
            return result;
        }
        // A lost connection or a full disk is not undone by a savepoint.
        if !self.engine.lost() && !self.broken.as_ref().is_some_and(|e| e.passes() || e.hopeless()) {
            let broken = self.broken.take();
            self.ledger.reset(mark);
            self.script(&format!("ROLLBACK TO SAVEPOINT {name}; RELEASE SAVEPOINT {name}"))?;
            return result.and_then(|_| Err(aborted(broken).into()));
        }
        result.and_then(|_| Err(aborted(self.broken.clone()).into()))
    }

    /// The number of the next ticket of the locked organisation.
    pub fn next_number(&mut self) -> Result<i64> {
        let org = self.scope.org()?;
        self.change_head(org.into(), |h| {
            h.ticket_number += 1;
            h.ticket_number
        })
    }

    /// The locked organisation's policy epoch: who may do what has changed when it has.
    pub fn policy_epoch(&mut self, org: OrgId) -> Result<i64> {
        if self.scope.holds(org) {
            self.lock(org.into())?;
            return Ok(self.ledger.head(org.into()).map_or(0, |h| h.policy_epoch));
        }
        Ok(self
            .opt("SELECT policy_epoch FROM org_head WHERE org_id = $1", args![org])?
            .unwrap_or(0))
    }

    /// Moves a locked organisation's policy epoch on.
    pub fn bump_policy_epoch(&mut self, org: OrgId) -> Result<i64> {
        if !self.scope.holds(org) {
            return Err(Error::Misuse("the policy epoch of an organisation that this write has not locked"));
        }
        self.change_head(org.into(), |h| {
            h.policy_epoch += 1;
            h.policy_epoch
        })
    }

    /// As [`Tx::policy_epoch`], of an account's stream: its sessions and credentials.
    pub fn account_epoch(&mut self, account: AccountId) -> Result<i64> {
        let known = self.ledger.head(account.into()).map(|h| h.policy_epoch);
        match known {
            Some(epoch) => Ok(epoch),
            None => Ok(self
                .opt("SELECT policy_epoch FROM org_head WHERE org_id = $1", args![account])?
                .unwrap_or(0)),
        }
    }

    /// As [`Tx::bump_policy_epoch`], of an account's stream, which is locked here for the rest of the transaction.
    pub fn bump_account_epoch(&mut self, account: AccountId) -> Result<i64> {
        self.change_head(account.into(), |h| {
            h.policy_epoch += 1;
            h.policy_epoch
        })
    }

    pub(crate) fn change_head<T>(&mut self, stream: Stream, change: impl FnOnce(&mut Head) -> T) -> Result<T> {
        self.lock(stream)?;
        let now = self.now;
        self.ledger
            .change(stream, now, change)
            .ok_or(Error::Misuse("a head that is not locked"))
    }

    /// Locks a stream's head and reads it into the ledger, making the row where there is none.
    fn lock(&mut self, stream: Stream) -> Result<()> {
        if matches!(self.scope, Scope::Read) {
            return Err(Error::Misuse("a reading closure changes nothing"));
        }
        if let Some(error) = &self.broken {
            return Err(Error::Aborted(Box::new(error.clone())));
        }
        if self.ledger.head(stream).is_some() {
            return Ok(());
        }
        // Whether a neighbour in the batch has locked it already is chance, and a trace must not depend on that.
        let trace = self.trace.take();
        let locked = self.lock_row(stream);
        self.trace = trace;
        self.ledger.add(Head::from_row(stream, locked?));
        Ok(())
    }

    fn lock_row(&mut self, stream: Stream) -> Result<(i64, i64, i64)> {
        let select = crate::forks::lock_head(self.dialect());
        let mut row: Option<(i64, i64, i64)> = self.opt(select, args![stream])?;
        if row.is_none() && self.dialect() == Dialect::Postgres {
            // Two first events of one stream at once: the second waits here for the first.
            let make = "INSERT INTO org_head (org_id, seq, ticket_number, policy_epoch, moved_at) VALUES ($1, 0, 0, 0, 0) ON CONFLICT (org_id) DO NOTHING";
            self.exec(make, args![stream])?;
            row = self.opt(select, args![stream])?;
        }
        Ok(row.unwrap_or_default())
    }

    /// Runs statements that are ours: no arguments, nothing from outside.
    pub(crate) fn script(&mut self, sql: &str) -> Result<()> {
        self.enter(sql, &[])?;
        let done = self.engine.script(sql);
        self.leave(done)
    }

    fn enter(&mut self, sql: &str, args: &[Arg<'_>]) -> Result<()> {
        if let Some(error) = &self.broken {
            return Err(Error::Aborted(Box::new(error.clone())));
        }
        if let Some(trace) = self.trace {
            trace.push(sql, args);
        }
        args.iter().try_for_each(Arg::check)
    }

    fn leave<T>(&mut self, done: Result<T>) -> Result<T> {
        if let Err(error) = &done {
            self.broken = Some(error.clone());
        }
        done
    }
}

fn aborted(broken: Option<Error>) -> Error {
    Error::Aborted(Box::new(broken.unwrap_or(Error::Misuse("a broken transaction"))))
}
