//! How soon a right that is taken is felt: from the request that takes it to the frame in the open panel, and whether anything was
//! still answered to a question that was asked after the taking was acknowledged.

use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, ensure};
use rig::desk::{Desk, well};
use rig::http::Client;
use serde_json::{Value, json};

use crate::ingest::served;
use crate::report::{Report, at, millis};
use crate::socket;
use crate::world::{Engine, Ground, Place};

/// So many of each kind; an address may accept forty invitations at once, and for a removal each needs somebody new.
const CHANGES: usize = 200;
const REMOVALS: usize = 36;
/// How long a right lasts that ends by itself.
const SHORT: Duration = Duration::from_millis(500);
const PATIENCE: Duration = Duration::from_secs(10);

pub fn measure(place: &Place, engine: Engine, report: &mut Report) -> Result<()> {
    let ground = Ground::new(place, engine, "revocation")?;
    let (_server, desk) = served(place, &ground)?;
    let few = |most: usize| if place.quick { 3 } else { most };
    let mut bench = Bench::new(desk)?;
    let advisor = bench.hire("advisor", "asesora@example.com")?;
    let coordinator = bench.hire("coordinator", "coordinadora@example.com")?;
    let team = bench.desk.team.clone();
    let roles = format!("members/{}/roles", advisor.member);
    let kinds = [
        (
            "a role",
            &advisor,
            [
                ("PUT", roles.clone(), json!({ "roles": ["orders_admin"] })),
                ("PUT", roles, json!({ "roles": ["advisor"] })),
            ],
        ),
        (
            "a team",
            &advisor,
            [
                ("DELETE", format!("teams/{team}/members/{}", advisor.member), Value::Null),
                ("PUT", format!("teams/{team}/members/{}", advisor.member), json!({})),
            ],
        ),
        (
            "a grant",
            &coordinator,
            [
                ("POST", format!("members/{}/switches", coordinator.member), may_view(false, None)),
                ("POST", format!("members/{}/switches", coordinator.member), may_view(true, None)),
            ],
        ),
        (
            "somebody who is suspended",
            &advisor,
            [
                ("POST", format!("members/{}/suspension", advisor.member), Value::Null),
                ("DELETE", format!("members/{}/suspension", advisor.member), Value::Null),
            ],
        ),
    ];
    for (name, person, [take, give]) in kinds {
        let mut felt = Felt::default();
        for _ in 0..few(CHANGES) {
            bench.act(&give)?;
            bench.taken(person, &take, &mut felt)?;
        }
        bench.act(&give)?;
        felt.tell(engine, name, report);
    }
    let mut felt = Felt::default();
    for _ in 0..few(CHANGES) {
        bench.runs_out(&coordinator, &mut felt)?;
    }
    felt.tell(engine, "a grant that runs out", report);
    let mut felt = Felt::default();
    for n in 0..few(REMOVALS) {
        let person = bench.hire("advisor", &format!("temporal-{n}@example.com"))?;
        let take = ("DELETE", format!("members/{}", person.member), Value::Null);
        bench.taken(&person, &take, &mut felt)?;
    }
    felt.tell(engine, "somebody who is removed", report);
    Ok(())
}

fn may_view(on: bool, until: Option<String>) -> Value {
    json!({ "permission": "user.view", "scope": "organisation", "on": on, "until": until })
}

