//! The migrations that this program brings, in order. A new one is a file of the same name for each engine and a line here.

use sha2::{Digest, Sha256};

use crate::Dialect;

#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// `0001_machinery`: its number and what it is about.
    pub name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $name, ".sql")),
        }),*]
    };
}

pub const ALL: &[Migration] = migrations!["0001_machinery", "0002_desk"];

impl Migration {
    /// One whose text both engines share.
    #[cfg(feature = "testing")]
    pub(crate) const fn same(name: &'static str, sql: &'static str) -> Self {
        Self {
            name,
            sqlite: sql,
            postgres: sql,
        }
    }

    pub fn sql(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
        }
    }

    /// What was applied is never edited: its checksum is kept.
    pub fn checksum(&self, dialect: Dialect) -> String {
        data_encoding::HEXLOWER.encode(&Sha256::digest(self.sql(dialect)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_listed_and_numbered() {
        for (i, migration) in ALL.iter().enumerate() {
            assert!(
                migration.name.starts_with(&format!("{:04}_", i + 1)),
                "{} is not number {}",
                migration.name,
                i + 1
            );
        }
        for engine in ["sqlite", "postgres"] {
            let folder = format!("{}/../../migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
            let mut files: Vec<String> = std::fs::read_dir(folder)
                .unwrap()
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .collect();
            files.sort();
            let listed: Vec<String> = ALL.iter().map(|m| format!("{}.sql", m.name)).collect();
            assert_eq!(files, listed, "{engine}");
        }
    }
}
