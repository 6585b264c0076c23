//! The engine over one SQLite connection.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement};

use super::error::{named, plain};
use crate::cache::Cache;
use crate::engine::{Each, Engine, Uncommitted};
use crate::ledger::Ledger;
use crate::rewrite::rewrite;
use crate::row::Inner;
use crate::{Arg, Dialect, Error, Result, Row, Scope};

/// Borrows the connection, so that the statements can live beside it in one lane.
pub(crate) struct Lite<'c> {
    conn: &'c Connection,
    statements: Cache<Statement<'c>>,
    /// Whether we believe to be in a transaction; the engine may have ended it.
    open: bool,
}

impl<'c> Lite<'c> {
    pub fn new(conn: &'c Connection) -> Self {
        Self {
            conn,
            statements: Cache::new(),
            open: false,
        }
    }

    /// The statement, prepared and with its arguments.
    fn bound(&mut self, sql: &str, args: &[Arg<'_>]) -> Result<&mut Statement<'c>> {
        let conn = self.conn;
        let statement = self.statements.get(sql, || conn.prepare(&rewrite(sql)).map_err(plain))?;
        if statement.parameter_count() != args.len() {
            return Err(Error::Misuse("the statement has another number of arguments"));
        }
        for (i, arg) in args.iter().enumerate() {
            statement.raw_bind_parameter(i + 1, arg).map_err(plain)?;
        }
        Ok(statement)
    }
}

impl Engine for Lite<'_> {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn each(&mut self, sql: &str, args: &[Arg<'_>], row: Each<'_>) -> Result<()> {
        let conn = self.conn;
        let statement = self.bound(sql, args)?;
        let writes = !statement.readonly();
        let mut rows = statement.raw_query();
        let mut wanted = true;
        // A statement that writes must run to its end; a query need not.
        while wanted || writes {
            match rows.next() {
                Ok(Some(found)) if wanted => wanted = row(&Row(Inner::Sqlite(found)))?,
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(error) => {
                    drop(rows);
                    return Err(named(conn, error));
                }
            }
        }
        Ok(())
    }

    fn exec(&mut self, sql: &str, args: &[Arg<'_>]) -> Result<u64> {
        let conn = self.conn;
        let changed = self.bound(sql, args)?.raw_execute();
        changed.map(|n| n as u64).map_err(|error| named(conn, error))
    }

    fn script(&mut self, sql: &str) -> Result<()> {
        // The savepoints of every closure come through here: worth their place among the prepared.
        if sql.contains(';') {
            return self.conn.execute_batch(sql).map_err(|error| named(self.conn, error));
        }
        self.exec(sql, &[]).map(drop)
    }

    fn begin(&mut self, _scope: Scope, _ledger: &mut Ledger) -> Result<()> {
        self.exec("BEGIN IMMEDIATE", &[])?;
        self.open = true;
        Ok(())
    }

    fn begin_read(&mut self) -> Result<()> {
        self.exec("BEGIN", &[])?;
        self.open = true;
        Ok(())
    }

    fn commit(&mut self, ledger: &Ledger) -> Result<(), Uncommitted> {
        ledger.put_heads(self).map_err(Uncommitted::Refused)?;
        // Where COMMIT fails, the log holds no commit record: nothing was kept.
        self.exec("COMMIT", &[]).map_err(Uncommitted::Refused)?;
        self.open = false;
        Ok(())
    }

    fn rollback(&mut self) {
        if !self.conn.is_autocommit() {
            // The only way to fail is that there is no transaction, which is what is wanted.
            let _ = self.exec("ROLLBACK", &[]);
        }
        self.open = false;
    }

    fn lost(&self) -> bool {
        self.open && self.conn.is_autocommit()
    }
}

impl ToSql for Arg<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Arg::Null => ValueRef::Null,
            Arg::Bool(v) => ValueRef::Integer((*v).into()),
            Arg::Int(v) => ValueRef::Integer(*v),
            Arg::Real(v) => ValueRef::Real(*v),
            Arg::Text(v) => ValueRef::Text(v.as_bytes()),
            Arg::Bytes(v) => ValueRef::Blob(v),
            Arg::Id(v) => ValueRef::Blob(v),
        }))
    }
}
