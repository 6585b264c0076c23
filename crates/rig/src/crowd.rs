//! Customers and advisors who write all at once. Each message has an id of its caller's choosing and is sent with it until it is
//! acknowledged, as the API's documents tell callers to do; now and then an acknowledged one is sent once more.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::chance::Chance;
use crate::desk::Desk;
use crate::http::{Client, Reply};

/// What callers put up with, besides being acknowledged. Anything else is a complaint.
#[derive(Clone, Copy)]
pub struct Manners {
    /// The server may go away in the middle of an answer.
    pub breaks: bool,
    /// It may say 503 with one of these codes, and when to come back.
    pub refusals: &'static [&'static str],
}

/// One message and what its caller was told.
#[derive(Debug, Clone)]
pub struct Said {
    pub body: String,
    /// Of whom it was acknowledged as which message.
    pub acknowledged: Option<String>,
    pub tries: u32,
}

#[derive(Clone, Copy)]
enum Door {
    Api,
    Chat,
    Advisor,
}

/// Who writes by which door, over and over.
const DOORS: [Door; 4] = [Door::Api, Door::Chat, Door::Advisor, Door::Api];

#[derive(Default)]
struct Shared {
    stop: AtomicBool,
    acknowledged: AtomicU64,
    refused: AtomicU64,
    broken: AtomicU64,
    reads: AtomicU64,
    tickets: Mutex<Vec<String>>,
    complaints: Mutex<Vec<String>>,
}

pub struct Crowd {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<Vec<Said>>>,
}

/// All that was said and heard.
pub struct Heard {
    pub said: Vec<Said>,
    pub refused: u64,
    pub broken: u64,
    pub reads: u64,
}

impl Crowd {
    pub fn start(desk: &Desk, callers: u64, seed: u64, manners: Manners) -> Result<Self> {
        let shared = Arc::new(Shared::default());
        let mut threads = Vec::new();
        for (n, door) in (0..callers).zip(DOORS.into_iter().cycle()) {
            let mut client = Client::new(desk.address);
            let visitor = match door {
                Door::Chat => desk.visitor(&mut client)?,
                _ => String::new(),
            };
            let caller = Caller {
                name: format!("{n:02}-{seed:x}"),
                door,
                desk: desk.clone(),
                client,
                chance: Chance::new(seed.wrapping_add(n)),
                manners,
                visitor,
                shared: Arc::clone(&shared),
            };
            threads.push(std::thread::spawn(move || caller.run()));
        }
        Ok(Self { shared, threads })
    }

    pub fn acknowledged(&self) -> u64 {
        self.shared.acknowledged.load(Ordering::SeqCst)
    }

    pub fn refused(&self) -> u64 {
        self.shared.refused.load(Ordering::SeqCst)
    }

    /// How often a page of tickets could be read.
    pub fn reads(&self) -> u64 {
        self.shared.reads.load(Ordering::SeqCst)
    }

    /// Waits until `count` more have been acknowledged. Fails when a caller complains or it takes too long.
    pub fn progress(&self, count: u64, patience: Duration) -> Result<()> {
        let goal = self.acknowledged() + count;
        self.until("nothing more is acknowledged", patience, |crowd| crowd.acknowledged() >= goal)
    }

