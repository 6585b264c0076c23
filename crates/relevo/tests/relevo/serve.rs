//! `relevo serve`: whether it lives, whether it can serve, and that nothing is lost when it is asked to stop.

use std::collections::BTreeSet;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::house::{Demo, Postgres, Server, done, path, until};

/// A door in front of the database that can be shut.
struct Door {
    port: u16,
    open: Arc<AtomicBool>,
    through: Arc<Mutex<Vec<TcpStream>>>,
}

impl Door {
    fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (open, through) = (Arc::new(AtomicBool::new(true)), Arc::new(Mutex::new(Vec::new())));
        let (may, kept) = (Arc::clone(&open), Arc::clone(&through));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if !may.load(Ordering::SeqCst) {
                    continue;
                }
                let inner = TcpStream::connect(server).unwrap();
                kept.lock()
                    .unwrap()
                    .extend([client.try_clone().unwrap(), inner.try_clone().unwrap()]);
                for (mut from, mut to) in [(client.try_clone().unwrap(), inner.try_clone().unwrap()), (inner, client)] {
                    std::thread::spawn(move || {
                        let _ = io::copy(&mut from, &mut to);
                        let _ = to.shutdown(Shutdown::Both);
                    });
                }
            }
        });
        Self { port, open, through }
    }

    fn shut(&self) {
        self.open.store(false, Ordering::SeqCst);
        for stream in self.through.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn code(answer: &(u16, String)) -> String {
    serde_json::from_str::<Value>(&answer.1).map_or_else(|_| String::new(), |v| v["code"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn it_is_ready_alive_and_measured() {
    let folder = Demo::get().copy();
    let server = Server::start(folder.path(), None);
    assert_eq!(server.get("/healthz", "").unwrap().0, 200);
    assert_eq!(server.get("/readyz", "").unwrap().0, 200);
    let (status, figures) = server.get("/metrics", "").unwrap();
    assert_eq!(status, 200);
    for name in ["relevo_http_request_seconds", "relevo_sockets", "relevo_db_waiting"] {
        assert!(figures.contains(name), "{name}");
    }
}

#[test]
fn without_its_database_it_lives_and_is_not_ready_and_comes_back() {
    let (database, folder) = (Postgres::new(), tempfile::tempdir().unwrap());
    let door = Door::to(database.address());
    let server = Server::start(folder.path(), Some(&database.url_through(door.port)));
    assert_eq!(server.get("/readyz", "").unwrap().0, 200);
    door.shut();
    until("it is not ready", || server.get("/readyz", "").is_some_and(|a| a.0 == 503));
    assert_eq!(server.get("/healthz", "").unwrap().0, 200);
    door.open.store(true, Ordering::SeqCst);
    until("it is ready again", || server.get("/readyz", "").is_some_and(|a| a.0 == 200));
}

#[test]
fn with_another_clock_than_the_databases_it_is_not_ready() {
    let (database, folder) = (Postgres::new(), tempfile::tempdir().unwrap());
    let url = database.url();
    done(&["migrate", "--data", path(folder.path()), "--database", &url]);
    database.exec("CREATE SCHEMA lie; CREATE FUNCTION lie.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT pg_catalog.clock_timestamp() - interval '2 seconds' $$");
    let name = url.rsplit('/').next().unwrap();
    database.exec(&format!("ALTER DATABASE {name} SET search_path = lie, public, pg_catalog"));
    let server = Server::start(folder.path(), Some(&url));
    let answer = server.get("/readyz", "").unwrap();
    assert_eq!((answer.0, code(&answer).as_str()), (503, "clock_differs"));
    database.exec(
        "CREATE OR REPLACE FUNCTION lie.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT pg_catalog.clock_timestamp() $$",
    );
    until("the clocks agree", || server.get("/readyz", "").is_some_and(|a| a.0 == 200));
}

/// Customers write on several connections while the server is asked to stop: whatever was acknowledged is there afterwards, and a
/// request that had begun is answered.
#[test]
fn asked_to_stop_in_the_middle_it_loses_nothing() {
    let out = tempfile::tempdir().unwrap();
    let source = Demo::get().copy();
    let archive = out.path().join("demo.tar");
    done(&["backup", "--data", path(source.path()), "--to", path(&archive)]);
    let (database, there) = (Postgres::new(), out.path().join("there"));
    let url = database.url();
    done(&["restore", "--data", path(&there), "--database", &url, path(&archive)]);
    stop_under_load(source.path(), None);
    stop_under_load(&there, Some(&url));
}

fn stop_under_load(data: &std::path::Path, database: Option<&str>) {
    let channel = Demo::get().channel("api");
    let at = format!("/api/v1/channels/{}/messages", channel["address"].as_str().unwrap());
    let secret = channel["secret"].as_str().unwrap();
    let letter = |id: &str| json!({ "id": id, "from": { "address": format!("+5255{id}") }, "text": "¿Sigue ahí?" });
    let server = Server::start(data, database);
    let (acknowledged, count) = (Mutex::new(BTreeSet::new()), AtomicU32::new(0));
    std::thread::scope(|scope| {
        let mut writers = Vec::new();
        for writer in 0..6 {
            let (server, acknowledged, count, at) = (&server, &acknowledged, &count, &at);
            writers.push(scope.spawn(move || {
                for n in 0.. {
                    let id = format!("{writer}{n:05}");
                    match server.post(at, secret, &letter(&id)) {
                        Some((201, _)) => {
                            acknowledged.lock().unwrap().insert(id);
                            count.fetch_add(1, Ordering::SeqCst);
                        }
                        // Told to come back, or nobody is there any more.
                        Some((503, _)) | None => return,
                        Some(other) => panic!("{other:?}"),
                    }
                }
            }));
        }
        until("some have been stored", || count.load(Ordering::SeqCst) >= 30);
        server.term();
        for writer in writers {
            writer.join().unwrap();
        }
    });
    assert!(server.ended(), "it ends well");
    let again = Server::start(data, database);
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() >= 30);
    for id in &acknowledged {
        let (status, body) = again.post(&at, secret, &letter(id)).unwrap();
        assert_eq!(status, 200, "{id} was acknowledged and is gone: {body}");
    }
    // The control: one that was never sent is new.
    assert_eq!(again.post(&at, secret, &letter("900000")).unwrap().0, 201);
}
