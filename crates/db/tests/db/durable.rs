//! Every session asks for its syncs itself, whatever the database was told, and what cannot be asked for is seen.

use db::testing::TestDb;
use db::{Db, Dialect, args};

use crate::org;

/// The settings of ours that are in the list; `fsync` is the test server's own affair.
fn ours(db: &Db) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut found = runtime.block_on(db.undurable()).unwrap();
    found.retain(|setting| setting.starts_with("synchronous"));
    found
}

#[test]
fn a_session_without_syncs_is_seen() {
    for (dialect, setting) in [
        (Dialect::Sqlite, "synchronous = 0"),
        (Dialect::Postgres, "synchronous_commit = off"),
    ] {
        let lax = TestDb::with(dialect, |config| config.durable = false);
        assert_eq!(ours(&lax), [setting]);
        let strict = TestDb::with(dialect, |config| config.durable = true);
        assert_eq!(ours(&strict), Vec::<String>::new());
    }
}

#[test]
fn every_lane_asks_for_its_syncs_though_the_database_says_otherwise() {
    let mut db = TestDb::new(Dialect::Postgres);
    let name: String = db
        .read_blocking(|tx| tx.one("SELECT CAST(current_database() AS TEXT)", args![]))
        .unwrap();
    let off = format!("ALTER DATABASE {name} SET synchronous_commit = off");
    db.write_global_blocking(b"ddl", move |tx| tx.exec(&off, args![])).unwrap();
    db.reopen(|config| config.durable = true);
    let says = "SELECT setting || ', ' || COALESCE(reset_val, '') FROM pg_settings WHERE name = 'synchronous_commit'";
    // Organisations enough that every writing lane has its turn.
    for n in 0..16 {
        let said: String = db.write_blocking(org(n), move |tx| tx.one(says, args![])).unwrap();
        assert_eq!(said, "on, off");
    }
    let said: String = db.read_blocking(move |tx| tx.one(says, args![])).unwrap();
    assert_eq!(said, "on, off");
    let back = format!("ALTER DATABASE {name} RESET synchronous_commit");
    db.write_global_blocking(b"ddl", move |tx| tx.exec(&back, args![])).unwrap();
}

/// `FULL` syncs the log at every commit; `NORMAL` would at checkpoints only.
#[test]
fn the_embedded_engine_syncs_its_log_at_every_commit() {
    let db = TestDb::with(Dialect::Sqlite, |config| config.durable = true);
    let (level, mode): (i64, String) = db
        .write_global_blocking(b"", |tx| {
            Ok::<_, db::Error>((tx.one("PRAGMA synchronous", args![])?, tx.one("PRAGMA journal_mode", args![])?))
        })
        .unwrap();
    assert_eq!((level, mode.as_str()), (2, "wal"));
}
