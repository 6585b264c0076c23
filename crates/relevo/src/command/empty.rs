//! Folders that have to be empty before they are filled.

use std::path::Path;

use anyhow::{Context, Result, bail};

/// What may be in a folder that counts as empty: the settings, which belong to the machine.
const SETTINGS: &str = "relevo.toml";

/// Made when it is not there; refused when anything is in it.
pub fn folder(path: &Path) -> Result<()> {
    without(path, "")
}

/// As [`folder`], but the settings file may be there.
pub fn folder_but_settings(path: &Path) -> Result<()> {
    without(path, SETTINGS)
}

fn without(path: &Path, but: &str) -> Result<()> {
    std::fs::create_dir_all(path).with_context(|| format!("cannot make {}", path.display()))?;
    for entry in std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
        let name = entry?.file_name();
        if name != but {
            bail!("{} is not empty: {} is in it", path.display(), name.display());
        }
    }
    Ok(())
}

/// Takes away what was put into a folder that was empty. What cannot be taken away stays, and the next attempt says so.
pub fn clear(path: &Path) {
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    for entry in entries.filter(|e| e.file_name() != SETTINGS) {
        let gone = if entry.path().is_dir() {
            std::fs::remove_dir_all(entry.path())
        } else {
            std::fs::remove_file(entry.path())
        };
        if let Err(error) = gone {
            super::say_error(&format!("relevo: {} stays: {error}", entry.path().display()));
        }
    }
}
