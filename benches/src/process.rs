//! The process itself: how soon it answers, what it holds in memory, and how fast an event reaches a thousand open panels.

use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rig::desk::Desk;
use rig::http::Client;

use crate::cpu::{self, Meter};
use crate::ingest::served;
use crate::report::{Report, at, millis};
use crate::socket;
use crate::world::{Engine, Ground, Place};

pub fn measure(place: &Place, engine: Engine, report: &mut Report) -> Result<()> {
    let ground = Ground::new(place, engine, "process")?;
    let (server, desk) = served(place, &ground)?;
    server.kill()?;
    let site = ground.site(place)?;
    let mut starts = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        let server = site.start()?;
        starts.push(began.elapsed());
        server.kill()?;
    }
    starts.sort_unstable();
    report.add(engine.name(), "cold start to the first answer", millis(at(&starts, 0.5)), "300 ms");
    let server = site.start()?;
    std::thread::sleep(Duration::from_secs(2));
    let idle = cpu::resident(server.pid());
    report.add(engine.name(), "resident memory, idle", format!("{:.1} MB", mega(idle)), "60 MB");
    let desk = Desk {
        address: site.address,
        ..desk
    };
    fan_out(place, engine, &desk, server.pid(), idle, report)?;
    drop(server);
    if engine == Engine::Sqlite {
        let size = place.binary.metadata()?.len();
        report.add("–", "size of the binary", format!("{:.1} MB", mega(size)), "–");
    }
    Ok(())
}

fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// Customers write, and every panel of an administrator hears of it.
fn fan_out(place: &Place, engine: Engine, desk: &Desk, pid: u32, idle: u64, report: &mut Report) -> Result<()> {
    let (count, rounds) = if place.quick { (50, 5) } else { (1_000, 20) };
    let (heard, hears) = channel();
    for _ in 0..count {
        let link = socket::open(desk.address, &desk.bearer())?;
        let heard = heard.clone();
        // A thousand threads that wait cost address space and nothing else; small stacks make it little.
        std::thread::Builder::new()
            .stack_size(128 * 1024)
            .spawn(move || socket::listen(link, &heard))?;
    }
    let held = cpu::resident(pid);
    let mut client = Client::new(desk.address);
    let meter = Meter::of([pid]);
    let (before, mut taken) = (meter.now(), Vec::new());
    for n in 0..rounds {
        let id = format!("abanico-{n}");
        let began = Instant::now();
        let landed = desk.inbound(&mut client, &id, "cliente", "hola")?;
        ensure!(landed.is_success(), "{}", landed.json());
        let wanted = landed.json()["message"].as_str().context("a message")?.to_owned();
        let mut here = 0;
        while here < count {
            let (text, when): (String, Instant) = hears
                .recv_timeout(Duration::from_secs(30))
                .context("not every socket heard of it")?;
            if text.contains(&wanted) {
                here += 1;
                taken.push(when.duration_since(began));
            }
        }
    }
    taken.sort_unstable();
    let cpu = (meter.now() - before) / rounds;
    report.add(
        engine.name(),
        format!("an event to {count} sockets, from the request on"),
        format!(
            "p50 {}, p99 {}, last {}, {} CPU",
            millis(at(&taken, 0.5)),
            millis(at(&taken, 0.99)),
            millis(at(&taken, 1.0)),
            millis(cpu)
        ),
        "1 s",
    );
    let each = held.saturating_sub(idle) / u64::try_from(count)? / 1000;
    report.add(
        engine.name(),
        format!("resident memory with {count} sockets"),
        format!("{:.1} MB, {each} kB each", mega(held)),
        "–",
    );
    Ok(())
}
