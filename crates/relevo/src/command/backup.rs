//! `relevo backup` and `relevo restore`.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::Args;

use super::{empty, say};
use crate::archive;
use crate::options::Options;

#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    options: Options,
    /// The archive to write.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

#[derive(Args)]
pub struct Restore {
    #[command(flatten)]
    options: Options,
    /// The archive to bring back, or the copy of a PostgreSQL database that was made before a migration.
    file: PathBuf,
}

pub fn backup(ask: Backup) -> Result<()> {
    let options = ask.options.complete()?;
    // A folder that is not there is a mistake, and no empty desk.
    ensure!(options.config.data.is_dir(), "there is no folder {}", options.config.data.display());
    ensure!(!ask.to.exists(), "{} is there already", ask.to.display());
    let db = options.open()?;
    let written = archive::write(&db, &options.config.data, &ask.to);
    db.close();
    let done = written?;
    say(&format!(
        "{}: {} rows, {} files ({} bytes)",
        ask.to.display(),
        done.rows,
        done.files,
        done.bytes
    ))
}

pub fn restore(ask: Restore) -> Result<()> {
    let options = ask.options.complete()?;
    let data = &options.config.data;
    empty::folder_but_settings(data)?;
    let bare = archive::is_snapshot(&ask.file)?;
    if !bare {
        archive::check(&ask.file)?;
    }
    let db = options.open()?;
    let restored = if bare {
        archive::snapshot(&db, &ask.file)
    } else {
        archive::restore(&db, data, &ask.file)
    };
    db.close();
    if restored.is_err() {
        // The database undoes its own part; of the files, and of SQLite's, nothing is left either.
        empty::clear(data);
    }
    let done = restored.with_context(|| format!("{} was not restored", ask.file.display()))?;
    say(&format!(
        "{}: {} rows, {} files ({} bytes)",
        data.display(),
        done.rows,
        done.files,
        done.bytes
    ))
}
