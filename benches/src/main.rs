//! `cargo xtask bench`: what Relevo does in a second and what it costs, on both engines, beside what the machine could do.
//!
//! `--quick` is small and shows that all of it runs; its figures mean nothing. `--only NAME` runs a part: `ingest`, `reading`, `process`,
//! `revocation`, `monitoring` or `plans`. `--engine sqlite|postgres` one engine, `--tickets N` another size than a million, `--verbose` every plan. Nothing here fails
//! because it was slow.

#![expect(clippy::print_stdout, reason = "a program for people at a terminal")]
#![expect(clippy::cast_precision_loss, reason = "figures for people")]

mod cpu;
mod floor;
mod ingest;
mod monitoring;
mod plans;
mod process;
mod questions;
mod raw;
mod reading;
mod report;
mod revocation;
mod seed;
mod socket;
mod world;

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt};
use plans::Detail;
use report::Report;
use world::{Engine, Place, World};

struct Options {
    quick: bool,
    verbose: bool,
    only: Option<String>,
    tickets: Option<i64>,
    engines: Vec<Engine>,
}

fn main() -> Result<()> {
    let options = options(Parser::from_env())?;
    let place = Place {
        binary: std::env::var_os("RELEVO_BIN").context("RELEVO_BIN")?.into(),
        postgres: std::env::var("RELEVO_BENCH_POSTGRES").context("RELEVO_BENCH_POSTGRES")?,
        quick: options.quick,
    };
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "profile {profile}, {cores} cores, load {}{}",
        cpu::load(),
        if options.quick { ", quick" } else { "" }
    );
    let detail = match options.only.as_deref() {
        _ if options.verbose => Detail::All,
        Some("plans") => Detail::Marked,
        _ => Detail::Line,
    };
    let mut report = Report::new();
    let wants = |part: &str| options.only.as_deref().is_none_or(|only| only == part);
    for engine in &options.engines {
        if wants("process") {
            process::measure(&place, *engine, &mut report)?;
        }
        if wants("ingest") {
            ingest::measure(&place, *engine, &mut report)?;
        }
        if wants("revocation") {
            revocation::measure(&place, *engine, &mut report)?;
        }
        if wants("monitoring") {
            monitoring::measure(&place, *engine, &mut report)?;
        }
        if wants("reading") || wants("plans") {
            let most = options.tickets.unwrap_or(if options.quick { 10_000 } else { 1_000_000 });
            let sizes = [most.min(10_000), most];
            // Plans are looked at where there is most; two sizes show that pages do not grow with it.
            let sizes = if wants("reading") && most > 10_000 {
                &sizes[..]
            } else {
                &sizes[1..]
            };
            for tickets in sizes {
                let world = World::new(&place, *engine, "reading")?;
                let (label, webhook) = (seed::label(&world)?, seed::webhook(&world)?);
                let began = std::time::Instant::now();
                seed::fill(&world, *tickets, 40)?;
                println!("{}: {tickets} tickets in {:.0?}", engine.name(), began.elapsed());
                if wants("reading") {
                    reading::measure(&world, *tickets, &mut report, options.quick)?;
                }
                if wants("plans") && Some(tickets) == sizes.last() {
                    plans::explain(&world, label, webhook, detail)?;
                }
            }
        }
    }
    report.print();
    Ok(())
}

fn options(mut args: Parser) -> Result<Options> {
    let mut options = Options {
        quick: false,
        verbose: false,
        only: None,
        tickets: None,
        engines: vec![Engine::Sqlite, Engine::Postgres],
    };
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("quick") => options.quick = true,
            Arg::Long("verbose") => options.verbose = true,
            Arg::Long("only") => options.only = Some(args.value()?.string()?),
            Arg::Long("tickets") => options.tickets = Some(args.value()?.parse()?),
            Arg::Long("engine") => {
                options.engines = match &*args.value()?.string()? {
                    "sqlite" => vec![Engine::Sqlite],
                    "postgres" => vec![Engine::Postgres],
                    other => bail!("no engine is called {other}"),
                }
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}
