//! Node, which builds and tests the panel. Relevo itself runs without it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::{apt, sh};

const LEAST: (u32, u32) = (20, 19);

/// Where Node is, or what to do about it in plain words.
pub fn check() -> Result<PathBuf> {
    let Some(node) = sh::find("node") else {
        bail!("Node is missing: the panel is built with Node {} or newer.\n{}", least(), how());
    };
    let version = sh::output(Command::new(&node).arg("--version"))?;
    match read(&version) {
        Some(found) if found >= LEAST => {}
        _ => bail!(
            "Node {} at {} is too old: the panel is built with {} or newer.\n{}",
            version.trim(),
            node.display(),
            least(),
            how()
        ),
    }
    if sh::find("npm").is_none() {
        bail!("npm is missing beside Node. Install it (on Debian: apt-get install npm) and try again.");
    }
    Ok(node)
}

/// The same, after trying the system's package where we may and where it is new enough.
pub fn check_or_install() -> Result<PathBuf> {
    let missing = match check() {
        Ok(node) => return Ok(node),
        Err(missing) => missing,
    };
    if sh::find("apt-get").is_none() || !sh::is_root() {
        return Err(missing);
    }
    sh::run(Command::new("apt-get").args(["update", "-qq"]))?;
    match apt::candidate("nodejs").as_deref().and_then(read) {
        Some(found) if found >= LEAST => {
            // The packages of nodesource bring npm with them; Debian's own have it apart.
            apt::install("Node", &["nodejs"])?;
            if sh::find("npm").is_none() {
                apt::install("npm", &["npm"])?;
            }
            check()
        }
        _ => Err(missing.context("the system's own package of Node is too old as well")),
    }
}

/// `npm` inside one of the folders that have a package.json.
pub fn npm(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.args(args).current_dir(folder).env("npm_config_update_notifier", "false");
    command
}

fn read(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim().trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn least() -> String {
    format!("{}.{}", LEAST.0, LEAST.1)
}

fn how() -> &'static str {
    "Get it from https://nodejs.org/en/download, or with a version manager: `nvm install 22` or `fnm install 22`. Then run the same command again."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert!(read("v20.19.0\n").is_some_and(|v| v >= LEAST));
        assert!(read("22.1.0").is_some_and(|v| v >= LEAST));
        assert!(read("v20.9.9").is_some_and(|v| v < LEAST));
        assert!(read("v18.20.4").is_some_and(|v| v < LEAST));
        assert_eq!(read("(none)"), None);
    }
}
