//! PostgreSQL databases, lent to tests.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

use kit::Clock;
use postgres::{Client, NoTls};
use sha2::{Digest, Sha256};

use super::{VARIABLE, server};
use crate::{Config, Database, Db, Dialect, migrations};

/// A database that one test has. Afterwards it is emptied and lent again, or dropped where a test changed its tables.
pub(super) struct Lent {
    name: String,
    /// What its tables were like when it was lent; nothing where it is not for lending again.
    shape: Option<String>,
}

const TABLES: &str =
    "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'migration'";
/// Changes when somebody adds, removes or alters a table, an index or a migration.
const SHAPE: &str = "SELECT md5(string_agg(relname || relnatts || relchecks || oid, ',' ORDER BY relname)) || (SELECT md5(string_agg(name || checksum, ',')) FROM migration) \
                     FROM pg_class WHERE relnamespace = 'public'::regnamespace";

/// Migrated and empty, waiting for a test.
static FREE: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl Lent {
    pub fn migrated() -> Self {
        static TEMPLATE: LazyLock<String> = LazyLock::new(template);
        let free = FREE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let name = free.unwrap_or_else(|| make(&TEMPLATE));
        let shape = Client::connect(&named(&name), NoTls).and_then(|mut client| shape(&mut client));
        Self {
            name,
            shape: Some(shape.expect("the new database can be read")),
        }
    }

    pub fn empty() -> Self {
        Self {
            name: make("template0"),
            shape: None,
        }
    }

    pub fn url(&self) -> String {
        named(&self.name)
    }

    /// Takes out all rows. `false` where the tables are not any more what they were.
    fn clear(&self) -> Result<bool, postgres::Error> {
        let Some(was) = &self.shape else { return Ok(false) };
        let mut client = Client::connect(&self.url(), NoTls)?;
        if shape(&mut client)? != *was {
            return Ok(false);
        }
        let tables = client.query(TABLES, &[])?;
        let deletes: String = tables
            .iter()
            .map(|row| format!("DELETE FROM {}; ", row.get::<_, String>(0)))
            .collect();
        // Without triggers, so that the order of the tables does not matter.
        client.batch_execute(&format!(
            "SET session_replication_role = replica; BEGIN; {deletes} SELECT setval(seqrelid, 1, false) FROM pg_sequence; COMMIT"
        ))?;
        Ok(true)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if self.clear().unwrap_or(false) {
            return FREE.lock().unwrap_or_else(PoisonError::into_inner).push(self.name.clone());
        }
        // A database that stays behind is swept away by a later run.
        let _ = admin().batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

fn shape(client: &mut Client) -> Result<String, postgres::Error> {
    client.query_one(SHAPE, &[])?.try_get(0)
}

fn admin() -> Client {
    let url = server();
    Client::connect(&url, NoTls).unwrap_or_else(|error| panic!("the server that {VARIABLE} names ({url}) cannot be reached: {error}"))
}

fn make(template: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "relevo_test_{}_{}_{}",
        seconds(),
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    );
    admin()
        .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
        .expect("a database for a test");
    name
}

/// The migrated template of these migrations, made when it is not there; and old leavings swept away.
fn template() -> String {
    let mut hash = Sha256::new();
    for migration in migrations::ALL {
        hash.update(migration.checksum(Dialect::Postgres));
    }
    let name = format!("relevo_template_{}", &data_encoding::HEXLOWER.encode(&hash.finalize())[..16]);
    let mut admin = admin();
    // Test programs run side by side; one makes the template.
    admin
        .batch_execute("SELECT pg_advisory_lock(7235421954)")
        .expect("the lock of templates");
    sweep(&mut admin);
    let there = admin.query("SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate", &[&name]);
    if there.expect("the list of databases").is_empty() {
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

/// Drops what programs left behind that ended two hours ago or more.
fn sweep(admin: &mut Client) {
    let found = admin.query("SELECT datname FROM pg_database WHERE datname LIKE 'relevo\\_test\\_%'", &[]);
    for row in found.expect("the list of databases") {
        let old: String = row.get(0);
        let made = old.split('_').nth(2).and_then(|s| s.parse::<i64>().ok()).unwrap_or(0);
        if made + 7200 < seconds() {
            // Another program may be quicker.
            let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {old} WITH (FORCE)"));
        }
    }
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