type Act = (&'static str, String, Value);

/// Somebody with a panel open, and what they look at.
struct Person {
    member: String,
    bearer: String,
    looks_at: String,
}

/// From the taking to its frame, and what was answered though it was asked for afterwards.
#[derive(Default)]
struct Felt {
    took: Vec<Duration>,
    late: usize,
}

impl Felt {
    fn tell(mut self, engine: Engine, what: &str, report: &mut Report) {
        self.took.sort_unstable();
        report.add(
            engine.name(),
            format!("{what} is taken: until the open panel hears ({} times)", self.took.len()),
            format!(
                "p50 {}, p99 {}, last {}; {} answered after it",
                millis(at(&self.took, 0.5)),
                millis(at(&self.took, 0.99)),
                millis(at(&self.took, 1.0)),
                self.late
            ),
            "1 s; none",
        );
    }
}

struct Bench {
    desk: Desk,
    admin: Client,
    ticket: String,
}

impl Bench {
    fn new(desk: Desk) -> Result<Self> {
        let mut admin = Client::new(desk.address);
        let landed = well(desk.inbound(&mut admin, "uno", "cliente", "hola")?)?;
        let ticket = landed["ticket"].as_str().context("a ticket")?.to_owned();
        Ok(Self { desk, admin, ticket })
    }

    fn act(&mut self, (method, path, body): &Act) -> Result<Value> {
        let bearer = self.desk.bearer();
        let body = (!body.is_null()).then_some(body);
        well(self.admin.ask(method, &self.desk.path(path), &[("authorization", &bearer)], body)?)
    }

    /// Somebody new in the team, who has accepted and has a token of their own.
    fn hire(&mut self, role: &str, email: &str) -> Result<Person> {
        let asked = json!({ "first_name": "Eva", "last_name": "Soto", "email": email, "roles": [role], "teams": [self.desk.team] });
        let made = self.act(&("POST", "members".to_owned(), asked))?;
        let member = made["member"]["id"].as_str().context("a member")?.to_owned();
        let link = made["invitation"]["link"].as_str().context("a link")?;
        let (_, token) = link.rsplit_once("token=").context("a token in the link")?;
        let mut own = Client::new(self.desk.address);
        let accepted = own.post(
            "/api/v1/invitations/acceptance",
            &[],
            &json!({ "token": token, "password": "camaleon-azul-42" }),
        )?;
        let cookie = accepted.header("set-cookie").and_then(|c| c.split(';').next()).unwrap_or_default();
        let headers = [("cookie", cookie), ("x-relevo", "1")];
        ensure!(accepted.is_success(), "{}", accepted.json());
        let secret = well(own.post(&self.desk.path("tokens"), &headers, &json!({ "name": "panel" }))?)?;
        let looks_at = match role {
            "coordinator" => "members".to_owned(),
            _ => format!("tickets/{}", self.ticket),
        };
        Ok(Person {
            member,
            bearer: format!("Bearer {}", secret["secret"].as_str().context("a secret")?),
            looks_at: self.desk.path(&looks_at),
        })
    }

    /// Takes a right from somebody who looks at something and has a panel open.
    fn taken(&mut self, person: &Person, take: &Act, felt: &mut Felt) -> Result<()> {
        let panel = Panel::open(self.desk.address, person)?;
        let began = Instant::now();
        self.act(take)?;
        let acknowledged = Instant::now();
        felt.took.push(panel.hears()?.duration_since(began));
        felt.late += panel.answered_after(acknowledged)?;
        Ok(())
    }

    /// The same with a right that ends by the clock.
    #[expect(clippy::disallowed_methods, reason = "the end of a right is a time of day")]
    fn runs_out(&mut self, person: &Person, felt: &mut Felt) -> Result<()> {
        let end = SystemTime::now() + SHORT;
        let until = kit::Time::from_micros(i64::try_from(end.duration_since(SystemTime::UNIX_EPOCH)?.as_micros())?);
        let (now, left) = (Instant::now(), end.duration_since(SystemTime::now())?);
        let path = format!("members/{}/switches", person.member);
        self.act(&("POST", path, may_view(true, Some(until.to_string()))))?;
        let panel = Panel::open(self.desk.address, person)?;
        let ends = now + left;
        ensure!(
            Instant::now() < ends,
            "the panel opened too late to see it end: this machine has too much to do"
        );
        // What came before is of the giving.
        let heard = loop {
            let heard = panel.hears()?;
            if heard >= ends {
                break heard;
            }
        };
        felt.took.push(heard.duration_since(ends));
        felt.late += panel.answered_after(ends)?;
        Ok(())
    }
}

/// An open panel: its live line, and somebody who asks for the same thing over and over.
struct Panel {
    line: TcpStream,
    frames: Receiver<(String, Instant)>,
    over: Arc<AtomicBool>,
    answered: Arc<Mutex<Vec<Instant>>>,
    asks: Option<JoinHandle<()>>,
}

impl Panel {
    fn open(address: SocketAddr, person: &Person) -> Result<Self> {
        let link = socket::open(address, &person.bearer)?;
        let line = link.get_ref().try_clone()?;
        let (tell, frames) = channel();
        std::thread::spawn(move || {
            socket::listen(link, &tell);
            let _ = tell.send(("left".to_owned(), Instant::now()));
        });
        let (over, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let (ends, told) = (Arc::clone(&over), Arc::clone(&answered));
        let (path, bearer) = (person.looks_at.clone(), person.bearer.clone());
        let asks = std::thread::spawn(move || {
            let mut client = Client::new(address);
            while !ends.load(Ordering::Relaxed) {
                let asked = Instant::now();
                let answer = client.get(&path, &[("authorization", &bearer)]);
                if answer.is_ok_and(|reply| reply.is_success()) {
                    told.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
                }
                std::thread::sleep(Duration::from_millis(3));
            }
        });
        let panel = Self {
            line,
            frames,
            over,
            answered,
            asks: Some(asks),
        };
        let began = Instant::now();
        while panel.answers().is_empty() {
            ensure!(began.elapsed() < PATIENCE, "{} was never answered", person.looks_at);
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(panel)
    }

    fn answers(&self) -> Vec<Instant> {
        self.answered.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// When it heard that its rights are others now.
    fn hears(&self) -> Result<Instant> {
        loop {
            let (text, when) = self.frames.recv_timeout(PATIENCE).context("the panel never heard of it")?;
            let kind = serde_json::from_str::<Value>(&text).unwrap_or_default()["type"].clone();
            if text == "left" || ["access", "gone", "left"].iter().any(|told| kind == *told) {
                return Ok(when);
            }
        }
    }

    /// How many questions of after that moment were answered; waits for some to be asked.
    fn answered_after(mut self, moment: Instant) -> Result<usize> {
        std::thread::sleep(Duration::from_millis(25));
        self.over.store(true, Ordering::Relaxed);
        // Some were ended by the server.
        let _ = self.line.shutdown(Shutdown::Both);
        if let Some(asks) = self.asks.take() {
            asks.join().map_err(|_| anyhow::anyhow!("the one who asks is gone"))?;
        }
        Ok(self.answers().into_iter().filter(|asked| *asked > moment).count())
    }
}
