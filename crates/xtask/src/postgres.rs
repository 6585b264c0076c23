//! A private PostgreSQL for one run: its own folder, its own port on the loopback, its own password, gone afterwards.

mod server;
mod stale;

use std::{
    env, fs,
    io::Read,
    net::TcpListener,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use server::Server;

const PREFIX: &str = "relevo-test-postgres-";

/// Tries, since a free port can be taken by someone else before PostgreSQL binds it.
const TRIES: usize = 3;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// No sync: for tests whose data die with them.
    Fast,
    /// As in real life: for benches and tests of durability.
    Real,
}

pub struct Cluster {
    server: Server,
    folder: PathBuf,
    pub url: String,
}

impl Cluster {
    pub fn start(durability: Durability) -> Result<Self> {
        let server = Server::find_or_install()?;
        stale::remove(&server, &env::temp_dir());
        let folder = env::temp_dir().join(format!("{PREFIX}{}", std::process::id()));
        fs::DirBuilder::new()
            .mode(0o700)
            .create(&folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        // From here on the folder is removed on every way out.
        let mut cluster = Self {
            server,
            folder,
            url: String::new(),
        };
        let password = password()?;
        cluster.init(&password)?;
        let port = cluster.boot(durability)?;
        cluster.url = format!("postgres://postgres:{password}@127.0.0.1:{port}/postgres");
        println!(
            "PostgreSQL {} on port {port}, in {}",
            cluster.server.version,
            cluster.folder.display()
        );
        Ok(cluster)
    }

    fn init(&self, password: &str) -> Result<()> {
        let file = self.folder.join("password");
        let mut open = fs::OpenOptions::new();
        std::io::Write::write_all(&mut open.write(true).create_new(true).mode(0o600).open(&file)?, password.as_bytes())?;
        self.server.give(&self.folder)?;
        let data = self.data();
        // Plain passwords on the loopback: SCRAM's thousands of rounds at opt-level 0 would cost more than the tests.
        let mut initdb = self.server.command("initdb", &self.folder);
        initdb
            .arg("-D")
            .arg(&data)
            .args(["-U", "postgres", "--auth=password", "--encoding=UTF8", "--no-locale", "--no-sync"]);
        initdb.arg("--pwfile").arg(&file);
        crate::sh::output(&mut initdb)?;
        Ok(())
    }

    fn boot(&self, durability: Durability) -> Result<u16> {
        for _ in 0..TRIES {
            let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
            let mut pg_ctl = self.server.command("pg_ctl", &self.folder);
            pg_ctl
                .arg("start")
                .arg("-D")
                .arg(self.data())
                .arg("-l")
                .arg(self.log())
                .args(["-w", "-s", "-t", "60", "-o"]);
            if crate::sh::quietly(pg_ctl.arg(options(port, &self.folder, durability))).is_ok() {
                return Ok(port);
            }
        }
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        bail!(
            "PostgreSQL does not start. Its log ends with:\n{}",
            log.lines().rev().take(8).collect::<Vec<_>>().join("\n")
        )
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }
}

/// Sees to it that PostgreSQL's programs are here, for tests that run one of their own.
pub fn programs() -> Result<()> {
    Server::find_or_install().map(drop)
}

impl Drop for Cluster {
    fn drop(&mut self) {
        stale::end(&self.server, &self.folder);
    }
}

fn options(port: u16, folder: &Path, durability: Durability) -> String {
    // A socket's path has room for about a hundred bytes; without one the port is enough.
    let socket = folder
        .to_str()
        .filter(|path| path.len() < 80 && !path.contains([' ', '\'']))
        .unwrap_or_default();
    let mut options = format!("-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='{socket}' -c max_connections=400");
    if durability == Durability::Fast {
        options.push_str(" -c fsync=off -c synchronous_commit=off -c full_page_writes=off");
    }
    options
}

/// From the system's generator: anyone on this machine can reach the port.
fn password() -> Result<String> {
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tests_go_without_sync() {
        assert!(options(1, Path::new("/tmp/x"), Durability::Fast).contains("fsync=off"));
        assert!(!options(1, Path::new("/tmp/x"), Durability::Real).contains("fsync"));
        assert!(options(1, Path::new("/tmp/x"), Durability::Real).contains("unix_socket_directories='/tmp/x'"));
        assert!(options(1, Path::new(&format!("/{}", "x".repeat(99))), Durability::Real).contains("unix_socket_directories=''"));
    }

    #[test]
    fn passwords_differ() -> Result<()> {
        assert_eq!(password()?.len(), 32);
        assert_ne!(password()?, password()?);
        Ok(())
    }
}
