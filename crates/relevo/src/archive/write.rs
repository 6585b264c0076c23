//! Writing an archive, beside a server that goes on.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use db::Db;
use tar::{Builder, Header};
use walkdir::WalkDir;

use super::{ARRIVING, DATABASE, END, End, FILES, Summary, VERSION, copy};

/// Writes the archive to a file that is there only when it is whole and on disk.
pub fn write(db: &Db, data: &Path, to: &Path) -> Result<Summary> {
    let (partial, snapshot) = (beside(to, ".partial"), beside(to, ".database.partial"));
    let done = fill(db, data, &partial, &snapshot);
    let done = done.and_then(|summary| {
        std::fs::rename(&partial, to)?;
        let folder = to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
        Ok(summary)
    });
    for left in [&partial, &snapshot] {
        // Whatever is still there is worth nothing; that it cannot be removed changes nothing about how it ended.
        let _ = std::fs::remove_file(left);
    }
    done.with_context(|| format!("cannot write {}", to.display()))
}

fn fill(db: &Db, data: &Path, partial: &Path, snapshot: &Path) -> Result<Summary> {
    // A tar entry begins with its length, so the snapshot is written beside first.
    let mut dump = private(snapshot)?;
    let rows = db.backup(&dump)?.rows;
    dump.rewind()?;
    let sha256 = copy(&mut dump, &mut std::io::sink())?;
    dump.rewind()?;

    let file = private(partial)?;
    let mut tar = Builder::new(BufWriter::new(&file));
    put(&mut tar, DATABASE, dump.metadata()?.len(), &mut dump)?;
    let folder = data.join(FILES);
    let (mut files, mut bytes) = (0, 0);
    for entry in WalkDir::new(&folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|e| e.file_name() != ARRIVING)
    {
        let entry = match entry {
            Ok(entry) if entry.file_type().is_file() => entry,
            Ok(_) => continue,
            // A desk to which nobody has sent a file has no such folder.
            Err(error) if error.depth() == 0 && error.io_error().is_some_and(|e| e.kind() == std::io::ErrorKind::NotFound) => break,
            Err(error) => return Err(error.into()),
        };
        let mut file = match File::open(entry.path()) {
            Ok(file) => file,
            // Removed since the folder was read: no row of any worth names it.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error.into()),
        };
        let size = file.metadata()?.len();
        let name = format!("{FILES}/{}", entry.path().strip_prefix(&folder)?.display());
        put(&mut tar, &name, size, &mut file)?;
        files += 1;
        bytes += size;
    }
    let end = serde_json::to_vec(&End {
        relevo_archive: VERSION,
        files,
        bytes,
        sha256,
    })?;
    put(&mut tar, END, end.len() as u64, &mut end.as_slice())?;
    tar.into_inner()?.flush()?;
    file.sync_all()?;
    Ok(Summary { rows, files, bytes })
}

fn put(tar: &mut Builder<impl Write>, name: &str, size: u64, content: &mut impl Read) -> Result<()> {
    let mut header = Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o600);
    header.set_cksum();
    Ok(tar.append_data(&mut header, name, content.take(size))?)
}

/// A new file that only its owner can read: it holds everything that customers wrote.
fn private(path: &Path) -> Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let options = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path);
    options.with_context(|| format!("cannot make {}", path.display()))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
