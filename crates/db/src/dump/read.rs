//! Bringing a backup back into an empty database of either engine: all of it in one transaction, or nothing.

use std::io::{BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::line::{self, Line, VERSION};
use super::table::{self, Sum};
use super::write::hex;
use super::{Summary, insert};
use crate::engine::{Engine, Uncommitted};
use crate::ledger::Ledger;
use crate::migrate;
use crate::migrations::{self, Migration};
use crate::schema::{self, Schema};
use crate::{Arg, Db, Error, Result, Scope};

impl Db {
    /// Fills this database, which must have no rows, with a backup; then migrates it to this program's level.
    pub fn restore(&self, from: impl Read) -> Result<Summary> {
        let mut lines = Lines {
            from: BufReader::new(MultiGzDecoder::new(from)),
            hash: Sha256::new(),
            text: String::new(),
        };
        let level = head(lines.next()?)?;
        self.alone(|engine| refuse_full(engine, level.len()))?;
        self.migrate_to(level)?;
        let summary = self.alone(|engine| {
            let loaded = load(engine, &mut lines);
            if loaded.is_err() {
                engine.rollback();
            }
            loaded
        })?;
        self.migrate()?;
        Ok(summary)
    }
}

/// Lines on their way in, summed up.
struct Lines<R: Read> {
    from: BufReader<MultiGzDecoder<R>>,
    hash: Sha256,
    text: String,
}

impl<R: Read> Lines<R> {
    fn next(&mut self) -> Result<Line> {
        self.hash.update(&self.text);
        self.text.clear();
        match self.from.read_line(&mut self.text) {
            Ok(n) if n > 0 && self.text.ends_with('\n') => Line::read(&self.text),
            Ok(_) => Err(Error::Backup("it was cut off".into())),
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Err(Error::Backup("it was cut off".into())),
            Err(error) => Err(Error::Backup(format!("it cannot be read: {error}"))),
        }
    }
}

/// The migrations that had made what the backup holds.
fn head(line: Line) -> Result<&'static [Migration]> {
    let Line::Head {
        relevo_backup, migrations, ..
    } = line
    else {
        return Err(Error::Backup("not a backup of ours".into()));
    };
    if relevo_backup != VERSION {
        return Err(Error::Backup(format!(
            "a backup of form {relevo_backup}, this version reads {VERSION}"
        )));
    }
    let known = migrations::ALL.iter().map(|m| m.name);
    if migrations.len() > migrations::ALL.len() || !migrations.iter().map(String::as_str).eq(known.take(migrations.len())) {
        return Err(Error::Backup("it was made by a newer version".into()));
    }
    Ok(&migrations::ALL[..migrations.len()])
}

fn refuse_full(engine: &mut dyn Engine, level: usize) -> Result<()> {
    let schema = schema::read(engine)?;
    if schema.contains_key("migration") && migrate::applied(engine, migrations::ALL)? > level {
        return Err(Error::Backup(
            "the database is at a later level than the backup: restore into one that has never been used".into(),
        ));
    }
    for name in schema.keys().filter(|name| *name != "migration") {
        let mut some = false;
        engine.each(&format!("SELECT 1 FROM {name} LIMIT 1"), &[], &mut |_| {
            some = true;
            Ok(false)
        })?;
        if some {
            return Err(Error::Backup(format!("the database is not empty: {name} has rows")));
        }
    }
    Ok(())
}

fn load<R: Read>(engine: &mut dyn Engine, lines: &mut Lines<R>) -> Result<Summary> {
    engine.begin(Scope::Global(0), &mut Ledger::default())?;
    let references = insert::lift_references(engine)?;
    let schema = schema::read(engine)?;
    let (mut tables, mut rows, mut content) = (0, 0, Sha256::new());
    loop {
        match lines.next()? {
            Line::Table { table, columns } => {
                let sum = fill(engine, lines, &schema, &table, &columns)?;
                content.update(lines.text.trim_end());
                tables += 1;
                rows += sum.rows;
            }
            Line::Done {
                tables: said_tables,
                rows: said_rows,
                sha256,
                ..
            } => {
                if sha256 != hex(lines.hash.clone()) || (tables, rows) != (said_tables, said_rows) {
                    return Err(Error::Backup("its checksum does not fit".into()));
                }
                break;
            }
            _ => return Err(Error::Backup("lines in the wrong order".into())),
        }
    }
    insert::put_back(engine, references)?;
    engine
        .commit(&Ledger::default())
        .map_err(|(Uncommitted::Refused(e) | Uncommitted::Unknown(e))| e)?;
    Ok(Summary {
        tables,
        rows,
        content: hex(content),
    })
}

/// One table's rows, up to its end line; then reads them back and compares.
fn fill<R: Read>(engine: &mut dyn Engine, lines: &mut Lines<R>, schema: &Schema, name: &str, columns: &[String]) -> Result<Sum> {
    let shape = schema
        .get(name)
        .ok_or_else(|| Error::Backup(format!("a table {name} that this version does not have")))?;
    let ours: Vec<String> = table::columns(name, shape).into_iter().map(|(column, _)| column).collect();
    if ours != columns {
        return Err(Error::Backup(format!("{name} has other columns than this version's")));
    }
    let mut rows: Vec<Vec<Arg<'static>>> = Vec::new();
    let said = loop {
        match lines.next()? {
            Line::Row(values) if values.len() == columns.len() => {
                rows.push(values.into_iter().map(line::take).collect::<Result<_>>()?);
                if rows.len() == insert::MANY {
                    insert::put(engine, name, columns, &mut rows)?;
                }
            }
            Line::End { end, rows, sha256 } if end == name => break Sum { rows, sha256 },
            _ => {
                return Err(Error::Backup(format!(
                    "a row of {name} has another width, or lines are in the wrong order"
                )));
            }
        }
    };
    insert::put(engine, name, columns, &mut rows)?;
    table::differs(name, &table::lines(engine, name, shape, |_| Ok(()))?, &said)?;
    Ok(said)
}
