//! Which database, and how many lanes.

use std::path::{Path, PathBuf};

use kit::Clock;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    Sqlite { path: PathBuf },
    Postgres { url: String },
}

impl Database {
    /// `postgres://…`, or SQLite's file in the data folder when nothing is said.
    pub fn choose(url: Option<&str>, data: &Path) -> Self {
        match url {
            Some(url) => Self::Postgres { url: url.to_owned() },
            None => Self::Sqlite {
                path: data.join("relevo.db"),
            },
        }
    }
}

#[derive(Debug, Clone)]
pub struct Config {
    pub database: Database,
    pub clock: Clock,
    /// PostgreSQL's writing lanes. SQLite has one.
    pub write_lanes: usize,
    pub read_lanes: usize,
    /// For exports and reports.
    pub long_lanes: usize,
    /// How many closures may wait before one lane; an organisation may hold half of that.
    pub queue: usize,
    /// Whether a commit waits for the disk. `false` is for benches, and for the test that shows that it matters.
    pub durable: bool,
    /// Where PostgreSQL's dump before a migration is put. SQLite's copy goes beside its file.
    pub backups: Option<PathBuf>,
}

impl Config {
    pub fn new(database: Database) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let read_lanes = match database {
            Database::Sqlite { .. } => cores.clamp(2, 8),
            Database::Postgres { .. } => 8,
        };
        Self {
            database,
            clock: Clock::system(),
            write_lanes: 8,
            read_lanes,
            long_lanes: 2,
            queue: 2048,
            durable: true,
            backups: None,
        }
    }
}
