//! Messages that come in, and answers: through HTTP, through `db` alone, and by a bare writer of the same rows.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use desk::message::receive::{Arrival, receive};
use rig::desk::Desk;
use rig::http::Client;
use rig::server::Server;

use crate::cpu::{self, Meter};
use crate::raw;
use crate::report::{Report, at, millis, per_second, rate, share};
use crate::world::{Ground, Place, World};

pub const CALLERS: usize = 64;

/// How many in how long, and how long each took.
pub struct Run {
    pub rate: f64,
    pub count: u64,
    pub half: Duration,
    pub slow: Duration,
}

/// Lets every caller do `one` over and over for a while. `one` gets the caller's number and how often it was there.
pub fn run<S: Send + 'static>(
    long: Duration,
    callers: Vec<S>,
    one: impl Fn(&mut S, usize, u64) -> Result<()> + Send + Sync + 'static,
) -> Result<Run> {
    let (stop, count, one) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)), Arc::new(one));
    let all = Arc::new(Mutex::new(Vec::new()));
    let warm = Arc::new(AtomicBool::new(false));
    let threads: Vec<_> = callers
        .into_iter()
        .enumerate()
        .map(|(n, mut state)| {
            let (stop, count, one, all) = (Arc::clone(&stop), Arc::clone(&count), Arc::clone(&one), Arc::clone(&all));
            let warm = Arc::clone(&warm);
            std::thread::spawn(move || -> Result<()> {
                let mut taken = Vec::new();
                for i in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let began = Instant::now();
                    one(&mut state, n, i)?;
                    if warm.load(Ordering::Relaxed) {
                        taken.push(began.elapsed());
                    }
                    count.fetch_add(1, Ordering::Relaxed);
                }
                all.lock().unwrap_or_else(PoisonError::into_inner).extend(taken);
                Ok(())
            })
        })
        .collect();
    // The first ones make what later ones find: contacts, tickets, connections, caches.
    std::thread::sleep(long / 4);
    warm.store(true, Ordering::Relaxed);
    let (before, began) = (count.load(Ordering::Relaxed), Instant::now());
    std::thread::sleep(long);
    let (counted, time) = (count.load(Ordering::Relaxed) - before, began.elapsed());
    stop.store(true, Ordering::Relaxed);
    for thread in threads {
        thread.join().ok().context("a caller panicked")??;
    }
    let mut taken = std::mem::take(&mut *all.lock().unwrap_or_else(PoisonError::into_inner));
    taken.sort_unstable();
    Ok(Run {
        rate: rate(counted, time),
        count: counted,
        half: at(&taken, 0.5),
        slow: at(&taken, 0.99),
    })
}

fn shown(run: &Run) -> String {
    format!("{}, p50 {}, p99 {}", per_second(run.rate), millis(run.half), millis(run.slow))
}

/// A desk that was just set up, served by the binary.
pub fn served(place: &Place, ground: &Ground) -> Result<(Server, Desk)> {
    let site = ground.site(place)?;
    let server = site.start()?;
    let desk = Desk::set_up(&server, site.address)?;
    Ok((server, desk))
}

