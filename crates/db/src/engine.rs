//! What the two engines have in common. A lane owns one; [`crate::lane`] drives it.

use crate::ledger::Ledger;
use crate::{Arg, Dialect, Error, Result, Row, Scope};

/// Called for each row; `false` ends the reading.
pub(crate) type Each<'f> = &'f mut dyn FnMut(&Row<'_>) -> Result<bool>;

/// How a commit failed.
pub(crate) enum Uncommitted {
    /// Nothing was kept.
    Refused(Error),
    /// The connection broke after COMMIT was sent: nobody here knows.
    Unknown(Error),
}

pub(crate) trait Engine {
    fn dialect(&self) -> Dialect;

    /// Runs a statement and hands over its rows.
    fn each(&mut self, sql: &str, args: &[Arg<'_>], row: Each<'_>) -> Result<()>;

    /// Runs a statement and says how many rows it changed.
    fn exec(&mut self, sql: &str, args: &[Arg<'_>]) -> Result<u64>;

    /// Runs statements without arguments, separated by semicolons.
    fn script(&mut self, sql: &str) -> Result<()>;

    /// Opens a transaction that may write, and locks the scope's heads into the ledger where the engine has such locks.
    fn begin(&mut self, scope: Scope, ledger: &mut Ledger) -> Result<()>;

    /// Opens a transaction that sees one snapshot and cannot write.
    fn begin_read(&mut self) -> Result<()>;

    /// Writes the ledger's heads and commits.
    fn commit(&mut self, ledger: &Ledger) -> Result<(), Uncommitted>;

    /// Ends the transaction without keeping anything; also the end of every read.
    fn rollback(&mut self);

    /// Whether the engine itself has ended the transaction (disk full, connection lost).
    fn lost(&self) -> bool;
}

/// The head rows' upsert, which both engines run at the end of a batch.
pub(crate) const PUT_HEAD: &str = "INSERT INTO org_head (org_id, seq, ticket_number, policy_epoch, moved_at) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (org_id) DO UPDATE SET seq = excluded.seq, ticket_number = excluded.ticket_number, \
     policy_epoch = excluded.policy_epoch, moved_at = excluded.moved_at";
