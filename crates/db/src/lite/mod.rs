//! SQLite: one writing lane with group commit, several reading ones, all on one file in WAL mode.

mod checkpoint;
mod engine;
mod error;
mod reader;
mod writer;

use std::path::Path;
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

pub(crate) use engine::Lite;
pub(crate) use error::plain as error;
pub(crate) use reader::run as read;
pub(crate) use writer::{Signals, run as write};

use crate::col::Col;
use crate::{Error, Result};

/// How long a statement waits for another process that writes (a command beside the server).
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens the file for writing, making it where there is none.
pub(crate) fn open(path: &Path, durable: bool) -> Result<Connection> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    let mode: String = conn
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .map_err(error::plain)?;
    if mode != "wal" {
        return Err(Error::unavailable(format!(
            "the file system of {} does not carry SQLite's WAL mode",
            path.display()
        )));
    }
    // FULL: the log is synced at every commit, before anybody is answered. Checkpoints are placed by the lane.
    let pragmas = format!(
        "PRAGMA synchronous = {}; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0; \
         PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY;",
        synchronous(durable)
    );
    conn.execute_batch(&pragmas).map_err(error::plain)?;
    Ok(conn)
}

/// Opens the file for reading; the file must be there.
pub(crate) fn open_read(path: &Path, durable: bool) -> Result<Connection> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // It may make a checkpoint: the last one that closes does.
    let pragmas = format!(
        "PRAGMA synchronous = {}; PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16000;",
        synchronous(durable)
    );
    conn.execute_batch(&pragmas).map_err(error::plain)?;
    Ok(conn)
}

fn synchronous(durable: bool) -> &'static str {
    if durable { "FULL" } else { "OFF" }
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(error::plain)?;
    conn.busy_timeout(PATIENCE).map_err(error::plain)?;
    // By bytes, which is what SQLite does anyway, under the name that PostgreSQL has for it.
    conn.create_collation("C", |a, b| a.as_bytes().cmp(b.as_bytes()))
        .map_err(error::plain)?;
    Ok(conn)
}

/// A column of a row, lent.
pub(crate) fn col<'a>(row: &'a rusqlite::Row<'_>, i: usize) -> Result<Col<'a>> {
    match row.get_ref(i).map_err(error::plain)? {
        ValueRef::Null => Ok(Col::Null),
        ValueRef::Integer(v) => Ok(Col::Int(v)),
        ValueRef::Real(v) => Ok(Col::Real(v)),
        ValueRef::Text(v) => std::str::from_utf8(v)
            .map(Col::Text)
            .map_err(|e| Error::Corrupt(crate::error::Cause::new(e))),
        ValueRef::Blob(v) => Ok(Col::Bytes(v)),
    }
}
