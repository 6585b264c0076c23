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

/// Between the words of a query that must all be there.
pub(crate) fn search_and(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => " AND ",
        Dialect::Postgres => " & ",
    }
}

/// The rows of `search_doc` that hold the words of a query: what stands before the organisation, before the query and after it.
/// SQLite's index is asked first and gives its rows in the order of the key.
pub(crate) fn search_hits(dialect: Dialect) -> [&'static str; 3] {
    match dialect {
        Dialect::Sqlite => [
            "(SELECT w.rowid AS key, d.org_id, d.kind, d.id, d.owner FROM search_word w CROSS JOIN search_doc d ON d.key = w.rowid AND d.org_id = ",
            " WHERE w.search_word MATCH ",
            ") ",
        ],
        Dialect::Postgres => [
            "(SELECT key, org_id, kind, id, owner FROM search_doc WHERE org_id = ",
            " AND words @@ CAST(CAST(",
            " AS TEXT) AS TSQUERY)) ",
        ],
    }
}

/// What of the engine's settings would let go of something that was acknowledged, as `name = value`; no row when all is well. Sessions
/// ask for syncs themselves; what a server's administrator has switched off for all of it can only be seen.
pub(crate) fn undurable(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "SELECT 'synchronous = ' || synchronous FROM pragma_synchronous WHERE synchronous < 2",
        Dialect::Postgres => {
            "SELECT name || ' = ' || setting FROM pg_settings \
             WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' ORDER BY name"
        }
    }
}

/// Where the machine of the database has its clock, in microseconds; nothing where it is ours.
pub(crate) fn engine_clock(dialect: Dialect) -> Option<&'static str> {
    match dialect {
        Dialect::Sqlite => None,
        Dialect::Postgres => Some("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)"),
    }
}
