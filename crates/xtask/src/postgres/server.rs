//! PostgreSQL's programs, and the ordinary user who runs them: they refuse root.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{apt, sh};

const FOLDERS: &[&str] = &["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr"];

pub struct Server {
    bin: PathBuf,
    /// Whom to become, when we are root.
    user: Option<String>,
    pub version: String,
}

impl Server {
    pub fn find_or_install() -> Result<Self> {
        if let Some(bin) = find() {
            return Self::at(bin);
        }
        apt::install("PostgreSQL", &["postgresql"])?;
        Self::at(find().context("PostgreSQL was installed and its programs are still not found")?)
    }

    fn at(bin: PathBuf) -> Result<Self> {
        let version = sh::output(Command::new(bin.join("postgres")).arg("--version"))?;
        let version = version.split_whitespace().nth(2).unwrap_or("?").to_owned();
        let user = if sh::is_root() { Some(ordinary_user()?) } else { None };
        Ok(Self { bin, user, version })
    }

    /// One of its programs, run in a folder that its user may enter and without the caller's PG… variables.
    pub fn command(&self, program: &str, folder: &Path) -> Command {
        let path = self.bin.join(program);
        let mut command = match &self.user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(path);
                command
            }
            None => Command::new(path),
        };
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        command.current_dir(folder);
        command
    }

    /// Hands a folder to the user who runs PostgreSQL.
    pub fn give(&self, folder: &Path) -> Result<()> {
        match &self.user {
            Some(user) => sh::quietly(Command::new("chown").arg("-R").arg(user).arg(folder)),
            None => Ok(()),
        }
    }
}

/// The newest installation that can make a cluster.
fn find() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = FOLDERS
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .flatten()
        .map(|entry| (version_in(&entry.file_name().to_string_lossy()), entry.path().join("bin")))
        .filter(|(version, bin)| *version > 0 && complete(bin))
        .collect();
    found.sort();
    let in_path = || {
        sh::find("initdb")
            .and_then(|path| fs::canonicalize(path).ok()?.parent().map(Path::to_path_buf))
            .filter(|bin| complete(bin))
    };
    found.pop().map(|(_, bin)| bin).or_else(in_path)
}

/// `15`, `postgresql@17`, `pgsql-16`: zero for anything else.
fn version_in(name: &str) -> u32 {
    let digits = name.trim_start_matches("postgresql@").trim_start_matches("pgsql-");
    digits.parse().unwrap_or(0)
}

fn complete(bin: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|program| bin.join(program).is_file())
}

/// The package's own user where there is one.
fn ordinary_user() -> Result<String> {
    let known = |user: &&str| sh::output(Command::new("id").args(["-u", user])).is_ok();
    let user = ["postgres", "nobody"].into_iter().find(known);
    user.map(str::to_owned)
        .context("PostgreSQL refuses root, and there is neither a user `postgres` nor `nobody` to become")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_every_system() {
        assert_eq!(
            [
                version_in("15"),
                version_in("postgresql@17"),
                version_in("pgsql-16"),
                version_in("lib"),
                version_in("python@3.12")
            ],
            [15, 17, 16, 0, 0]
        );
    }
}
