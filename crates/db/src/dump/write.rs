//! Writing a backup, beside a server that goes on.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::line::{Line, VERSION};
use super::{Summary, table};
use crate::{Db, Error, Result, schema};

/// How the file of a backup ends.
pub const EXTENSION: &str = ".relevo.gz";

/// Lines on their way out, summed up.
struct Lines<W: Write> {
    out: W,
    hash: Sha256,
}

impl<W: Write> Lines<W> {
    fn put(&mut self, line: &str) -> Result<()> {
        self.hash.update(line);
        self.hash.update("\n");
        self.out
            .write_all(line.as_bytes())
            .and_then(|()| self.out.write_all(b"\n"))
            .map_err(broken)
    }
}

impl Db {
    /// Writes a backup of one snapshot. Takes as long as it takes, on this thread.
    pub fn backup(&self, out: impl Write) -> Result<Summary> {
        let gzip = GzEncoder::new(out, Compression::fast());
        let mut lines = Lines {
            out: BufWriter::new(gzip),
            hash: Sha256::new(),
        };
        let mut content = Sha256::new();
        let summary = self.snapshot(|engine| {
            let mut migrations = Vec::new();
            engine.each("SELECT name FROM migration ORDER BY number", &[], &mut |row| {
                migrations.push(row.get(0)?);
                Ok(true)
            })?;
            let head = Line::Head {
                relevo_backup: VERSION,
                engine: engine.dialect().name().into(),
                at: self.now().micros(),
                migrations,
            };
            lines.put(&head.show()?)?;
            let (mut tables, mut rows) = (0, 0);
            for (name, shape) in schema::read(engine)?.iter().filter(|(name, _)| *name != "migration") {
                let columns = table::columns(name, shape).into_iter().map(|(column, _)| column).collect();
                lines.put(
                    &Line::Table {
                        table: name.clone(),
                        columns,
                    }
                    .show()?,
                )?;
                let sum = table::lines(engine, name, shape, |line| lines.put(line))?;
                tables += 1;
                rows += sum.rows;
                let end = Line::End {
                    end: name.clone(),
                    rows: sum.rows,
                    sha256: sum.sha256,
                }
                .show()?;
                content.update(&end);
                lines.put(&end)?;
            }
            Ok(Summary {
                tables,
                rows,
                content: hex(content),
            })
        })?;
        let sha256 = hex(lines.hash.clone());
        lines.put(
            &Line::Done {
                done: true,
                tables: summary.tables,
                rows: summary.rows,
                sha256,
            }
            .show()?,
        )?;
        let gzip = lines.out.into_inner().map_err(|e| broken(e.into_error()))?;
        gzip.finish().and_then(|mut out| out.flush()).map_err(broken)?;
        Ok(summary)
    }

    /// Writes a backup to a file that is there only when it is whole and on disk.
    pub fn backup_to_file(&self, path: &Path) -> Result<Summary> {
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let file = File::create(&partial).map_err(broken)?;
        let done = self
            .backup(&file)
            .and_then(|summary| file.sync_all().map(|()| summary).map_err(broken));
        let done = done.and_then(|summary| std::fs::rename(&partial, path).map(|()| summary).map_err(broken));
        if done.is_err() {
            // Half a backup is worth nothing; that it cannot be removed changes nothing about the error.
            let _ = std::fs::remove_file(&partial);
        }
        done
    }
}

pub(super) fn hex(hash: Sha256) -> String {
    data_encoding::HEXLOWER.encode(&hash.finalize())
}

fn broken(error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Error::Full(crate::error::Cause::new(error)),
        _ => Error::Backup(error.to_string()),
    }
}
