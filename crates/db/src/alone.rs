//! A connection beside the lanes, for what is not a closure: migrations, backups, restores.

use crate::engine::Engine;
use crate::{Database, Db, Error, Result, lite, pg};

impl Db {
    /// Runs `f` with a connection of its own that may write; on PostgreSQL one node at a time.
    pub(crate) fn alone<T>(&self, f: impl FnOnce(&mut dyn Engine) -> Result<T>) -> Result<T> {
        match (&self.config().database, self.server()) {
            (Database::Sqlite { path }, _) => {
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder).map_err(Error::unavailable)?;
                }
                let conn = lite::open(path, self.config().durable)?;
                conn.execute_batch("PRAGMA foreign_keys = OFF").map_err(lite::error)?;
                f(&mut lite::Lite::new(&conn))
            }
            (Database::Postgres { .. }, Some(server)) => {
                let mut engine = pg::Pg::service(server.clone());
                engine.connect()?;
                // Held until this session ends. Any number will do that nobody else uses.
                engine.script("SELECT pg_advisory_lock(7235421953)")?;
                f(&mut engine)
            }
            (Database::Postgres { .. }, None) => Err(Error::Misuse("no server")),
        }
    }

    /// Runs `f` with one snapshot on a connection of its own.
    pub(crate) fn snapshot<T>(&self, f: impl FnOnce(&mut dyn Engine) -> Result<T>) -> Result<T> {
        let run = |engine: &mut dyn Engine| {
            engine.begin_read()?;
            let done = f(engine);
            engine.rollback();
            done
        };
        match (&self.config().database, self.server()) {
            (Database::Sqlite { path }, _) => run(&mut lite::Lite::new(&lite::open_read(path, self.config().durable)?)),
            (Database::Postgres { .. }, Some(server)) => run(&mut pg::Pg::long(server.clone())),
            (Database::Postgres { .. }, None) => Err(Error::Misuse("no server")),
        }
    }
}
