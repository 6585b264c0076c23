//! Folders that have to be empty before they are filled.

use std::path::Path;

use anyhow::{Context, Result, bail};

/// Made when it is not there; refused when anything is in it.
pub fn folder(path: &Path) -> Result<()> {
    std::fs::create_dir_all(path).with_context(|| format!("cannot make {}", path.display()))?;
    let first = std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?.next();
    if let Some(first) = first {
        bail!("{} is not empty: {} is in it", path.display(), first?.file_name().display());
    }
    Ok(())
}

/// Takes away what was put into a folder that was empty. What cannot be taken away stays, and the next attempt says so.
pub fn clear(path: &Path) {
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        let gone = if entry.path().is_dir() { std::fs::remove_dir_all(entry.path()) } else { std::fs::remove_file(entry.path()) };
        if let Err(error) = gone {
            super::say_error(&format!("relevo: {} stays: {error}", entry.path().display()));
        }
    }
}
