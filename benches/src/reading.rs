//! Pages and counts, in the process: the query with everything that a row shows and what may be done with it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use db::trace::{Statement, Trace};
use desk::who::Who;

use crate::cpu::Meter;
use crate::floor::floor;
use crate::questions::{self, Question};
use crate::report::{Report, at, millis};
use crate::world::World;

/// Processor time and half-way latency of one asking, and how many rows there were.
pub struct Cost {
    pub cpu: Duration,
    pub half: Duration,
    pub rows: usize,
}

pub fn cost(world: &World, who: &Who, question: &Arc<Question>, times: u32) -> Result<Cost> {
    let ask = || {
        let (who, question) = (who.clone(), Arc::clone(question));
        world.db.read_blocking(move |tx| (question.ask)(tx, &who))
    };
    // The lanes know the statements, the cache has the pages.
    for _ in 0..24 {
        ask()?;
    }
    let meter = Meter::of(world.ground.backends()?.into_iter().chain([std::process::id()]));
    let (before, mut taken, mut rows) = (meter.now(), Vec::new(), 0);
    for _ in 0..times {
        let began = Instant::now();
        rows = ask()?;
        taken.push(began.elapsed());
    }
    let cpu = (meter.now() - before) / times;
    taken.sort_unstable();
    Ok(Cost {
        cpu,
        half: at(&taken, 0.5),
        rows,
    })
}

/// What a question asks of the engine, with the values.
pub fn statements(world: &World, who: &Who, question: &Arc<Question>) -> Result<Vec<Statement>> {
    let trace = Trace::with_values();
    let (who, question) = (who.clone(), Arc::clone(question));
    world.db.traced(&trace).read_blocking(move |tx| (question.ask)(tx, &who))?;
    Ok(trace.take())
}

pub fn measure(world: &World, tickets: i64, report: &mut Report, quick: bool) -> Result<()> {
    let callers = [("own + three teams", world.adviser()), ("organisation", world.admin())];
    let asked = [
        questions::inbox(),
        questions::counts(),
        questions::find("cosechadora"),
        questions::find("folio77"),
    ]
    .map(Arc::new);
    for question in &asked {
        for (reach, who) in &callers {
            let times = if quick { 40 } else { 300 };
            let cost = cost(world, who, question, times)?;
            let plain = millis(floor(world, &statements(world, who, question)?, times)?);
            let limit = match &*question.name {
                "inbox page" => format!("1 ms of CPU; its statements alone {plain}"),
                _ => format!("its statements alone {plain}"),
            };
            report.add(
                world.ground.engine.name(),
                format!("{}, {reach}, {tickets} tickets ({} rows)", question.name, cost.rows),
                format!("{} CPU, {} p50", millis(cost.cpu), millis(cost.half)),
                limit,
            );
        }
    }
    Ok(())
}
