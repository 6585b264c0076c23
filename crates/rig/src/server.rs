//! One process of the binary, on a folder and a port that stay the same however often it is killed.

use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::http::Client;

/// How long a start may take. A debug build on a machine that compiles beside it is slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where and how it runs.
#[derive(Clone)]
pub struct Site {
    pub binary: PathBuf,
    /// Data folder, printed lines and log are in here.
    pub home: PathBuf,
    /// The data folder when it is elsewhere.
    pub data: PathBuf,
    pub database: Option<String>,
    pub address: SocketAddr,
}

impl Site {
    pub fn new(binary: impl Into<PathBuf>, home: &Path, database: Option<&str>) -> Result<Self> {
        // Free now, and kept for all starts. Somebody else may take it in between: then the start says so.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        Ok(Self {
            binary: binary.into(),
            home: home.to_owned(),
            data: home.join("data"),
            database: database.map(str::to_owned),
            address,
        })
    }

    /// `relevo <verb>` with this site's settings and no others.
    pub fn command(&self, verb: &str) -> Command {
        self.settings(Command::new(&self.binary), verb)
    }

    /// As [`Site::command`], run by another program that takes it as its last arguments.
    pub fn under(&self, mut outer: Command, verb: &str) -> Command {
        outer.arg(&self.binary);
        self.settings(outer, verb)
    }

    fn settings(&self, mut command: Command, verb: &str) -> Command {
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("RELEVO_")) {
            command.env_remove(name);
        }
        command.arg(verb).arg("--data").arg(&self.data);
        command.arg("--listen").arg(self.address.to_string());
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        command
    }

    pub fn start(&self) -> Result<Server> {
        self.launch(self.command("serve"))
    }

    /// Starts a command that ends in serving here, and waits until it is ready.
    pub fn launch(&self, mut command: Command) -> Result<Server> {
        fs::create_dir_all(&self.home)?;
        let log = self.home.join("log");
        let child = command
            .stdin(Stdio::null())
            .stdout(File::create(self.home.join("out"))?)
            .stderr(File::options().create(true).append(true).open(&log)?)
            .spawn()
            .with_context(|| format!("cannot start {}", self.binary.display()))?;
        let mut server = Server { child, site: self.clone() };
        let began = Instant::now();
        while !server.is_ready() {
            if let Some(status) = server.child.try_wait()? {
                bail!("it ended at its start ({status}):\n{}", self.log());
            }
            if began.elapsed() > PATIENCE {
                bail!("it is not ready after {PATIENCE:?}:\n{}", self.log());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(server)
    }

    /// The end of what it has logged.
    pub fn log(&self) -> String {
        let log = fs::read_to_string(self.home.join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }

    /// `relevo doctor`: what it finds wrong. A binary without its panel is what most test runs have.
    pub fn doctor(&self) -> Result<Vec<String>> {
        let output = self.command("doctor").stdin(Stdio::null()).output()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if !said.contains("ok    migrations") {
            bail!("doctor did not get to its end:\n{said}{}", String::from_utf8_lossy(&output.stderr));
        }
        let wrong = |line: &&str| line.starts_with("WRONG") && !line.starts_with("WRONG panel");
        Ok(said.lines().filter(wrong).map(str::to_owned).collect())
    }
}

/// A running process; killed when it is dropped.
pub struct Server {
    child: Child,
    site: Site,
}

impl Server {
    pub fn is_ready(&self) -> bool {
        let reply = Client::new(self.site.address).get("/readyz", &[]);
        reply.is_ok_and(|reply| reply.status == 200)
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The token of the set-up link that an empty installation prints.
    pub fn link(&self) -> Result<String> {
        let said = fs::read_to_string(self.site.home.join("out"))?;
        let (_, token) = said.split_once("?token=").context("no set-up link was printed")?;
        Ok(token.split_whitespace().next().unwrap_or_default().to_owned())
    }

    /// SIGKILL: no farewell, no last write.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Whether it has ended by itself.
    pub fn ended(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