pub fn measure(place: &Place, engine: crate::world::Engine, report: &mut Report) -> Result<()> {
    let long = Duration::from_secs(if place.quick { 1 } else { 8 });
    let world = World::new(place, engine, "raw")?;
    prepare(&world)?;
    let batched = raw::write(&world, long, CALLERS)?;
    report.add(
        engine.name(),
        "raw writer of the same rows, one commit for all that wait",
        shown(&batched),
        "–",
    );
    let single = raw::write(&world, long, 1)?;
    report.add(engine.name(), "raw writer of the same rows, one commit each", shown(&single), "–");
    drop(world);

    let direct = direct(&World::new(place, engine, "direct")?, long)?;
    report.add(
        engine.name(),
        "inbound message through `db.write`, 64 callers",
        shown(&direct),
        format!(
            "{} of raw batched, {} of one by one",
            share(direct.rate, batched.rate),
            share(direct.rate, single.rate)
        ),
    );

    let ground = Ground::new(place, engine, "http")?;
    let (server, desk) = served(place, &ground)?;
    let meter = Meter::of(ground.backends()?.into_iter().chain([server.pid()]));
    let before = meter.now();
    let http = inbound(&desk, long)?;
    let cpu = (meter.now() - before) / u32::try_from(http.count.max(1))?;
    report.add(
        engine.name(),
        "inbound message through HTTP, 64 callers",
        format!("{}, {} CPU each", shown(&http), millis(cpu)),
        format!("{} of raw batched (aim 50 %)", share(http.rate, batched.rate)),
    );
    let replies = replies(&desk, long)?;
    report.add(
        engine.name(),
        "reply through HTTP, 64 callers",
        shown(&replies),
        format!("{} of raw batched", share(replies.rate, batched.rate)),
    );
    let loaded = cpu::resident(server.pid());
    report.add(
        engine.name(),
        "resident memory after that load",
        format!("{} MB", loaded / 1_000_000),
        "–",
    );
    Ok(())
}

pub fn inbound(desk: &Desk, long: Duration) -> Result<Run> {
    let clients = (0..CALLERS).map(|_| Client::new(desk.address)).collect();
    let desk = desk.clone();
    run(long, clients, move |client, caller, n| {
        let landed = desk.inbound(client, &format!("m{caller}-{n}"), &format!("cliente {caller}"), BODY)?;
        ensure!(landed.status == 201, "{}: {}", landed.status, landed.json());
        Ok(())
    })
}

/// What customers write: about as long as they do.
pub const BODY: &str = "Buenas tardes, la cosechadora no arranca desde ayer y la cosecha no espera. ¿Pueden mandar a alguien?";

fn replies(desk: &Desk, long: Duration) -> Result<Run> {
    let page = Client::new(desk.address)
        .get(&desk.path("tickets?limit=100"), &[("authorization", &desk.bearer())])?
        .json();
    let tickets: Vec<String> = page["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|t| t["id"].as_str())
        .map(str::to_owned)
        .collect();
    ensure!(tickets.len() >= CALLERS, "there are tickets to answer");
    let clients = (0..CALLERS).map(|_| Client::new(desk.address)).collect();
    let desk = desk.clone();
    run(long, clients, move |client, caller, n| {
        let said = desk.reply(
            client,
            &tickets[caller],
            &format!("r{caller}-{n}"),
            "Vamos en camino, gracias por avisar.",
        )?;
        ensure!(said.status == 201, "{}: {}", said.status, said.json());
        Ok(())
    })
}

/// One conversation for each caller, so that what is measured is a message and not a ticket.
pub fn prepare(world: &World) -> Result<()> {
    let deliver = deliverer(world);
    (0..CALLERS).try_for_each(|caller| deliver(format!("cliente {caller}"), format!("p{caller}")))
}

/// Hands a message to the domain, without HTTP.
fn deliverer(world: &World) -> impl Fn(String, String) -> Result<()> + Send + Sync + 'static {
    let (db, cache, org, channel) = (world.db.clone(), world.office.cache.clone(), world.office.org, world.office.channel);
    move |address, id| {
        let arrival = Arrival {
            channel,
            address,
            verified: true,
            provider: Some(id),
            name: Some("Luis Paz".into()),
            phone: None,
            email: None,
            locale: None,
            subject: None,
            text: BODY.into(),
            files: Vec::new(),
            more: Default::default(),
        };
        let cache = cache.clone();
        db.write_blocking(org, move |tx| receive(tx, &cache, org, &arrival).map(drop))?;
        Ok(())
    }
}

fn direct(world: &World, long: Duration) -> Result<Run> {
    prepare(world)?;
    let deliver = deliverer(world);
    run(long, vec![(); CALLERS], move |(), caller, n| {
        deliver(format!("cliente {caller}"), format!("d{caller}-{n}"))
    })
}
