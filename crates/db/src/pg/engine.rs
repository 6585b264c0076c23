//! The engine over one PostgreSQL session, which it makes when it needs one.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use postgres::fallible_iterator::FallibleIterator;
use postgres::{Client, SimpleQueryMessage, Statement};

use super::connect::{Role, Server};
use super::error::plain;
use crate::cache::Cache;
use crate::engine::{Each, Engine, Uncommitted};
use crate::ledger::{Head, Ledger};
use crate::row::Inner;
use crate::{Arg, Dialect, Error, Result, Row, Scope, Stream};

/// For so long after a connection broke a lane waits for the server to come back before it sends its callers away.
const PATIENCE: Duration = Duration::from_secs(3);

pub(crate) struct Pg {
    server: Server,
    role: Role,
    client: Option<Client>,
    statements: Cache<Statement>,
    /// When the connection broke.
    broke: Option<Instant>,
    /// Whether a transaction is open.
    open: bool,
}

impl Pg {
    pub fn new(server: Server, role: Role) -> Self {
        Self {
            server,
            role,
            client: None,
            statements: Cache::new(),
            broke: None,
            open: false,
        }
    }

    /// For migrations and restores.
    pub fn service(server: Server) -> Self {
        Self::new(server, Role::Service)
    }

    /// For one long snapshot.
    pub fn long(server: Server) -> Self {
        Self::new(server, Role::Long)
    }

    /// A session, made anew when there is none.
    pub fn connect(&mut self) -> Result<()> {
        if self.client.as_ref().is_some_and(|client| !client.is_closed()) {
            return Ok(());
        }
        self.drop_session();
        loop {
            match self.server.connect(self.role) {
                Ok(client) => {
                    self.client = Some(client);
                    self.broke = None;
                    return Ok(());
                }
                Err(error) => {
                    if self.server.closing() || self.broke.is_none_or(|at| at.elapsed() > PATIENCE) {
                        return Err(error);
                    }
                    std::thread::sleep(Duration::from_millis(100));
                }
            }
        }
    }

    fn drop_session(&mut self) {
        if self.client.take().is_some() && self.broke.is_none() {
            self.broke = Some(Instant::now());
        }
        self.statements.clear();
        self.open = false;
    }

    fn failed(&mut self, error: postgres::Error) -> Error {
        let error = plain(error);
        match &error {
            Error::Unavailable(_) => {
                let open = self.open;
                self.drop_session();
                self.open = open;
            }
            // A plan that does not fit any more.
            Error::Contended(_) => self.statements.clear(),
            _ => {}
        }
        error
    }

    fn run(&mut self, sql: &str, args: &[Arg<'_>], mut row: impl FnMut(&postgres::Row) -> Result<()>) -> Result<u64> {
        let Some(client) = self.client.as_mut() else {
            return Err(Error::unavailable("the connection is gone"));
        };
        let statement = match self.statements.get(sql, || client.prepare(sql)) {
            Ok(statement) => statement.clone(),
            Err(error) => return Err(self.failed(error)),
        };
        if statement.params().len() != args.len() {
            return Err(Error::Misuse("the statement has another number of arguments"));
        }
        let result = (|| {
            let mut rows = client.query_raw(&statement, args)?;
            let mut own = Ok(());
            while let Some(found) = rows.next()? {
                if own.is_ok() {
                    own = row(&found);
                }
            }
            Ok((rows.rows_affected().unwrap_or(0), own))
        })();
        match result {
            Ok((changed, own)) => own.map(|()| changed),
            Err(error) => Err(self.failed(error)),
        }
    }

    fn simple(&mut self, sql: &str) -> Result<Vec<SimpleQueryMessage>> {
        let Some(client) = self.client.as_mut() else {
            return Err(Error::unavailable("the connection is gone"));
        };
        client.simple_query(sql).map_err(|error| self.failed(error))
    }
}

impl Engine for Pg {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn each(&mut self, sql: &str, args: &[Arg<'_>], row: Each<'_>) -> Result<()> {
        let mut wanted = true;
        self.run(sql, args, |found| {
            if wanted {
                wanted = row(&Row(Inner::Postgres(found)))?;
            }
            Ok(())
        })?;
        Ok(())
    }

    fn exec(&mut self, sql: &str, args: &[Arg<'_>]) -> Result<u64> {
        self.run(sql, args, |_| Ok(()))
    }

    fn script(&mut self, sql: &str) -> Result<()> {
        self.simple(sql).map(drop)
    }

    /// BEGIN and the locks in one round trip.
    fn begin(&mut self, scope: Scope, ledger: &mut Ledger) -> Result<()> {
        self.connect()?;
        self.open = true;
        let mut sql = "BEGIN".to_owned();
        for stream in scope.streams() {
            let _ = write!(
                sql,
                "; SELECT seq, ticket_number, policy_epoch FROM org_head WHERE org_id = {} FOR UPDATE",
                literal(stream)
            );
        }
        let mut streams = scope.streams();
        let mut current = None;
        for message in self.simple(&sql)? {
            match message {
                // The columns of each SELECT come before its rows, whether there are rows or not.
                SimpleQueryMessage::RowDescription(_) => current = streams.next(),
                SimpleQueryMessage::Row(row) => {
                    let number = |i| {
                        row.get(i)
                            .and_then(|text| text.parse().ok())
                            .ok_or(Error::Misuse("a head is no number"))
                    };
                    let stream = current.ok_or(Error::Misuse("a head that was not asked for"))?;
                    ledger.add(Head::from_row(stream, (number(0)?, number(1)?, number(2)?)));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn begin_read(&mut self) -> Result<()> {
        self.connect()?;
        self.open = true;
        self.script("BEGIN")
    }

    /// The heads and COMMIT in one round trip.
    fn commit(&mut self, ledger: &Ledger) -> Result<(), Uncommitted> {
        let mut sql = String::new();
        for h in ledger.changed() {
            let _ = write!(
                sql,
                "UPDATE org_head SET seq = {}, ticket_number = {}, policy_epoch = {}, moved_at = {} WHERE org_id = {}; ",
                h.seq,
                h.ticket_number,
                h.policy_epoch,
                h.moved_at.micros(),
                literal(h.stream)
            );
        }
        sql.push_str("COMMIT");
        match self.simple(&sql) {
            Ok(_) => {
                self.open = false;
                Ok(())
            }
            // The server has answered that it refuses: nothing was kept. A silent end may have come before or after it was.
            Err(error @ Error::Unavailable(_)) => Err(Uncommitted::Unknown(error)),
            Err(error) => Err(Uncommitted::Refused(error)),
        }
    }

    fn rollback(&mut self) {
        if self.open && self.client.is_some() {
            // What cannot be rolled back has lost its connection, and with it the transaction.
            let _ = self.script("ROLLBACK");
        }
        self.open = false;
    }

    fn lost(&self) -> bool {
        self.open && self.client.as_ref().is_none_or(Client::is_closed)
    }
}

/// A stream as a literal: hexadecimal digits only.
fn literal(stream: Stream) -> String {
    format!("'\\x{}'::bytea", data_encoding::HEXLOWER.encode(&stream.to_bytes()))
}
