//! Debian's packages: installed where we may, else the line to type.

use std::process::Command;

use anyhow::{Result, bail};

use crate::sh;

/// Installs packages, or fails with the line that would.
pub fn install(what: &str, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if sh::find("apt-get").is_none() {
        bail!("{what} is missing. Install it with your system's packages (on Debian: apt-get install {list}).");
    }
    if !sh::is_root() {
        bail!(
            "{what} is missing. Run this and try again:\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends {list}"
        );
    }
    println!("{what} is missing: installing {list}");
    apt_get(&["update", "-qq"])?;
    apt_get(&[&["install", "-y", "-qq", "--no-install-recommends"], packages].concat())
}

/// The version that the system would install, without a distribution's additions: `18.20.4`.
pub fn candidate(package: &str) -> Option<String> {
    let policy = sh::output(Command::new("apt-cache").args(["policy", package])).ok()?;
    let version = policy.lines().find_map(|line| line.trim().strip_prefix("Candidate: "))?;
    let version = version.split_once(':').map_or(version, |(_, v)| v);
    Some(version.split(['+', '-', '~']).next().unwrap_or(version).to_owned())
}

fn apt_get(args: &[&str]) -> Result<()> {
    sh::run(Command::new("apt-get").args(args).env("DEBIAN_FRONTEND", "noninteractive"))
}
