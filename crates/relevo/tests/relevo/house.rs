//! What the tests stand on: the binary, a server that runs, a database of one's own, and the least of an HTTP client.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(60);

/// The binary, with nothing of our surroundings in it.
pub fn relevo(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relevo"));
    command.env_clear().args(args);
    command
}

/// Runs it to its end; it has to succeed.
#[track_caller]
pub fn done(args: &[&str]) -> String {
    let output = relevo(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// Runs it to its end; it has to refuse, and says why.
#[track_caller]
pub fn refused(args: &[&str]) -> String {
    let output = relevo(args).output().unwrap();
    assert!(!output.status.success(), "{args:?} was done");
    said(&output)
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A database in the server for tests; gone with this.
pub struct Postgres {
    server: String,
    name: String,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

impl Postgres {
    pub fn new() -> Self {
        let server = std::env::var("RELEVO_TEST_POSTGRES").expect("RELEVO_TEST_POSTGRES names a PostgreSQL server for tests");
        let name = format!("relevo_binary_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let made = Self { server, name };
        made.by_server(&format!("CREATE DATABASE {}", made.name));
        made
    }

    pub fn url(&self) -> String {
        let (before, _) = self.server.rsplit_once('/').unwrap();
        format!("{before}/{}", self.name)
    }

    /// The server's own address, for a door in front of it.
    pub fn address(&self) -> SocketAddr {
        let rest = self.server.split("://").nth(1).unwrap();
        let place = rest.split('/').next().unwrap().rsplit('@').next().unwrap();
        place.parse().unwrap()
    }

    /// As [`Postgres::url`], through another port.
    pub fn url_through(&self, port: u16) -> String {
        self.url().replace(&self.address().to_string(), &format!("127.0.0.1:{port}"))
    }

    pub fn exec(&self, sql: &str) {
        postgres::Client::connect(&self.url(), postgres::NoTls)
            .unwrap()
            .batch_execute(sql)
            .unwrap();
    }

    /// One text that it answers.
    pub fn one(&self, sql: &str) -> String {
        let mut client = postgres::Client::connect(&self.url(), postgres::NoTls).unwrap();
        client.query_one(sql, &[]).unwrap().get(0)
    }

    pub fn by_server(&self, sql: &str) {
        postgres::Client::connect(&self.server, postgres::NoTls)
            .unwrap()
            .batch_execute(sql)
            .unwrap();
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.by_server(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// A small demo and what was said of it, made once; tests work on copies.
pub struct Demo {
    folder: tempfile::TempDir,
    pub json: Value,
}

static DEMO: LazyLock<Demo> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let text = done(&["demo", "--data", path(&data), "--tickets", "30", "--json"]);
    Demo {
        folder,
        json: serde_json::from_str(&text).unwrap(),
    }
});

impl Demo {
    pub fn get() -> &'static Self {
        &DEMO
    }

    /// A folder of one's own with it.
    pub fn copy(&self) -> tempfile::TempDir {
        let to = tempfile::tempdir().unwrap();
        let from = self.folder.path().join("data");
        for entry in walkdir::WalkDir::new(&from) {
            let entry = entry.unwrap();
            let place = to.path().join(entry.path().strip_prefix(&from).unwrap());
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(place).unwrap();
            } else {
                std::fs::copy(entry.path(), place).unwrap();
            }
        }
        to
    }

    /// Of people, the first with this role at home.
    pub fn person(&self, role: &str) -> (&Value, &Value) {
        for person in self.json["people"].as_array().unwrap() {
            for at in person["memberships"].as_array().unwrap() {
                if at["external"] == false && at["roles"].as_array().unwrap().iter().any(|r| r == role) && person["suspended"] == false {
                    return (person, at);
                }
            }
        }
        panic!("nobody is {role}")
    }

    pub fn channel(&self, kind: &str) -> &Value {
        let channels = self.json["channels"].as_array().unwrap();
        channels.iter().find(|c| c["kind"] == kind && c["paused"] == false).unwrap()
    }
}

pub fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A server that runs until it is asked to stop, or dropped.
pub struct Server {
    child: Child,
    pub port: u16,
}

impl Server {
    pub fn start(data: &Path, database: Option<&str>) -> Self {
        let port = free_port();
        let listen = format!("127.0.0.1:{port}");
        let mut command = relevo(&["serve", "--data", path(data), "--listen", &listen, "--log", "warn"]);
        if let Some(url) = database {
            command.args(["--database", url]);
        }
        let child = command.stdout(Stdio::null()).spawn().unwrap();
        let server = Self { child, port };
        until("the server answers", || server.get("/healthz", "").is_some());
        server
    }

    pub fn get(&self, at: &str, token: &str) -> Option<(u16, String)> {
        ask(self.port, "GET", at, token, "")
    }

    pub fn post(&self, at: &str, token: &str, body: &Value) -> Option<(u16, String)> {
        ask(self.port, "POST", at, token, &body.to_string())
    }

    /// Asks it to stop, as a service manager does.
    pub fn term(&self) {
        let done = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(done.success());
    }

    /// Waits for its end and says whether it was a good one.
    pub fn ended(mut self) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the server does not end")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Status and body; nothing when no whole answer came.
pub fn ask(port: u16, method: &str, at: &str, token: &str, body: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let bearer = if token.is_empty() {
        String::new()
    } else {
        format!("Authorization: Bearer {token}\r\n")
    };
    let origin = format!("Origin: http://127.0.0.1:{port}\r\n");
    let request = format!(
        "{method} {at} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{bearer}{origin}Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, body.to_owned()))
}

/// Waits until it is so.
#[track_caller]
pub fn until(what: &str, mut so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < PATIENCE, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// What a folder holds, by name.
pub fn inside(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir(folder).map_or_else(|_| Vec::new(), |all| all.map(|e| e.unwrap().path()).collect());
    found.sort();
    found
}
