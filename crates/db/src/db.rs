//! The handle: hands closures to lanes and waits for their answers.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use kit::{Clock, OrgId, Time};
use tokio::sync::{broadcast, watch};

use crate::config::{Config, Database};
use crate::lane::{self, Shared};
use crate::queue::Queue;
use crate::stats::Stats;
use crate::task::{Call, Task};
use crate::trace::Trace;
use crate::wake::{Hub, Wake};
use crate::{Dialect, Error, Result, Scope, Stream, Tx, lite, pg, poll};

/// A database with its lanes. Cheap to clone; the last one to go lets the lanes finish what waits and ends them.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
    trace: Option<Trace>,
}

pub(crate) struct Inner {
    pub config: Config,
    shared: Shared,
    writers: Vec<Arc<Queue>>,
    readers: Arc<Queue>,
    long: Arc<Queue>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    poll: Mutex<Option<poll::Poll>>,
    /// PostgreSQL's address and its notifying threads.
    pub server: Option<pg::Server>,
    notify: Mutex<Option<pg::Notify>>,
}

impl Db {
    /// Starts the lanes. Connects to nothing yet and does not migrate; see [`Db::migrate`].
    pub fn open(config: Config) -> Result<Self> {
        let shared = Shared {
            stats: Arc::new(Stats::default()),
            hub: Arc::new(Hub::new()),
        };
        let queue = || Arc::new(Queue::new(config.queue, config.queue.div_ceil(2)));
        // A snapshot has no organisation: all of the readers' places are one scope's.
        let reading = || Arc::new(Queue::new(config.queue, config.queue));
        let (mut writers, readers, long) = (Vec::new(), reading(), reading());
        let mut threads = Vec::new();
        let mut server = None;
        let reading = |n: usize| (0..n).map(|i| (i, false)).chain((0..config.long_lanes.max(1)).map(|i| (i, true)));
        match &config.database {
            Database::Sqlite { path } => {
                let lane = lite::Signals {
                    path: path.clone(),
                    durable: config.durable,
                    queue: queue(),
                    shared: shared.clone(),
                };
                writers.push(Arc::clone(&lane.queue));
                threads.push(lane::spawn("db-write".into(), move || lite::write(&lane)));
                for (i, is_long) in reading(config.read_lanes.max(1)) {
                    let (path, durable, shared) = (path.clone(), config.durable, shared.clone());
                    let queue = Arc::clone(if is_long { &long } else { &readers });
                    threads.push(lane::spawn(lane_name("read", i, is_long), move || {
                        lite::read(&path, durable, &queue, &shared)
                    }));
                }
            }
            Database::Postgres { url } => {
                let there = pg::Server::new(url, config.durable, Arc::clone(&shared.stats))?;
                for i in 0..config.write_lanes.max(1) {
                    let (there, queue, shared) = (there.clone(), queue(), shared.clone());
                    writers.push(Arc::clone(&queue));
                    threads.push(lane::spawn(lane_name("write", i, false), move || pg::write(there, &queue, &shared)));
                }
                for (i, is_long) in reading(config.read_lanes.max(1)) {
                    let (there, shared) = (there.clone(), shared.clone());
                    let queue = Arc::clone(if is_long { &long } else { &readers });
                    threads.push(lane::spawn(lane_name("read", i, is_long), move || {
                        pg::read(there, is_long, &queue, &shared)
                    }));
                }
                server = Some(there);
            }
        }
        let threads = threads
            .into_iter()
            .collect::<std::io::Result<Vec<_>>>()
            .map_err(Error::unavailable)?;
        let inner = Inner {
            config,
            shared,
            writers,
            readers,
            long,
            threads: Mutex::new(threads),
            poll: Mutex::default(),
            server,
            notify: Mutex::default(),
        };
        Ok(Self {
            inner: Arc::new(inner),
            trace: None,
        })
    }

    /// Starts the exchange of wake-ups with other nodes and processes, and the look at the heads. For a server; commands that
    /// come and go need neither. `node` is a random number.
    pub fn listen(&self, node: u64) -> Result<()> {
        let mut poll = lock(&self.inner.poll);
        if poll.is_some() {
            return Ok(());
        }
        if let Some(server) = &self.inner.server {
            *lock(&self.inner.notify) = Some(pg::notify(server, &self.inner.shared.hub, node).map_err(Error::unavailable)?);
        }
        *poll = Some(
            poll::start(
                Arc::clone(&self.inner.readers),
                Arc::clone(&self.inner.shared.hub),
                self.inner.config.clock.clone(),
            )
            .map_err(Error::unavailable)?,
        );
        Ok(())
    }

    /// Reads one snapshot.
    pub async fn read<T, E>(&self, f: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.submit(&self.inner.readers, Scope::Read, f).await
    }

