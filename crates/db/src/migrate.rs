//! Forward only. Each migration is one transaction; before the first one a database with content is copied.

use std::path::PathBuf;

use kit::Time;

use crate::engine::{Engine, Uncommitted};
use crate::ledger::Ledger;
use crate::migrations::{self, Migration};
use crate::{Arg, Db, Dialect, Error, Result, Scope, args};

/// What a migration did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// How many were applied before.
    pub before: usize,
    /// The names of those applied now.
    pub applied: Vec<&'static str>,
    /// Where the copy is that was made first.
    pub backup: Option<PathBuf>,
}

impl Db {
    /// Brings the database to this program's level. Refuses one that is beyond it or was migrated by other files.
    pub fn migrate(&self) -> Result<Report> {
        self.migrate_to(migrations::ALL)
    }

    pub(crate) fn migrate_to(&self, wanted: &'static [Migration]) -> Result<Report> {
        self.alone(|engine| {
            let before = applied(engine, wanted)?;
            let mut report = Report {
                before,
                ..Report::default()
            };
            let Some(first) = wanted.get(before) else { return Ok(report) };
            if before > 0 {
                report.backup = self.copy_first(engine, first)?;
            }
            for migration in &wanted[before..] {
                apply(engine, migration, self.now())?;
                report.applied.push(migration.name);
            }
            Ok(report)
        })
    }

    /// Whether the database is at this program's level; what `readyz` asks.
    pub async fn migrated(&self) -> Result<bool> {
        let known = i64::try_from(migrations::ALL.len()).unwrap_or(i64::MAX);
        self.read(move |tx| Ok(tx.one::<i64>("SELECT COUNT(*) FROM migration", args![])? == known))
            .await
    }

    fn copy_first(&self, engine: &mut dyn Engine, next: &Migration) -> Result<Option<PathBuf>> {
        let name = |stem: &str, end: &str| format!("{stem}.before-{}-{}{end}", next.name, self.now().micros() / 1_000_000);
        match &self.config().database {
            crate::Database::Sqlite { path } => {
                let stem = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let copy = path.with_file_name(name(&stem, ""));
                let text = copy
                    .to_str()
                    .ok_or(Error::Misuse("a data folder whose name is not UTF-8"))?
                    .to_owned();
                engine.exec("VACUUM INTO $1", &[Arg::from(text)])?;
                Ok(Some(copy))
            }
            crate::Database::Postgres { .. } => {
                let Some(folder) = &self.config().backups else { return Ok(None) };
                let copy = folder.join(name("relevo", crate::dump::EXTENSION));
                std::fs::create_dir_all(folder).map_err(Error::unavailable)?;
                self.backup_to_file(&copy)?;
                Ok(Some(copy))
            }
        }
    }
}

/// How many migrations are applied, after checking that they are the first of those wanted.
pub(crate) fn applied(engine: &mut dyn Engine, wanted: &[Migration]) -> Result<usize> {
    engine.script(
        "CREATE TABLE IF NOT EXISTS migration (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)",
    )?;
    let dialect = engine.dialect();
    let (mut count, mut wrong) = (0, None);
    engine.each("SELECT name, checksum FROM migration ORDER BY number", &[], &mut |row| {
        let (name, checksum): (String, String) = (row.get(0)?, row.get(1)?);
        wrong = match wanted.get(count) {
            None => Some(format!(
                "the database has {name}, which this version does not know: it was made by a newer one"
            )),
            Some(ours) if ours.name != name => Some(format!("the database has {name} where this version has {}", ours.name)),
            Some(ours) if ours.checksum(dialect) != checksum => Some(format!("{name} was another text when it was applied")),
            Some(_) => None,
        };
        count += 1;
        Ok(wrong.is_none())
    })?;
    wrong.map_or(Ok(count), |text| Err(Error::Migration(text)))
}

fn apply(engine: &mut dyn Engine, migration: &Migration, now: Time) -> Result<()> {
    let dialect = engine.dialect();
    let mut ledger = Ledger::default();
    let number: i64 = migration
        .name
        .split('_')
        .next()
        .and_then(|n| n.parse().ok())
        .ok_or(Error::Misuse("a migration without a number"))?;
    let done = (|| {
        engine.begin(Scope::Global(0), &mut ledger)?;
        engine.script(migration.sql(dialect))?;
        check_references(engine)?;
        let sql = "INSERT INTO migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";
        engine.exec(sql, args![number, migration.name, migration.checksum(dialect), now])?;
        engine
            .commit(&ledger)
            .map_err(|(Uncommitted::Refused(error) | Uncommitted::Unknown(error))| error)
    })();
    done.map_err(|error| {
        engine.rollback();
        match error {
            Error::Full(_) | Error::Unavailable(_) => error,
            error => Error::Migration(format!("{}: {error}", migration.name)),
        }
    })
}

/// While a migration runs, SQLite's foreign keys are off, since tables may have to be made anew; so they are looked at here.
pub(crate) fn check_references(engine: &mut dyn Engine) -> Result<()> {
    if engine.dialect() == Dialect::Postgres {
        return Ok(());
    }
    let mut broken = None;
    engine.each("PRAGMA foreign_key_check", &[], &mut |row| {
        broken = Some(row.get::<String>(0)?);
        Ok(false)
    })?;
    broken.map_or(Ok(()), |table| Err(Error::Migration(format!("a row of {table} refers to nothing"))))
}
