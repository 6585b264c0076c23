//! Reading an archive: all of it is checked before anything is put anywhere.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Component, Path};

use anyhow::{Context, Result, bail, ensure};
use db::Db;
use tar::{Archive, Entry};

use super::{DATABASE, END, End, FILES, Summary, VERSION, copy};

/// Whether the archive is whole: every file is what its name says, the snapshot what the end says.
pub fn check(from: &Path) -> Result<()> {
    let mut archive = open(from)?;
    let (mut snapshot, mut files, mut bytes) = (None, 0, 0);
    for entry in archive.entries()? {
        let mut entry = entry.context("the archive is damaged")?;
        let name = name(&entry)?;
        if name == END {
            let mut text = String::new();
            entry.take(64 * 1024).read_to_string(&mut text)?;
            let end: End = serde_json::from_str(&text).context("the archive's end is damaged")?;
            ensure!(
                end.relevo_archive == VERSION,
                "an archive of form {}; this version reads {VERSION}",
                end.relevo_archive
            );
            let found = End {
                relevo_archive: VERSION,
                files,
                bytes,
                sha256: snapshot.unwrap_or_default(),
            };
            ensure!(found == end, "the archive is damaged: it does not hold what its end says");
            return Ok(());
        }
        let size = entry.size();
        let hash = copy(&mut entry, &mut std::io::sink()).context("the archive is damaged")?;
        if name == DATABASE && snapshot.is_none() && files == 0 {
            snapshot = Some(hash);
        } else {
            ensure!(content_of(&name)? == hash, "the archive is damaged: {name} is not what it was");
            (files, bytes) = (files + 1, bytes + size);
        }
    }
    bail!("the archive was cut off, or is none of ours")
}

/// Fills an empty database and the files' folder from an archive that was found whole.
pub fn restore(db: &Db, data: &Path, from: &Path) -> Result<Summary> {
    let mut archive = open(from)?;
    let mut summary = Summary {
        rows: 0,
        files: 0,
        bytes: 0,
    };
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = name(&entry)?;
        if name == END {
            break;
        }
        if name == DATABASE {
            summary.rows = db.restore(&mut entry)?.rows;
            continue;
        }
        content_of(&name)?;
        let to = data.join(&name);
        std::fs::create_dir_all(to.parent().context("a file without a folder")?)?;
        let mut file = File::create(&to).with_context(|| format!("cannot make {}", to.display()))?;
        summary.bytes += entry.size();
        summary.files += 1;
        copy(&mut entry, &mut file)?;
        file.sync_all()?;
    }
    Ok(summary)
}

/// Whether this is a snapshot of a database by itself, as it is made before a migration.
pub fn is_snapshot(from: &Path) -> Result<bool> {
    let mut first = [0; 2];
    let read = file(from)?.read(&mut first)?;
    Ok(read == 2 && first == [0x1f, 0x8b])
}

/// Fills an empty database from a snapshot by itself, which has checksums of its own.
pub fn snapshot(db: &Db, from: &Path) -> Result<Summary> {
    let rows = db.restore(file(from)?)?.rows;
    Ok(Summary { rows, files: 0, bytes: 0 })
}

fn file(from: &Path) -> Result<File> {
    File::open(from).with_context(|| format!("cannot read {}", from.display()))
}

fn open(from: &Path) -> Result<Archive<BufReader<File>>> {
    Ok(Archive::new(BufReader::new(file(from)?)))
}

/// An entry's name: of a plain file, below the folder it is unpacked into.
fn name(entry: &Entry<'_, impl Read>) -> Result<String> {
    let path = entry.path().context("the archive is damaged")?;
    let below = path.components().all(|part| matches!(part, Component::Normal(_)));
    ensure!(
        below && entry.header().entry_type().is_file(),
        "the archive holds something that is no file of ours"
    );
    Ok(path.to_str().context("the archive is damaged")?.to_owned())
}

/// The hash that a file's name promises: `files/org_…/ab/ab12…`.
fn content_of(name: &str) -> Result<&str> {
    let parts: Vec<&str> = name.split('/').collect();
    match parts[..] {
        [FILES, _, two, hash] if hash.len() == 64 && hash.starts_with(two) && two.len() == 2 => Ok(hash),
        _ => bail!("the archive holds {name}, which is none of ours"),
    }
}
