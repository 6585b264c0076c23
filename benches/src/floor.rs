//! The limit for reading: the very statements that a question asks, prepared, on one plain connection of the engine's own driver, and
//! nothing made of their rows. What ours takes beyond it is the transaction, the lane, the rows made into things, and what may be done.

use std::time::Duration;

use anyhow::Result;
use db::trace::Statement;
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::{Client, NoTls};
use rusqlite::{Connection, OpenFlags};

use crate::cpu::Meter;
use crate::world::World;

/// Before it is measured: plans are kept after the sixth time, the cache has the pages.
const WARM: u32 = 12;

/// Processor time of one asking, of the driver's side and the engine's.
pub fn floor(world: &World, statements: &[Statement], times: u32) -> Result<Duration> {
    match &world.ground.database {
        db::Database::Sqlite { path } => sqlite(path, statements, times),
        db::Database::Postgres { url } => postgres(url, statements, times),
    }
}

fn sqlite(path: &std::path::Path, statements: &[Statement], times: u32) -> Result<Duration> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut prepared = Vec::new();
    for statement in statements {
        let mut ready = connection.prepare(&statement.sql)?;
        for (n, value) in statement.values.iter().enumerate() {
            // `$2` is a name there, numbered by where it stands first.
            let name = format!("${}", n + 1);
            let Some(at) = ready.parameter_index(&name)? else {
                anyhow::bail!("{name} is not in {}", statement.sql)
            };
            ready.raw_bind_parameter(at, value)?;
        }
        prepared.push(ready);
    }
    measure(&Meter::of([std::process::id()]), times, || {
        for ready in &mut prepared {
            let mut rows = ready.raw_query();
            while rows.next()?.is_some() {}
        }
        Ok(())
    })
}

fn postgres(url: &str, statements: &[Statement], times: u32) -> Result<Duration> {
    let mut client = Client::connect(url, NoTls)?;
    // As our sessions have it: compiling a plan takes longer than all of these.
    client.batch_execute("SET jit = off; SET random_page_cost = 1.1")?;
    let backend: i32 = client.query_one("SELECT pg_backend_pid()", &[])?.get(0);
    let prepared: Vec<_> = statements
        .iter()
        .map(|statement| Ok((client.prepare(&statement.sql)?, &statement.values)))
        .collect::<Result<_>>()?;
    measure(&Meter::of([std::process::id(), backend.unsigned_abs()]), times, || {
        for (ready, values) in &prepared {
            let mut rows = client.query_raw(ready, *values)?;
            while rows.next()?.is_some() {}
        }
        Ok(())
    })
}

fn measure(meter: &Meter, times: u32, mut ask: impl FnMut() -> Result<()>) -> Result<Duration> {
    for _ in 0..WARM {
        ask()?;
    }
    let before = meter.now();
    for _ in 0..times {
        ask()?;
    }
    Ok((meter.now() - before) / times)
}
