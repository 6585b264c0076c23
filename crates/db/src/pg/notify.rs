//! Wake-ups between nodes: one connection that sends, one that listens. Nothing here is needed for correctness; while a
//! connection is away, the look at the heads ([`crate::poll`]) still finds what moved.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use data_encoding::BASE64;
use postgres::Client;
use postgres::fallible_iterator::FallibleIterator;

use super::connect::{Role, Server};
use crate::wake::{Hub, Wake, What};
use crate::{Result, Stream, lane};

const CHANNEL: &str = "relevo_wake";
/// NOTIFY carries less than 8,000 bytes.
const PAYLOAD_MAX: usize = 7_900;
/// Messages that come within this time travel together.
const GATHER: Duration = Duration::from_millis(3);
const PAUSE: Duration = Duration::from_millis(500);

pub(crate) struct Notify {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

/// Starts both threads and connects the hub to them. `node` tells our own messages from those of others.
pub(crate) fn start(server: &Server, hub: &Arc<Hub>, node: u64) -> std::io::Result<Notify> {
    let stop = Arc::new(AtomicBool::new(false));
    let (outbox, post) = channel();
    hub.connect(Some(outbox));
    let sender = {
        let server = server.clone();
        lane::spawn("db-notify".into(), move || send(&server, &post, node))?
    };
    let listener = {
        let (server, hub, stop) = (server.clone(), Arc::clone(hub), Arc::clone(&stop));
        lane::spawn("db-listen".into(), move || {
            while !stop.load(Ordering::Relaxed) {
                // Away: the heads are looked at meanwhile.
                if listen(&server, &hub, node, &stop).is_err() {
                    std::thread::sleep(PAUSE);
                }
            }
        })?
    };
    Ok(Notify {
        stop,
        threads: vec![sender, listener],
    })
}

impl Notify {
    /// Ends both threads; the hub must have been disconnected.
    pub fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            let _ = thread.join();
        }
    }
}

fn send(server: &Server, post: &Receiver<Wake>, node: u64) {
    let mut client: Option<Client> = None;
    while let Ok(first) = post.recv() {
        let (mut heads, mut whispers) = (HashMap::new(), Vec::new());
        let mut sort = |wake: Wake| match wake.what {
            What::Events { seq } => {
                let head = heads.entry(wake.stream).or_insert(seq);
                *head = seq.max(*head);
            }
            What::Whisper(bytes) => whispers.push((wake.stream, bytes)),
        };
        sort(first);
        let until = Instant::now() + GATHER;
        while let Ok(wake) = post.recv_timeout(until.saturating_duration_since(Instant::now())) {
            sort(wake);
        }
        let mut words: Vec<String> = heads
            .into_iter()
            .map(|(stream, seq)| format!("e{}{seq}", BASE64.encode(&stream.to_bytes())))
            .collect();
        words.extend(
            whispers
                .into_iter()
                .map(|(stream, bytes)| format!("w{}{}", BASE64.encode(&stream.to_bytes()), BASE64.encode(&bytes))),
        );
        for payload in pack(node, words) {
            if client.as_ref().is_none_or(Client::is_closed) {
                client = server.connect(Role::Service).ok();
            }
            // What cannot be sent is lost, as a wake-up may be.
            if let Some(c) = &mut client
                && c.execute("SELECT pg_notify($1, $2)", &[&CHANNEL, &payload]).is_err()
            {
                client = None;
            }
        }
    }
}

/// As few payloads as hold all the words.
fn pack(node: u64, words: Vec<String>) -> Vec<String> {
    let mut payloads: Vec<String> = Vec::new();
    for word in words {
        match payloads.last_mut() {
            Some(last) if last.len() + 1 + word.len() <= PAYLOAD_MAX => {
                last.push(' ');
                last.push_str(&word);
            }
            _ => payloads.push(format!("{node:016x} {word}")),
        }
    }
    payloads
}

fn listen(server: &Server, hub: &Hub, node: u64, stop: &AtomicBool) -> Result<()> {
    let mut client = server.connect(Role::Service)?;
    client.batch_execute(&format!("LISTEN {CHANNEL}")).map_err(super::error::plain)?;
    while !stop.load(Ordering::Relaxed) {
        if client.is_closed() {
            return Err(crate::Error::unavailable("the listening connection is gone"));
        }
        let mut notifications = client.notifications();
        let mut arrived = notifications.timeout_iter(PAUSE);
        while let Some(notification) = arrived.next().map_err(super::error::plain)? {
            let mut words = notification.payload().split(' ');
            if words.next() == Some(&format!("{node:016x}")) {
                continue;
            }
            words.filter_map(unpack).for_each(|wake| match wake.what {
                What::Events { seq } => hub.moved(wake.stream, seq, false),
                What::Whisper(_) => hub.send(wake, false),
            });
        }
    }
    Ok(())
}

fn unpack(word: &str) -> Option<Wake> {
    let (kind, rest) = (word.get(..1)?, word.get(1..)?);
    let (stream, rest) = (rest.get(..24)?, rest.get(24..)?);
    let stream = Stream::from_bytes(BASE64.decode(stream.as_bytes()).ok()?.try_into().ok()?);
    let what = match kind {
        "e" => What::Events { seq: rest.parse().ok()? },
        "w" => What::Whisper(BASE64.decode(rest.as_bytes()).ok()?.into()),
        _ => return None,
    };
    Some(Wake { stream, what })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_fit_and_come_back() {
        let word = |n: u8| format!("w{}{}", BASE64.encode(&[n; 16]), BASE64.encode(&[n; crate::wake::WHISPER_MAX]));
        let payloads = pack(7, (0..5).map(word).collect());
        assert_eq!(payloads.len(), 5);
        assert!(payloads.iter().all(|p| p.len() <= PAYLOAD_MAX));
        let wake = unpack(payloads[3].split(' ').nth(1).unwrap()).unwrap();
        assert_eq!(
            wake,
            Wake {
                stream: Stream::from_bytes([3; 16]),
                what: What::Whisper([3; crate::wake::WHISPER_MAX].into())
            }
        );
        let event = unpack(&format!("e{}42", BASE64.encode(&[1; 16]))).unwrap();
        assert_eq!(event.what, What::Events { seq: 42 });
        for noise in ["", "e", "x", "eAAAA", &format!("e{}x", BASE64.encode(&[1; 16])), "ñññ"] {
            assert!(unpack(noise).is_none());
        }
    }
}
