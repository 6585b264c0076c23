//! The look at the heads, twice a second: what another node or process has committed and no wake-up has told.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use kit::{Clock, Time};

use crate::queue::Queue;
use crate::task::{Call, wait};
use crate::wake::Hub;
use crate::{Error, Result, Scope, Stream, Tx, args};

const EVERY: Duration = Duration::from_millis(500);
/// A head's time is when its caller began; it may have waited, and clocks differ.
const SLACK: Duration = Duration::from_secs(60);

pub(crate) struct Poll {
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

pub(crate) fn start(readers: Arc<Queue>, hub: Arc<Hub>, clock: Clock) -> std::io::Result<Poll> {
    let (stop, stopped) = channel();
    let thread = std::thread::Builder::new()
        .name("db-poll".into())
        .spawn(move || run(&readers, &hub, &clock, &stopped))?;
    Ok(Poll { stop, thread })
}

impl Poll {
    pub fn stop(self) {
        drop(self.stop);
        let _ = self.thread.join();
    }
}

fn run(readers: &Queue, hub: &Hub, clock: &Clock, stopped: &Receiver<()>) {
    // What was there when we came is no news.
    let mut since = None;
    loop {
        let began = clock.now();
        let heads = look(readers, began, since.map_or(Time::MIN, |at: Time| at.minus(SLACK)));
        if let Ok(heads) = heads {
            for (stream, seq) in heads {
                hub.looked(stream, seq, since.is_none());
            }
            since = Some(began);
        }
        // Ended by our stop, which drops the other end; an error of the look is tried again next time.
        if !matches!(stopped.recv_timeout(EVERY), Err(std::sync::mpsc::RecvTimeoutError::Timeout)) {
            return;
        }
    }
}

fn look(readers: &Queue, now: Time, since: Time) -> Result<Vec<(Stream, i64)>> {
    let f = move |tx: &mut Tx<'_>| tx.all("SELECT org_id, seq FROM org_head WHERE moved_at >= $1", args![since]);
    let (task, answer) = Call::task(f, now, None);
    // A refused task has told its answer.
    let _ = readers.push(Scope::Read, task);
    wait(answer).unwrap_or_else(|_| Err(Error::unavailable("the lane is gone")))
}
