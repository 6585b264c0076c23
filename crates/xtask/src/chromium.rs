//! A real browser for the end-to-end tests.

use std::{env, path::PathBuf};

use anyhow::{Context, Result, ensure};

use crate::{apt, sh};

const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ELSEWHERE: &[&str] = &[
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// `CHROMIUM`, or what is installed, or what can be.
pub fn find_or_install() -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").map(PathBuf::from) {
        ensure!(named.is_file(), "CHROMIUM names {}, which is not there", named.display());
        return Ok(named);
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    // The fonts come along: without any, every letter is a box and no screenshot is worth looking at.
    apt::install("Chromium", &["chromium", "fonts-liberation", "fonts-noto-color-emoji"])?;
    find().context("Chromium was installed and is still not in the PATH")
}

fn find() -> Option<PathBuf> {
    NAMES
        .iter()
        .find_map(|name| sh::find(name))
        .or_else(|| ELSEWHERE.iter().map(PathBuf::from).find(|path| path.is_file()))
}
