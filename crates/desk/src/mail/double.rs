//! A mail server for tests: speaks enough SMTP on a real socket, keeps what it gets, and fails where its script says so.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;

use crate::config::Smtp;

/// What it answers at each step.
#[derive(Clone, Debug)]
pub struct Script {
    /// An empty greeting hangs up.
    pub greeting: &'static str,
    pub sender: &'static str,
    pub recipient: &'static str,
    pub data: &'static str,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            greeting: "220 double ready",
            sender: "250 ok",
            recipient: "250 ok",
            data: "250 kept",
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Mail {
    pub hello: String,
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
}

/// Stops when it is dropped.
pub struct Double {
    address: SocketAddr,
    kept: Arc<Mutex<Vec<Mail>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Double {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Double {
    /// One that takes everything and lives as long as the test's process.
    pub fn beside() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let double = runtime.block_on(Self::start(Script::default()));
        std::mem::forget(runtime);
        double
    }

    /// How it is reached.
    pub fn smtp(&self) -> Option<Smtp> {
        Some(Smtp {
            url: self.url(),
            from: "Relevo <relevo@desk.test>".into(),
        })
    }

    pub async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let kept = Arc::new(Mutex::new(Vec::new()));
        let task = tokio::spawn({
            let kept = Arc::clone(&kept);
            async move {
                while let Ok((socket, _)) = listener.accept().await {
                    tokio::spawn(serve(socket, script.clone(), Arc::clone(&kept)));
                }
            }
        });
        Self { address, kept, task }
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub async fn received(&self) -> Vec<Mail> {
        self.kept.lock().await.clone()
    }
}

async fn serve(socket: TcpStream, script: Script, kept: Arc<Mutex<Vec<Mail>>>) {
    let mut socket = BufReader::new(socket);
    if script.greeting.is_empty() || say(&mut socket, script.greeting).await.is_none() {
        return;
    }
    let mut mail = Mail::default();
    while let Some(line) = hear(&mut socket).await {
        let (verb, rest) = line.split_once([' ', ':']).unwrap_or((&line, ""));
        let address = || rest.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let answer = match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                mail.hello = rest.to_owned();
                "250-double\r\n250 8BITMIME"
            }
            "MAIL" => {
                mail.from = address();
                script.sender
            }
            "RCPT" => {
                mail.to.push(address());
                script.recipient
            }
            "DATA" => {
                if say(&mut socket, "354 go on").await.is_none() {
                    return;
                }
                while let Some(line) = hear(&mut socket).await.filter(|line| line != ".") {
                    mail.data += line.strip_prefix('.').unwrap_or(&line);
                    mail.data += "\r\n";
                }
                if script.data.starts_with('2') {
                    kept.lock().await.push(std::mem::take(&mut mail));
                }
                script.data
            }
            "QUIT" => "221 bye",
            "RSET" | "NOOP" => "250 ok",
            _ => "502 what?",
        };
        if say(&mut socket, answer).await.is_none() {
            return;
        }
    }
}

async fn say(socket: &mut BufReader<TcpStream>, line: &str) -> Option<()> {
    socket.get_mut().write_all(format!("{line}\r\n").as_bytes()).await.ok()
}

async fn hear(socket: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    match socket.read_line(&mut line).await {
        Ok(read) if read > 0 => Some(line.trim_end_matches(['\r', '\n']).to_owned()),
        _ => None,
    }
}
