//! Databases of their own for tests, on both engines. Behind the feature `testing`.
//!
//! SQLite: a file in a temporary folder, copied from one that was migrated once. PostgreSQL: a database in the server that
//! `RELEVO_TEST_POSTGRES` names, made from a template that was migrated once, and used again by later tests of the same
//! process once it has been emptied. Without that variable tests *fail*: a test that leaves one engine out proves nothing
//! about it.

mod postgres;

use std::path::PathBuf;
use std::sync::LazyLock;

use kit::{Clock, Time};

use crate::{Config, Database, Db, Dialect, migrations};

/// The variable that names the PostgreSQL server for tests.
pub const VARIABLE: &str = "RELEVO_TEST_POSTGRES";

/// When tests begin: their clock stands at 2026-11-22 12:00 UTC until it is moved.
pub const START: Time = Time::from_micros(1_795_348_800_000_000);

/// A database for one test. Goes when it is dropped; the handle inside must have gone before.
pub struct TestDb {
    db: Option<Db>,
    config: Config,
    /// Where it lives; goes last.
    _home: Home,
}

enum Home {
    Sqlite { _folder: tempfile::TempDir },
    Postgres { _lent: postgres::Lent },
}

impl std::ops::Deref for TestDb {
    type Target = Db;
    fn deref(&self) -> &Db {
        self.db.as_ref().expect("the handle is there until the end")
    }
}

impl TestDb {
    /// A migrated database with few lanes and a clock that stands at [`START`].
    pub fn new(dialect: Dialect) -> Self {
        Self::with(dialect, |_| {})
    }

    /// As [`TestDb::new`], with another configuration.
    pub fn with(dialect: Dialect, change: impl FnOnce(&mut Config)) -> Self {
        Self::made(dialect, true, change)
    }

    /// A database with nothing in it, not even migrations.
    pub fn empty(dialect: Dialect) -> Self {
        Self::made(dialect, false, |_| {})
    }

    fn made(dialect: Dialect, migrated: bool, change: impl FnOnce(&mut Config)) -> Self {
        let (database, home) = match dialect {
            Dialect::Sqlite => sqlite(migrated),
            Dialect::Postgres => {
                let lent = if migrated {
                    postgres::Lent::migrated()
                } else {
                    postgres::Lent::empty()
                };
                (Database::Postgres { url: lent.url() }, Home::Postgres { _lent: lent })
            }
        };
        let mut config = Config::new(database);
        config.clock = Clock::fixed(START);
        // Nobody pulls the plug here, and syncs are most of a small test's time.
        config.durable = false;
        (config.write_lanes, config.read_lanes, config.long_lanes) = (4, 2, 1);
        change(&mut config);
        let db = Db::open(config.clone()).expect("a database for a test opens");
        Self {
            db: Some(db),
            config,
            _home: home,
        }
    }

    /// How it was opened; to open a second handle, as a second node would.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Closes and opens it anew with another configuration.
    pub fn reopen(&mut self, change: impl FnOnce(&mut Config)) {
        if let Some(db) = self.db.take() {
            db.close();
        }
        change(&mut self.config);
        self.db = Some(Db::open(self.config.clone()).expect("the database opens again"));
    }

    /// Applies one more migration after ours, to see how that goes.
    pub fn migrate_one_more(&self, sql: &str) -> crate::Result<crate::migrate::Report> {
        // Leaked, since migrations live as long as the program.
        let sql: &'static str = Box::leak(sql.to_owned().into_boxed_str());
        let all: Vec<_> = migrations::ALL
            .iter()
            .copied()
            .chain([migrations::Migration::same("9000_extra", sql)])
            .collect();
        self.migrate_to(Box::leak(all.into_boxed_slice()))
    }

    /// The plain handle.
    pub fn db(&self) -> Db {
        Db::clone(self)
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Some(db) = self.db.take() {
            db.close();
        }
    }
}

/// Runs a test on a migrated database of each engine.
pub fn on_both(test: impl Fn(&TestDb)) {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        test(&TestDb::new(dialect));
    }
}

/// The PostgreSQL server for tests.
pub fn server() -> String {
    std::env::var(VARIABLE).unwrap_or_else(|_| {
        panic!(
            "{VARIABLE} is not set. Tests run on both engines: name a PostgreSQL server in which databases may be made, \
             like postgres://postgres@127.0.0.1:5432/postgres"
        )
    })
}

fn sqlite(migrated: bool) -> (Database, Home) {
    static TEMPLATE: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("template.db");
        let db = Db::open(Config {
            durable: false,
            ..Config::new(Database::Sqlite { path: path.clone() })
        })
        .expect("the template opens");
        db.migrate().expect("the template migrates");
        db.close();
        (folder, path)
    });
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("relevo.db");
    if migrated {
        std::fs::copy(&TEMPLATE.1, &path).expect("the template is copied");
    }
    (Database::Sqlite { path }, Home::Sqlite { _folder: folder })
}
