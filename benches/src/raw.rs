//! The limit: one connection that writes the rows of an inbound message and nothing else. No look-ups, no access, no JSON, no search.
//!
//! What is written is what `message::receive` writes for a conversation that goes on: the message, its ticket, the event, the head. Callers
//! wait for their commit as ours do; all that wait are committed together, or each alone when `most` is 1.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::time::Duration;

use anyhow::{Context, Result};
use db::args;
use postgres::NoTls;

use crate::ingest::{BODY, CALLERS, Run, run};
use crate::world::World;

/// A message to write, and whom to tell.
struct Ask {
    caller: usize,
    id: [u8; 16],
    provider: String,
    done: SyncSender<()>,
}

/// What the rows need to know: organisation, channel, and for each caller ticket and address.
#[derive(Clone)]
struct Known {
    org: [u8; 16],
    channel: [u8; 16],
    conversations: Vec<([u8; 16], [u8; 16])>,
    seq: i64,
}

const MESSAGE: &str = "INSERT INTO message (org_id, id, ticket_id, seq, kind, channel_id, identity_id, body, provider_id, delivery, created_at) \
                       VALUES ($1, $2, $3, $4, 'in', $5, $6, $7, $8, 'received', $9)";
const TICKET: &str = "UPDATE ticket SET last_at = $3, waiting_since = COALESCE(waiting_since, $3), last_message_id = $4, last_seq = $5, \
                      last_in_seq = $5, version = version + 1 WHERE org_id = $1 AND id = $2";
const EVENT: &str = "INSERT INTO event (org_id, seq, at, actor_kind, actor_id, kind, version, subject_kind, subject_id, facts_before, facts_after, body) \
                     VALUES ($1, $2, $3, 'con', $4, 'message.created', 1, 'msg', $5, $6, $6, $7)";
const HEAD: &str = "UPDATE org_head SET seq = $2, moved_at = $3 WHERE org_id = $1";
/// About as long as ours are.
const FACTS: &str = r#"{"org":"org_06h1466ghxr5vek9g7q0mwyrng","team":"tea_06h1466ghxt3k4fyn3wpsqx6tw","channel":"chn_06h1467ygnxg32j54c4e98b0e0","assignee":null,"origin":null}"#;
const TOLD: &str = r#"{"ticket":"tkt_06h1467yrdvjs3agf1yxhpmc14","kind":"in"}"#;

pub fn write(world: &World, long: Duration, most: usize) -> Result<Run> {
    let known = known(world)?;
    let (asks, waiting) = channel::<Ask>();
    let writer = match &world.ground.database {
        db::Database::Sqlite { path } => {
            let path = path.clone();
            std::thread::spawn(move || sqlite(&path, known, &waiting, most))
        }
        db::Database::Postgres { url } => {
            let url = url.clone();
            std::thread::spawn(move || postgres(&url, known, &waiting, most))
        }
    };
    let states: Vec<Sender<Ask>> = (0..CALLERS).map(|_| asks.clone()).collect();
    drop(asks);
    let tag = u64::try_from(most)?;
    let done = run(long, states, move |asks, caller, n| {
        let (done, told) = sync_channel(1);
        let mut id = [tag as u8; 16];
        id[1..9].copy_from_slice(&n.to_be_bytes());
        id[9..11].copy_from_slice(&u16::try_from(caller)?.to_be_bytes());
        let provider = format!("raw{tag}-{caller}-{n}");
        asks.send(Ask {
            caller,
            id,
            provider,
            done,
        })
        .ok()
        .context("the writer is gone")?;
        told.recv().context("the writer is gone")
    })?;
    writer.join().ok().context("the writer panicked")??;
    Ok(done)
}

