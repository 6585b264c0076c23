//! Databases of their own for tests, on both engines. Behind the feature `testing`.
//!
//! SQLite: a file in a temporary folder, copied from one that was migrated once. PostgreSQL: a database in the server that
//! `RELEVO_TEST_POSTGRES` names, made from a template that was migrated once. Without that variable tests *fail*: a test
//! that leaves one engine out proves nothing about it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

use kit::{Clock, Time};
use postgres::{Client, NoTls};
use sha2::{Digest, Sha256};

use crate::{Config, Database, Db, Dialect, migrations};

/// The variable that names the PostgreSQL server for tests.
pub const VARIABLE: &str = "RELEVO_TEST_POSTGRES";

/// When tests begin: their clock stands at 2026-11-22 12:00 UTC until it is moved.
pub const START: Time = Time::from_micros(1_795_348_800_000_000);

/// A database for one test. Goes when it is dropped; the handle inside must have gone before.
pub struct TestDb {
    db: Option<Db>,
    config: Config,
    _home: Home,
}

enum Home {
    Sqlite { _folder: tempfile::TempDir },
    Postgres { name: String },
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
            Dialect::Postgres => postgres(migrated),
        };
        let mut config = Config::new(database);
        config.clock = Clock::fixed(START);
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
        if let Home::Postgres { name } = &self._home {
            // A database that stays behind is swept away by a later run.
            let _ = admin().batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
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
        panic!("{VARIABLE} is not set. Tests run on both engines: name a PostgreSQL server in which databases may be made, like postgres://postgres@127.0.0.1:5432/postgres")
    })
}

fn admin() -> Client {
    let url = server();
    Client::connect(&url, NoTls).unwrap_or_else(|error| panic!("the server that {VARIABLE} names ({url}) cannot be reached: {error}"))
}

fn sqlite(migrated: bool) -> (Database, Home) {
    static TEMPLATE: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("template.db");
        let db = Db::open(Config::new(Database::Sqlite { path: path.clone() })).expect("the template opens");
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

fn postgres(migrated: bool) -> (Database, Home) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    static TEMPLATE: LazyLock<String> = LazyLock::new(template);
    // One at a time: PostgreSQL refuses to copy a template that somebody else is copying from.
    static MAKING: Mutex<()> = Mutex::new(());
    let name = format!(
        "relevo_test_{}_{}_{}",
        seconds(),
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    );
    let template = if migrated { TEMPLATE.clone() } else { "template0".into() };
    let making = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut admin = admin();
    admin
        .batch_execute("SELECT pg_advisory_lock(7235421954)")
        .expect("the lock of templates");
    admin
        .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
        .expect("a database for a test");
    drop(admin);
    drop(making);
    (Database::Postgres { url: named(&name) }, Home::Postgres { name })
}

/// The migrated template of these migrations, made when it is not there; and old leavings swept away.
fn template() -> String {
    let mut hash = Sha256::new();
    for migration in migrations::ALL {
        hash.update(migration.checksum(Dialect::Postgres));
    }
    let name = format!("relevo_template_{}", &data_encoding::HEXLOWER.encode(&hash.finalize())[..16]);
    let mut admin = admin();
    admin
        .batch_execute("SELECT pg_advisory_lock(7235421954)")
        .expect("the lock of templates");
    for row in admin
        .query("SELECT datname FROM pg_database WHERE datname LIKE 'relevo\\_test\\_%'", &[])
        .expect("the list of databases")
    {
        let old: String = row.get(0);
        let made = old.split('_').nth(2).and_then(|s| s.parse::<i64>().ok()).unwrap_or(0);
        if made + 7200 < seconds() {
            let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {old} WITH (FORCE)"));
        }
    }
    let there = admin
        .query("SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate", &[&name])
        .expect("the list of databases");
    if there.is_empty() {
        admin
            .batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            .expect("half a template goes");
        admin
            .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0"))
            .expect("a template");
        let db = Db::open(Config::new(Database::Postgres { url: named(&name) })).expect("the template opens");
        db.migrate().expect("the template migrates");
        db.close();
        drop(db);
        admin
            .batch_execute(&format!("ALTER DATABASE {name} IS_TEMPLATE true"))
            .expect("the template is one");
    }
    name
}

fn seconds() -> i64 {
    Clock::system().now().micros() / 1_000_000
}

/// The server's URL with another database.
fn named(database: &str) -> String {
    let url = server();
    let (base, query) = url
        .split_once('?')
        .map_or((url.as_str(), None), |(base, query)| (base, Some(query)));
    let start = base.find("://").map_or(0, |at| at + 3);
    let end = base[start..].find('/').map_or(base.len(), |at| start + at);
    format!("{}/{database}{}", &base[..end], query.map(|q| format!("?{q}")).unwrap_or_default())
}
