//! Every place where the engines part, by name. A statement that needs one of these takes its text from here.

use crate::Dialect;

/// Reads a stream's head and locks it. SQLite has one writer: being in its transaction is the lock.
pub(crate) fn lock_head(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "SELECT seq, ticket_number, policy_epoch FROM org_head WHERE org_id = $1",
        Dialect::Postgres => "SELECT seq, ticket_number, policy_epoch FROM org_head WHERE org_id = $1 FOR UPDATE",
    }
}

/// At the end of a SELECT that claims rows: locks them, and passes over those that another has locked.
pub fn skip_locked(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE SKIP LOCKED",
    }
}

/// At the end of a SELECT: locks the rows. On SQLite the writer is alone anyway.
pub fn for_update(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE",
    }
}

/// The largest of some values, for rows; NULL-free arguments only, since the engines treat NULL differently.
pub fn greatest(dialect: Dialect, values: &[&str]) -> String {
    let name = match dialect {
        Dialect::Sqlite => "MAX",
        Dialect::Postgres => "GREATEST",
    };
    format!("{name}({})", values.join(", "))
}

/// The smallest of some values; as [`greatest`].
pub fn least(dialect: Dialect, values: &[&str]) -> String {
    let name = match dialect {
        Dialect::Sqlite => "MIN",
        Dialect::Postgres => "LEAST",
    };
    format!("{name}({})", values.join(", "))
}

/// The start of the bucket of `width` microseconds, counted from `origin`, in which the time in `column` lies. Whole
/// arithmetic that both engines do alike; days of a time zone have their edges computed in Rust and passed as bounds.
pub fn bucket(column: &str, origin: kit::Time, width: std::time::Duration) -> String {
    let width = i64::try_from(width.as_micros()).unwrap_or(i64::MAX).max(1);
    let origin = origin.micros().rem_euclid(width);
    format!("({column} - ((({column} - {origin}) % {width} + {width}) % {width}))")
}

/// The condition that a row of `search_doc` (by its `key`) holds the words of the bound query; see [`crate::search`].
pub(crate) fn search_match(dialect: Dialect) -> (&'static str, &'static str) {
    match dialect {
        Dialect::Sqlite => ("key IN (SELECT rowid FROM search_word WHERE search_word MATCH ", ")"),
        Dialect::Postgres => ("words @@ CAST(CAST(", " AS TEXT) AS TSQUERY)"),
    }
}

/// Where the machine of the database has its clock, in microseconds; nothing where it is ours.
pub(crate) fn engine_clock(dialect: Dialect) -> Option<&'static str> {
    match dialect {
        Dialect::Sqlite => None,
        Dialect::Postgres => Some("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)"),
    }
}