fn known(world: &World) -> Result<Known> {
    let org = world.office.org;
    let conversations = "SELECT t.id, t.identity_id FROM ticket t JOIN identity i ON i.org_id = t.org_id AND i.id = t.identity_id WHERE t.org_id = $1 ORDER BY i.address";
    let ids: Vec<(kit::TicketId, kit::IdentityId)> = world.db.read_blocking(move |tx| tx.all(conversations, args![org]))?;
    let seq = world.db.read_blocking(move |tx| db::event::head(tx, org))?;
    Ok(Known {
        org: org.to_bytes(),
        channel: world.office.channel.to_bytes(),
        conversations: ids
            .iter()
            .map(|(ticket, identity)| (ticket.to_bytes(), identity.to_bytes()))
            .collect(),
        seq,
    })
}

/// All that wait, at most so many; none when nobody is left.
fn batch(waiting: &Receiver<Ask>, most: usize) -> Vec<Ask> {
    let Ok(first) = waiting.recv() else { return Vec::new() };
    let mut all = vec![first];
    while all.len() < most {
        let Ok(next) = waiting.try_recv() else { break };
        all.push(next);
    }
    all
}

/// It is on disk. A caller that has left need not know.
fn tell(asks: &[Ask]) {
    for ask in asks {
        let _ = ask.done.send(());
    }
}

fn sqlite(path: &Path, mut known: Known, waiting: &Receiver<Ask>, most: usize) -> Result<()> {
    let conn = rusqlite::Connection::open(path)?;
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -32000;")?;
    let one = |sql: &str| conn.prepare(&sql.replace('$', "?"));
    let (mut message, mut ticket, mut event, mut head) = (one(MESSAGE)?, one(TICKET)?, one(EVENT)?, one(HEAD)?);
    loop {
        let asks = batch(waiting, most);
        if asks.is_empty() {
            return Ok(());
        }
        let now = kit::Clock::system().now().micros();
        conn.execute_batch("BEGIN IMMEDIATE")?;
        for ask in &asks {
            known.seq += 1;
            let (at, identity) = known.conversations[ask.caller];
            message.execute(rusqlite::params![
                known.org,
                ask.id,
                at,
                known.seq,
                known.channel,
                identity,
                BODY,
                ask.provider,
                now
            ])?;
            ticket.execute(rusqlite::params![known.org, at, now, ask.id, known.seq])?;
            event.execute(rusqlite::params![known.org, known.seq, now, identity, ask.id, FACTS, TOLD])?;
        }
        head.execute(rusqlite::params![known.org, known.seq, now])?;
        conn.execute_batch("COMMIT")?;
        tell(&asks);
    }
}

fn postgres(url: &str, mut known: Known, waiting: &Receiver<Ask>, most: usize) -> Result<()> {
    let mut client = postgres::Client::connect(url, NoTls)?;
    client.batch_execute("SET synchronous_commit = on; SET plan_cache_mode = force_custom_plan; SET jit = off")?;
    let (message, ticket) = (client.prepare(MESSAGE)?, client.prepare(TICKET)?);
    let (event, head) = (client.prepare(EVENT)?, client.prepare(HEAD)?);
    loop {
        let asks = batch(waiting, most);
        if asks.is_empty() {
            return Ok(());
        }
        let now = kit::Clock::system().now().micros();
        let (org, channel) = (known.org.as_slice(), known.channel.as_slice());
        let mut tx = client.transaction()?;
        for ask in &asks {
            known.seq += 1;
            let (at, identity) = &known.conversations[ask.caller];
            let (at, identity, id) = (at.as_slice(), identity.as_slice(), ask.id.as_slice());
            tx.execute(
                &message,
                &[&org, &id, &at, &known.seq, &channel, &identity, &BODY, &ask.provider, &now],
            )?;
            tx.execute(&ticket, &[&org, &at, &now, &id, &known.seq])?;
            tx.execute(&event, &[&org, &known.seq, &now, &identity, &id, &FACTS, &TOLD])?;
        }
        tx.execute(&head, &[&org, &known.seq, &now])?;
        tx.commit()?;
        tell(&asks);
    }
}
