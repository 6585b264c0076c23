//! A PostgreSQL of one's own, to be crashed and started again: its programs as they are installed (`cargo xtask test` sees to that),
//! under an ordinary user, with every sync in its place.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

pub struct Cluster {
    bin: PathBuf,
    /// Whom to become, when we are root: `initdb` refuses root.
    user: Option<&'static str>,
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    /// Makes and starts one in a folder that is there and empty.
    pub fn start(folder: &Path) -> Result<Self> {
        let root = run(Command::new("id").arg("-u"))? == "0";
        let cluster = Self {
            bin: programs()?,
            user: root.then_some("postgres"),
            folder: folder.to_owned(),
            port: TcpListener::bind("127.0.0.1:0")?.local_addr()?.port(),
        };
        cluster.give(folder)?;
        let mut init = cluster.command("initdb");
        init.arg("-D").arg(cluster.data());
        run(init.args(["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]))?;
        cluster.up()?;
        Ok(cluster)
    }

    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Starts it where it was stopped.
    pub fn up(&self) -> Result<()> {
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories='' -c max_connections=60 -c fsync=on -c synchronous_commit=on",
            self.port
        );
        let mut start = self.command("pg_ctl");
        start.arg("start").arg("-D").arg(self.data()).arg("-l").arg(self.folder.join("log"));
        run(start.args(["-w", "-s", "-t", "60", "-o", &options]))?;
        Ok(())
    }

    /// Stops it: `fast` says goodbye to its sessions, `immediate` is a crash from which it has to recover.
    pub fn down(&self, mode: &str) -> Result<()> {
        let mut stop = self.command("pg_ctl");
        stop.arg("stop").arg("-D").arg(self.data());
        run(stop.args(["-m", mode, "-w", "-s", "-t", "60"]))?;
        Ok(())
    }

    /// Runs one statement, outside of any transaction.
    pub fn sql(&self, statement: &str) -> Result<String> {
        let mut psql = self.command("psql");
        psql.args(["-v", "ON_ERROR_STOP=1", "-qAt", "-d", &self.url("postgres"), "-c", statement]);
        run(&mut psql)
    }

    /// Hands a folder to the user who runs it.
    pub fn give(&self, folder: &Path) -> Result<()> {
        match self.user {
            Some(user) => run(Command::new("chown").arg(user).arg(folder)).map(drop),
            None => Ok(()),
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.join("cluster")
    }

    fn command(&self, program: &str) -> Command {
        let path = self.bin.join(program);
        let mut command = match self.user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(path);
                command
            }
            None => Command::new(path),
        };
        command.current_dir(&self.folder).env_remove("PGOPTIONS");
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // What is in it goes with its folder; that it may be down already is fine.
        let _ = self.down("immediate");
    }
}

/// The newest installation's programs.
fn programs() -> Result<PathBuf> {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = installed
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").is_file())
        .max_by_key(|bin| bin.to_string_lossy().split('/').filter_map(|part| part.parse::<u32>().ok()).next());
    let in_path = || {
        let path = run(Command::new("sh").args(["-c", "command -v initdb"])).ok()?;
        fs::canonicalize(path).ok()?.parent().map(Path::to_path_buf)
    };
    newest
        .or_else(in_path)
        .context("PostgreSQL's programs (initdb, pg_ctl) are not installed, and this test crashes one of its own")
}

/// What a program prints. Its output goes through files' ends that a daemon does not keep open.
fn run(command: &mut Command) -> Result<String> {
    let daemon = command.get_args().any(|arg| arg == "start");
    command.stdin(Stdio::null());
    if daemon {
        // The server inherits what its starter has: a pipe would never end.
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        if !status.success() {
            bail!("PostgreSQL does not start ({status})");
        }
        return Ok(String::new());
    }
    let output = command
        .output()
        .with_context(|| format!("cannot run {:?}", command.get_program()))?;
    if !output.status.success() {
        bail!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