    /// As [`Db::read`], for what may take minutes: exports, reports. Such reads have lanes of their own.
    pub async fn read_long<T, E>(&self, f: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.submit(&self.inner.long, Scope::Read, f).await
    }

    /// Changes one organisation, whose head is locked first. The answer comes when it is on disk.
    pub async fn write<T, E>(&self, org: OrgId, f: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.submit_write(Scope::Org(org), f).await
    }

    /// Changes two organisations, locked in ascending order.
    pub async fn write_two<T, E>(&self, a: OrgId, b: OrgId, f: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.submit_write(Scope::two(a, b), f).await
    }

    /// Changes what belongs to no organisation: accounts, sessions, attempts. No head is locked; closures with the same key
    /// run in one lane, one after the other, on this node only.
    pub async fn write_global<T, E>(&self, key: &[u8], f: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.submit_write(Scope::global(key), f).await
    }

    fn submit_write<T, E>(
        &self,
        scope: Scope,
        f: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> impl Future<Output = Result<T, E>> + Send + 'static
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.submit(&self.inner.writers[scope.lane(self.inner.writers.len())], scope, f)
    }

    fn submit<T, E>(
        &self,
        queue: &Queue,
        scope: Scope,
        f: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> impl Future<Output = Result<T, E>> + Send + 'static
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (task, answer) = Call::task(f, self.now(), self.trace.clone());
        self.push(queue, scope, task);
        async move { answer.await.unwrap_or_else(|_| Err(Error::unavailable("the lane is gone").into())) }
    }

    fn push(&self, queue: &Queue, scope: Scope, task: Box<dyn Task>) {
        if lane::in_lane() {
            return task.refuse(Error::Misuse("a closure may talk to its tx, nothing else"));
        }
        if queue.push(scope, task).is_err() {
            self.inner.shared.stats.refused.add(1);
        }
    }

    /// A handle whose closures' statements are recorded.
    #[must_use]
    pub fn traced(&self, trace: &Trace) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            trace: Some(trace.clone()),
        }
    }

    pub fn dialect(&self) -> Dialect {
        match self.inner.config.database {
            Database::Sqlite { .. } => Dialect::Sqlite,
            Database::Postgres { .. } => Dialect::Postgres,
        }
    }

    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    pub(crate) fn server(&self) -> Option<&pg::Server> {
        self.inner.server.as_ref()
    }

    pub fn clock(&self) -> &Clock {
        &self.inner.config.clock
    }

    pub fn now(&self) -> Time {
        self.inner.config.clock.now()
    }

    pub fn stats(&self) -> &Stats {
        &self.inner.shared.stats
    }

    /// How many closures wait: for writing, for reading, for long reading.
    pub fn waiting(&self) -> (usize, usize, usize) {
        (
            self.inner.writers.iter().map(|q| q.depth()).sum(),
            self.inner.readers.depth(),
            self.inner.long.depth(),
        )
    }

    /// Every wake-up. A receiver that lagged has to look at everything it watches.
    pub fn wake(&self) -> broadcast::Receiver<Wake> {
        self.inner.shared.hub.all()
    }

    /// The wake-ups of one stream.
    pub fn subscribe(&self, stream: impl Into<Stream>) -> broadcast::Receiver<Wake> {
        self.inner.shared.hub.subscribe(stream.into())
    }

    /// Changes whenever jobs were enqueued on this node.
    pub fn jobs(&self) -> watch::Receiver<u64> {
        self.inner.shared.hub.jobs()
    }

    /// Tells everybody who watches the stream, on every node, something that is forgotten at once: typing, presence, who views.
    pub fn whisper(&self, stream: impl Into<Stream>, bytes: &[u8]) -> Result<()> {
        self.inner.shared.hub.whisper(stream.into(), bytes)
    }

    /// Finishes what waits and ends the lanes; from now on every caller is told that the database is unavailable.
    pub fn close(&self) {
        self.inner.close();
    }
}

impl Inner {
    fn close(&self) {
        if let Some(poll) = lock(&self.poll).take() {
            poll.stop();
        }
        self.shared.hub.connect(None);
        if let Some(server) = &self.server {
            server.close();
        }
        if let Some(notify) = lock(&self.notify).take() {
            notify.stop();
        }
        for queue in self.writers.iter().chain([&self.readers, &self.long]) {
            queue.close();
        }
        for thread in std::mem::take(&mut *lock(&self.threads)) {
            // The last handle may be dropped by a closure's captured state, on a lane itself: that one ends by itself.
            if thread.thread().id() != std::thread::current().id() {
                let _ = thread.join();
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}

fn lane_name(kind: &str, i: usize, long: bool) -> String {
    format!("db-{kind}-{}{i}", if long { "long" } else { "" })
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
