//! What one assignment costs an organisation of twenty people and ten thousand tickets, and one of two thousand and a million: the act
//! itself, and what open panels ask for because of it.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use db::args;
use desk::monitor::table::{self, Narrow};
use desk::ticket::assign;
use desk::view;
use desk::who::Who;
use kit::{MemberId, TicketId};

use crate::cpu::Meter;
use crate::report::{Report, at, millis};
use crate::seed;
use crate::world::{Engine, Place, World};

/// People and tickets.
const SIZES: [(usize, i64); 2] = [(20, 10_000), (2000, 1_000_000)];

/// What follows an assignment, in the order in which it is asked for.
const STEPS: [&str; 4] = [
    "the assignment itself",
    "the rows of an open monitoring table",
    "the counts of an administrator's views",
    "the counts of the assignee's views",
];

#[derive(Clone, Copy, Default)]
struct Cost {
    cpu: Duration,
    half: Duration,
}

pub fn measure(place: &Place, engine: Engine, report: &mut Report) -> Result<()> {
    let mut small: Option<Vec<Cost>> = None;
    for (people, tickets) in if place.quick { [(5, 1000), (20, 5000)] } else { SIZES } {
        let world = World::new(place, engine, "monitoring")?;
        seed::label(&world)?;
        seed::webhook(&world)?;
        let members = seed::fill(&world, tickets, people)?;
        let costs = costs(&world, &members, if place.quick { 10 } else { 200 })?;
        for (n, cost) in costs.iter().enumerate() {
            let limit = small.as_ref().map_or_else(|| "–".to_owned(), |small| twice(small[n]));
            let what = format!("{}, {people} people, {tickets} tickets", STEPS[n]);
            report.add(
                engine.name(),
                what,
                format!("{} CPU, {} p50", millis(cost.cpu), millis(cost.half)),
                limit,
            );
        }
        whole(&world, people, tickets, report)?;
        small.get_or_insert(costs);
    }
    Ok(())
}

fn twice(small: Cost) -> String {
    format!("twice the small one: {} CPU, {} p50", millis(small.cpu * 2), millis(small.half * 2))
}

/// The table when it is opened: once, and not because of anything that happens.
fn whole(world: &World, people: usize, tickets: i64, report: &mut Report) -> Result<()> {
    let (mut taken, admin) = (Vec::new(), world.admin());
    for _ in 0..20 {
        let (admin, began) = (admin.clone(), Instant::now());
        world
            .db
            .read_blocking(move |tx| table::table(tx, &admin, Narrow::default(), None))?;
        taken.push(began.elapsed());
    }
    taken.sort_unstable();
    let what = format!("the whole monitoring table, {people} people, {tickets} tickets");
    report.add(world.ground.engine.name(), what, format!("{} p50", millis(at(&taken, 0.5))), "–");
    Ok(())
}

fn costs(world: &World, members: &[MemberId], times: usize) -> Result<Vec<Cost>> {
    let tickets = open(world, times + WARM)?;
    let meter = Meter::of(world.ground.backends()?.into_iter().chain([std::process::id()]));
    let admin = world.admin();
    let opened = admin.clone();
    // What an open table holds, from one answer to the next.
    let mut cursor = world
        .db
        .read_blocking(move |tx| table::table(tx, &opened, Narrow::default(), None))?
        .cursor;
    let mut taken: Vec<Vec<(Duration, Duration)>> = vec![Vec::new(); STEPS.len()];
    for (n, ticket) in tickets.into_iter().enumerate() {
        let member = members[n % members.len()];
        let assignee = world.office.of(member);
        for (step, taken) in taken.iter_mut().enumerate() {
            let (cpu, began) = (meter.now(), Instant::now());
            act(
                world,
                step,
                (ticket, member),
                &mut cursor,
                if step == 3 { &assignee } else { &admin },
            )?;
            let spent = (meter.now().saturating_sub(cpu), began.elapsed());
            // The lanes know the statements by then.
            if n >= WARM {
                taken.push(spent);
            }
        }
    }
    Ok(taken
        .into_iter()
        .map(|all| {
            let mut half: Vec<Duration> = all.iter().map(|(_, took)| *took).collect();
            half.sort_unstable();
            let cpu: Duration = all.iter().map(|(cpu, _)| *cpu).sum();
            Cost {
                cpu: cpu / u32::try_from(all.len()).unwrap_or(1).max(1),
                half: at(&half, 0.5),
            }
        })
        .collect())
}

const WARM: usize = 20;

fn act(world: &World, step: usize, (ticket, member): (TicketId, MemberId), cursor: &mut String, who: &Who) -> Result<()> {
    let (who, cache) = (who.clone(), world.office.cache.clone());
    match step {
        0 => {
            let assigned = move |tx: &mut db::Tx<'_>| assign::assign(tx, &cache, &who, ticket, Some(member)).map(drop);
            world.db.write_blocking(world.office.org, assigned)?;
        }
        1 => {
            let since = cursor.clone();
            let table = move |tx: &mut db::Tx<'_>| table::table(tx, &who, Narrow::default(), Some(&since));
            let answer = world.db.read_blocking(table)?;
            // The assignee's, and whose it was.
            anyhow::ensure!(answer.rows.len() <= 2 && !answer.whole, "one assignment is everybody's");
            *cursor = answer.cursor;
        }
        _ => drop(world.db.read_blocking(move |tx| view::list::list(tx, &who))?),
    }
    Ok(())
}

/// Live tickets that somebody has, of all parts of the list.
fn open(world: &World, most: usize) -> Result<Vec<TicketId>> {
    let org = world.office.org;
    let found: Vec<TicketId> = world.db.read_blocking(move |tx| {
        let sql = "SELECT id FROM ticket WHERE org_id = $1 AND live = TRUE AND state = 'open' ORDER BY id";
        tx.all(sql, args![org])
    })?;
    let apart = (found.len() / most.max(1)).max(1);
    let some: Vec<TicketId> = found.into_iter().step_by(apart).take(most).collect();
    some.first().context("no open ticket")?;
    Ok(some)
}