    /// Waits for something that the callers will notice.
    pub fn until(&self, otherwise: &str, patience: Duration, there: impl Fn(&Self) -> bool) -> Result<()> {
        let began = std::time::Instant::now();
        while !there(self) {
            if let Some(complaint) = lock(&self.shared.complaints).first() {
                bail!("{complaint}");
            }
            if began.elapsed() > patience {
                bail!("{otherwise} within {patience:?}");
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }

    /// Lets everybody end the attempt they are at. What has no answer by then stays unanswered.
    pub fn finish(self) -> Result<Heard> {
        self.shared.stop.store(true, Ordering::SeqCst);
        let mut said = Vec::new();
        for thread in self.threads {
            match thread.join() {
                Ok(own) => said.extend(own),
                Err(_) => bail!("a caller panicked"),
            }
        }
        let complaints = lock(&self.shared.complaints);
        if !complaints.is_empty() {
            bail!("{} complaints: {}", complaints.len(), complaints.join("; "));
        }
        let count = |n: &AtomicU64| n.load(Ordering::SeqCst);
        Ok(Heard {
            said,
            refused: count(&self.shared.refused),
            broken: count(&self.shared.broken),
            reads: count(&self.shared.reads),
        })
    }
}

struct Caller {
    name: String,
    door: Door,
    desk: Desk,
    client: Client,
    chance: Chance,
    manners: Manners,
    visitor: String,
    shared: Arc<Shared>,
}

impl Caller {
    fn run(mut self) -> Vec<Said> {
        let mut all = Vec::new();
        for n in 0_u64.. {
            if self.stopped() {
                break;
            }
            if matches!(self.door, Door::Advisor) && (n % 16 == 0 || lock(&self.shared.tickets).is_empty()) && !self.look() {
                std::thread::sleep(Duration::from_millis(20));
                continue;
            }
            match self.say(n) {
                Ok(said) => all.push(said),
                Err(complaint) => {
                    lock(&self.shared.complaints).push(format!("{}: {complaint}", self.name));
                    break;
                }
            }
        }
        all
    }

    fn stopped(&self) -> bool {
        self.shared.stop.load(Ordering::SeqCst)
    }

    /// Reads the inbox, for tickets to answer. Refused or empty: later.
    fn look(&mut self) -> bool {
        let Ok(page) = self.desk.tickets(&mut self.client) else {
            return false;
        };
        if !page.is_success() {
            return false;
        }
        self.shared.reads.fetch_add(1, Ordering::SeqCst);
        let page = page.json();
        let ids = page["items"].as_array().into_iter().flatten().filter_map(|t| t["id"].as_str());
        let mut tickets = lock(&self.shared.tickets);
        *tickets = ids.map(str::to_owned).collect();
        !tickets.is_empty()
    }

    /// One message, until it is acknowledged or the day is over.
    fn say(&mut self, n: u64) -> Result<Said, String> {
        let key = format!("{}-{n}", self.name);
        let ticket = match self.door {
            Door::Advisor => self.chance.pick(&lock(&self.shared.tickets)).clone(),
            _ => String::new(),
        };
        let mut said = Said {
            body: format!("mensaje {key}, del que se acusa recibo una sola vez"),
            acknowledged: None,
            tries: 0,
        };
        while !self.stopped() {
            said.tries += 1;
            let done = self.send(n, &key, &ticket, &mut said)?;
            if done && self.chance.below(8) > 0 {
                break;
            }
            // Who cannot answer looks at the inbox again.
            if !done && matches!(self.door, Door::Advisor) {
                self.look();
            }
        }
        Ok(said)
    }

    /// One attempt; whether it was acknowledged.
    fn send(&mut self, n: u64, key: &str, ticket: &str, said: &mut Said) -> Result<bool, String> {
        let (desk, client) = (&self.desk, &mut self.client);
        let answer = match self.door {
            // Somebody new every now and then: contacts, tickets and their numbers.
            Door::Api => desk.inbound(client, key, &format!("cliente {}-{}", self.name, n / 12), &said.body),
            Door::Chat => desk.say(client, &self.visitor, key, &said.body),
            Door::Advisor => desk.reply(client, ticket, key, &said.body),
        };
        match answer {
            Ok(reply) if reply.is_success() => {
                let id = message(&reply).ok_or("an acknowledgement without an id")?;
                match &said.acknowledged {
                    Some(before) if *before != id => return Err(format!("{key} is {before}, and {id} when it was sent again")),
                    Some(_) => {}
                    None => {
                        self.shared.acknowledged.fetch_add(1, Ordering::SeqCst);
                        said.acknowledged = Some(id);
                    }
                }
                Ok(true)
            }
            Ok(reply) => {
                self.refused(&reply)?;
                Ok(false)
            }
            Err(_) if self.manners.breaks => {
                self.shared.broken.fetch_add(1, Ordering::SeqCst);
                std::thread::sleep(self.chance.millis(2, 10));
                Ok(false)
            }
            Err(error) => Err(format!("the connection broke: {error}")),
        }
    }

    /// Whether this is a refusal that callers can live with.
    fn refused(&mut self, reply: &Reply) -> Result<(), String> {
        let problem = reply.json();
        let code = problem["code"].as_str().unwrap_or_default();
        let clear = reply.status == 503
            && reply.header("content-type") == Some("application/problem+json")
            && self.manners.refusals.contains(&code);
        let again = reply
            .header("retry-after")
            .and_then(|s| s.parse::<u32>().ok())
            .is_some_and(|s| s > 0);
        if !clear || !again {
            return Err(format!("an unclear answer: {reply:?} {}", String::from_utf8_lossy(&reply.body)));
        }
        self.shared.refused.fetch_add(1, Ordering::SeqCst);
        // Sooner than told: the point is to be there when it is over.
        std::thread::sleep(self.chance.millis(20, 60));
        Ok(())
    }
}

/// The id of the message, however the door calls it.
fn message(reply: &Reply) -> Option<String> {
    let body: Value = reply.json();
    body["message"].as_str().or(body["id"].as_str()).map(str::to_owned)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
