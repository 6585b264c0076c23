//! What was made from what: a hash of names and contents, kept beside the result. Times say nothing after a clone or a checkout.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

/// Folders beside the sources which are made from them.
const MADE: &[&str] = &["node_modules", "build", ".svelte-kit", "test-results"];

/// One line for the contents of files and folders.
pub fn of(paths: &[&Path]) -> Result<String> {
    let mut hash = Sha256::new();
    for path in paths {
        let written = |e: &walkdir::DirEntry| e.depth() == 0 || !MADE.contains(&e.file_name().to_string_lossy().as_ref());
        for entry in WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(written) {
            let entry = entry.with_context(|| format!("cannot read {}", path.display()))?;
            if entry.file_type().is_file() {
                let content = fs::read(entry.path())?;
                hash.update(entry.path().strip_prefix(path)?.to_string_lossy().as_bytes());
                hash.update((content.len() as u64).to_be_bytes());
                hash.update(content);
            }
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Runs `make` unless the stamp already says this and the result is there.
pub fn once(stamp: &Path, now: &str, result: &Path, make: impl FnOnce() -> Result<()>) -> Result<bool> {
    if result.exists() && fs::read_to_string(stamp).is_ok_and(|was| was == now) {
        return Ok(false);
    }
    make()?;
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(stamp, now)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_contents_and_names_and_leaves_out_what_is_made() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("relevo-stamp-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("node_modules"))?;
        fs::write(folder.join("a"), "1")?;
        let first = of(&[&folder])?;
        fs::write(folder.join("node_modules/x"), "1")?;
        assert_eq!(first, of(&[&folder])?);
        fs::write(folder.join("a"), "2")?;
        assert_ne!(first, of(&[&folder])?);
        fs::rename(folder.join("a"), folder.join("b"))?;
        fs::write(folder.join("b"), "1")?;
        assert_ne!(first, of(&[&folder])?);

        let (stamp, result) = (folder.join("stamps/x"), folder.join("b"));
        assert!(once(&stamp, "1", &result, || Ok(()))?);
        assert!(!once(&stamp, "1", &result, || Ok(()))?);
        assert!(once(&stamp, "2", &result, || Ok(()))?);
        fs::remove_file(&result)?;
        assert!(once(&stamp, "2", &result, || Ok(()))?);
        fs::remove_dir_all(&folder)?;
        Ok(())
    }
}
