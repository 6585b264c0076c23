//! What SQLite says, in our words.

use rusqlite::ffi;
use rusqlite::{Connection, ErrorCode};

use crate::Error;
use crate::error::Cause;

/// An error outside of a statement: constraints keep SQLite's own wording.
pub(crate) fn plain(error: rusqlite::Error) -> Error {
    let rusqlite::Error::SqliteFailure(code, _) = &error else {
        return Error::Sql(Cause::new(error));
    };
    match code.code {
        ErrorCode::DiskFull => Error::Full(Cause::new(error)),
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Error::Corrupt(Cause::new(error)),
        // The log's index cannot grow: the disk is full, said otherwise.
        ErrorCode::SystemIoFailure if code.extended_code == ffi::SQLITE_IOERR_SHMSIZE => Error::Full(Cause::new(error)),
        ErrorCode::SystemIoFailure => Error::Corrupt(Cause::new(error)),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::Contended(Cause::new(error)),
        ErrorCode::CannotOpen | ErrorCode::OutOfMemory | ErrorCode::PermissionDenied => Error::Unavailable(Cause::new(error)),
        ErrorCode::ReadOnly => Error::Misuse("a reading closure changes nothing"),
        _ => Error::Sql(Cause::new(error)),
    }
}

/// An error of a statement: constraints get the names that PostgreSQL would give them.
pub(super) fn named(conn: &Connection, error: rusqlite::Error) -> Error {
    let rusqlite::Error::SqliteFailure(code, Some(message)) = &error else {
        return plain(error);
    };
    if code.code != ErrorCode::ConstraintViolation {
        return plain(error);
    }
    let what = message.split_once("failed: ").map_or("", |(_, what)| what).to_owned();
    match code.extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => Error::Unique {
            constraint: index(conn, &what),
        },
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Error::ForeignKey { constraint: None },
        _ => Error::Check { constraint: what },
    }
}

/// The name of the unique index that SQLite describes as `table.a, table.b` or `index 'name'`.
fn index(conn: &Connection, what: &str) -> String {
    if let Some(name) = what.strip_prefix("index '") {
        return name.trim_end_matches('\'').to_owned();
    }
    let (mut table, mut columns) = ("", Vec::new());
    for column in what.split(", ") {
        if let Some((t, c)) = column.split_once('.') {
            table = t;
            columns.push(c);
        }
    }
    let sql = "SELECT name FROM pragma_index_list(?1) AS i WHERE \"unique\" = 1 AND origin = 'c' \
               AND ?2 = (SELECT group_concat(name, ', ' ORDER BY seqno) FROM pragma_index_info(i.name))";
    let found = conn.query_row(sql, [table, &columns.join(", ")], |row| row.get(0));
    if let Ok(name) = found {
        return name;
    }
    let key = "SELECT group_concat(name, ', ' ORDER BY pk) FROM pragma_table_info(?1) WHERE pk > 0";
    let key: Option<String> = conn.query_row(key, [table], |row| row.get(0)).unwrap_or_default();
    if key.is_some_and(|key| key == columns.join(", ")) {
        format!("{table}_pkey")
    } else {
        format!("{table}_{}_key", columns.join("_"))
    }
}
