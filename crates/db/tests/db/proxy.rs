//! A wire between the database and us that can be cut at the worst moment.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub struct Proxy {
    pub port: u16,
    /// When set, the next COMMIT is handed on to the server, and its answer to nobody.
    pub cut_at_commit: Arc<AtomicBool>,
}

/// Starts one that leads to `server` (host:port). Ends with the test's process.
pub fn start(server: String) -> Proxy {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let cut_at_commit = Arc::new(AtomicBool::new(false));
    let cut = Arc::clone(&cut_at_commit);
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (client, server) = (client.unwrap(), TcpStream::connect(&server).unwrap());
            let (from, to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            let cut = Arc::clone(&cut);
            std::thread::spawn(move || forward(from, to, Some(&cut)));
            std::thread::spawn(move || forward(server, client, None));
        }
    });
    Proxy { port, cut_at_commit }
}

fn forward(mut from: TcpStream, mut to: TcpStream, cut: Option<&AtomicBool>) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(n @ 1..) = from.read(&mut buffer) {
        let commit = buffer[..n].windows(6).any(|word| word == b"COMMIT");
        if commit && cut.is_some_and(|cut| cut.swap(false, Ordering::SeqCst)) {
            // The client's side goes first, so that the answer has nowhere to go.
            let _ = from.shutdown(Shutdown::Both);
            let _ = to.write_all(&buffer[..n]);
            std::thread::sleep(Duration::from_millis(200));
            break;
        }
        if to.write_all(&buffer[..n]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
