//! The source tree as tidy sees it: texts in memory, so that every rule can be tried on a made-up house.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use walkdir::WalkDir;

/// Folders that hold what was made or fetched, never what was written.
const NOT_WRITTEN: &[&str] = &[
    ".git",
    "target",
    "node_modules",
    "build",
    ".svelte-kit",
    "data",
    "data-demo",
    "test-results",
    "shots",
];

/// What tidy reads. Pictures, lock files and the like are none of its business, but `Cargo.lock` is.
const READ: &[&str] = &["rs", "ts", "tsx", "js", "mjs", "svelte", "css", "toml", "sql", "json", "lock"];

pub struct Source {
    /// From the root, with `/`, whatever the system.
    pub path: String,
    pub text: String,
}

pub struct House {
    pub sources: Vec<Source>,
}

impl House {
    pub fn read(root: &Path) -> Result<Self> {
        let written = |e: &walkdir::DirEntry| !(e.file_type().is_dir() && NOT_WRITTEN.contains(&e.file_name().to_string_lossy().as_ref()));
        let mut sources = Vec::new();
        for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(written) {
            let entry = entry?;
            let wanted = entry
                .path()
                .extension()
                .is_some_and(|e| READ.contains(&e.to_string_lossy().as_ref()));
            if entry.file_type().is_file() && wanted {
                let text = fs::read_to_string(entry.path()).with_context(|| format!("{} is not text", entry.path().display()))?;
                let path = entry.path().strip_prefix(root)?.to_string_lossy().replace('\\', "/");
                sources.push(Source { path, text });
            }
        }
        Ok(Self { sources })
    }

    /// The sources under a folder with one of these endings.
    pub fn under<'a>(&'a self, folder: &'a str, endings: &'a [&str]) -> impl Iterator<Item = &'a Source> {
        self.sources
            .iter()
            .filter(move |s| s.path.starts_with(folder) && endings.iter().any(|e| s.path.ends_with(e)))
    }

    pub fn get(&self, path: &str) -> Option<&Source> {
        self.sources.iter().find(|s| s.path == path)
    }
}

impl Source {
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Written by a program: the schema of the API client, or whatever says so in its first lines.
    /// Whether the file is a slice's tests (`mod tests;`). They set rows up behind the domain's back and call the whole service, as an
    /// inline `mod tests` may.
    pub fn is_test(&self) -> bool {
        self.path.contains("/src/") && (self.path.ends_with("/tests.rs") || self.path.contains("/tests/"))
    }

    pub fn is_generated(&self) -> bool {
        self.path.ends_with("schema.d.ts") || self.text.lines().take(5).any(|l| l.contains("@generated"))
    }
}

/// One thing that is not as the house wants it.
#[derive(Debug)]
pub struct Finding {
    pub path: String,
    pub line: usize,
    pub sentence: String,
}

impl Finding {
    pub fn new(source: &Source, line: usize, sentence: impl Into<String>) -> Self {
        Self {
            path: source.path.clone(),
            line,
            sentence: sentence.into(),
        }
    }
}

#[cfg(test)]
impl House {
    pub fn of(sources: &[(&str, &str)]) -> Self {
        let sources = sources
            .iter()
            .map(|(path, text)| Source {
                path: (*path).to_owned(),
                text: (*text).to_owned(),
            })
            .collect();
        Self { sources }
    }
}
