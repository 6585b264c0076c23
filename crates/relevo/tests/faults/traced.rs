//! A kill cannot show a missing sync, since what was written survives it in the system's cache. A trace of the system's calls can:
//! for each acknowledged message, its place in the log was written, then the log was synced, then the answer was written.
//!
//! The control is the same desk on a database that was told not to sync, which only `db::Config` can say: this very test, started once
//! more as a server.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use db::Dialect;
use rig::desk::{Desk, well};
use rig::http::Client;
use rig::server::Server;

use crate::Stage;

const CARELESS: &str = "RELEVO_TEST_CARELESS";
const CALLERS: usize = 6;
const EACH: usize = 8;

#[test]
fn every_answer_follows_the_sync_of_its_write() {
    if let Ok(said) = std::env::var(CARELESS) {
        let (data, address) = said.split_once('|').expect("a folder and an address");
        return careless(Path::new(data), address.parse().expect("an address"));
    }
    let stage = Stage::new(Dialect::Sqlite);
    let file = stage.site.home.join("trace");
    let server = stage.site.launch(stage.site.under(strace(&file), "serve")).unwrap();
    let found = unsynced(&mark(&stage, server, &file), &file);
    assert_eq!(found, Vec::<String>::new(), "answered before they were synced");

    let stage = Stage::new(Dialect::Sqlite);
    let file = stage.site.home.join("trace");
    let mut command = strace(&file);
    command.arg(std::env::current_exe().unwrap());
    command.args(["--exact", "traced::every_answer_follows_the_sync_of_its_write", "--nocapture"]);
    command.env(CARELESS, format!("{}|{}", stage.site.data.display(), stage.site.address));
    let server = stage.site.launch(command).unwrap();
    let found = unsynced(&mark(&stage, server, &file), &file);
    assert_eq!(found.len(), CALLERS * EACH, "without syncs, each is found out");
}

/// Serves without syncs until it is killed.
fn careless(data: &Path, address: SocketAddr) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        std::fs::create_dir_all(data).unwrap();
        let mut config = db::Config::new(db::Database::choose(None, data));
        config.durable = false;
        let db = db::Db::open(config).unwrap();
        tokio::task::block_in_place(|| db.migrate()).unwrap();
        let config = desk::config::Config {
            data: data.to_owned(),
            public_url: format!("http://{address}"),
            trusted_proxies: Vec::new(),
            smtp: None,
            max_file: 1 << 20,
            allow_private_targets: false,
            graph_url: desk::config::GRAPH.into(),
            telegram_url: desk::config::TELEGRAM.into(),
            preview_private: Vec::new(),
        };
        let app = desk::App::new(db, kit::Clock::system(), config, &[]).unwrap();
        let link = desk::setup::link(&app).await.unwrap().unwrap();
        println!("{link}");
        let listener = tokio::net::TcpListener::bind(address).await.unwrap();
        let service = desk::http::server::router(app).into_make_service_with_connect_info::<SocketAddr>();
        desk::http::server::serve(listener, service, std::future::pending()).await.unwrap();
    });
}

/// The traced program stays our own child, so that killing it ends the trace.
fn strace(file: &Path) -> Command {
    let mut command = Command::new("strace");
    command.args(["-D", "-f", "-q", "-yy", "-s", "5000", "-e"]);
    command.args(["trace=write,writev,pwrite64,sendto,sendmsg,fsync,fdatasync", "-o"]);
    command.arg(file);
    command
}

/// Several callers write messages with a mark each; gives the marks with the acknowledged ids.
fn mark(stage: &Stage, server: Server, file: &Path) -> Vec<(String, String)> {
    let desk = Desk::set_up(&server, stage.site.address).unwrap();
    let threads: Vec<_> = (0..CALLERS)
        .map(|caller| {
            let desk = desk.clone();
            std::thread::spawn(move || {
                let mut client = Client::new(desk.address);
                let one = |n: usize| {
                    let mark = format!("marca-{caller:02}-{n:02}-fin");
                    let landed = well(desk.inbound(&mut client, &mark, &format!("cliente {caller}"), &mark).unwrap()).unwrap();
                    (mark, landed["message"].as_str().unwrap().to_owned())
                };
                (0..EACH).map(one).collect::<Vec<_>>()
            })
        })
        .collect();
    let marks = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    let pid = server.pid().to_string();
    server.kill().unwrap();
    // The tracer writes down the end of the process last.
    let end = |line: &str| line.split_whitespace().next() == Some(&pid) && line.ends_with("+++ killed by SIGKILL +++");
    let ended = (0..500).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        read(file).lines().next_back().is_some_and(end)
    });
    assert!(
        ended,
        "strace has not written its trace. Does this machine forbid ptrace?\n{}",
        stage.site.log()
    );
    marks
}

fn read(file: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(file).unwrap_or_default()).into_owned()
}

/// Those whose answer left before a sync of the log that came after their write.
fn unsynced(marks: &[(String, String)], file: &Path) -> Vec<String> {
    let (mut written, mut answered, mut syncs) = (HashMap::new(), HashMap::new(), Vec::new());
    let mut syncing: HashMap<&str, bool> = HashMap::new();
    let trace = read(file);
    for (at, line) in trace.lines().enumerate() {
        let (pid, call) = line.split_once(' ').unwrap_or_default();
        let call = call.trim_start();
        let on_log = call.contains("relevo.db-wal>");
        if call.starts_with("fsync(") || call.starts_with("fdatasync(") {
            match call.ends_with("= 0") {
                true if on_log => syncs.push(at),
                true => {}
                false => drop(syncing.insert(pid, on_log)),
            }
        } else if call.starts_with("<... fsync resumed") || call.starts_with("<... fdatasync resumed") {
            if syncing.remove(pid) == Some(true) && call.ends_with("= 0") {
                syncs.push(at);
            }
        } else if call.starts_with("pwrite64(") && on_log {
            for (mark, _) in marks.iter().filter(|(mark, _)| call.contains(mark.as_str())) {
                written.entry(mark.as_str()).or_insert(at);
            }
        } else if call.contains("<TCP:") {
            for (_, id) in marks.iter().filter(|(_, id)| call.contains(id.as_str())) {
                answered.entry(id.as_str()).or_insert(at);
            }
        }
    }
    let early = |(mark, id): &&(String, String)| {
        let written = written
            .get(mark.as_str())
            .unwrap_or_else(|| panic!("{mark} was not seen on its way to the log"));
        let answered = answered
            .get(id.as_str())
            .unwrap_or_else(|| panic!("{id} was not seen on its way to its caller"));
        !syncs.iter().any(|sync| (written..answered).contains(&sync))
    };
    marks.iter().filter(early).map(|(mark, _)| mark.clone()).collect()
}
