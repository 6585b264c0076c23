//! What was acknowledged against what is stored, by SQL of its own, the same on both engines.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use db::{Config, Database, Db, Dialect, args};
use kit::{MessageId, OrgId};

use crate::crowd::Said;

/// How long readers of the log may take to come to its end.
const PATIENCE: Duration = Duration::from_secs(30);

/// Each returns how many rows are not as they should be.
const WRONG: &[(&str, &str)] = &[
    (
        "streams of events with a gap or another head",
        "SELECT COUNT(*) FROM (SELECT h.seq AS head, COUNT(e.seq) AS n, COALESCE(MIN(e.seq), 1) AS lo, COALESCE(MAX(e.seq), 0) AS hi \
         FROM org_head h LEFT JOIN event e ON e.org_id = h.org_id GROUP BY h.org_id, h.seq) s WHERE head <> n OR head <> hi OR lo <> 1",
    ),
    (
        "events of no head",
        "SELECT COUNT(*) FROM event e WHERE NOT EXISTS (SELECT 1 FROM org_head h WHERE h.org_id = e.org_id)",
    ),
    (
        "messages without their event",
        "SELECT COUNT(*) FROM message m LEFT JOIN event e ON e.org_id = m.org_id AND e.seq = m.seq AND e.subject_id = m.id AND e.kind = 'message.created' \
         WHERE e.seq IS NULL",
    ),
    (
        "events of messages that are not there",
        "SELECT COUNT(*) FROM event e LEFT JOIN message m ON m.org_id = e.org_id AND m.id = e.subject_id WHERE e.kind = 'message.created' AND m.id IS NULL",
    ),
    (
        "organisations whose ticket numbers have a gap",
        "SELECT COUNT(*) FROM org_head h WHERE h.ticket_number <> (SELECT COUNT(*) FROM ticket t WHERE t.org_id = h.org_id) \
         OR h.ticket_number <> (SELECT COALESCE(MAX(t.number), 0) FROM ticket t WHERE t.org_id = h.org_id)",
    ),
    (
        "tickets whose counters are not those of their messages",
        "SELECT COUNT(*) FROM ticket t WHERE t.last_seq <> (SELECT MAX(m.seq) FROM message m WHERE m.org_id = t.org_id AND m.ticket_id = t.id) \
         OR t.last_in_seq <> (SELECT COALESCE(MAX(m.seq), 0) FROM message m WHERE m.org_id = t.org_id AND m.ticket_id = t.id AND m.kind = 'in') \
         OR t.last_message_id <> (SELECT m.id FROM message m WHERE m.org_id = t.org_id AND m.ticket_id = t.id ORDER BY m.seq DESC LIMIT 1)",
    ),
    (
        "tickets that wait although they were answered, or the reverse",
        "SELECT COUNT(*) FROM ticket t JOIN message m ON m.org_id = t.org_id AND m.id = t.last_message_id \
         WHERE (t.waiting_since IS NULL) <> (m.kind = 'out')",
    ),
    (
        "answers on their way that no job carries",
        "SELECT COUNT(*) FROM message m WHERE m.delivery = 'queued' AND NOT EXISTS \
         (SELECT 1 FROM job j WHERE j.org_id = m.org_id AND j.kind = 'message.deliver' AND j.created_at >= m.created_at AND j.dead_at IS NULL)",
    ),
    (
        "messages that the search does not know",
        "SELECT COUNT(*) FROM message m LEFT JOIN search_doc d ON d.org_id = m.org_id AND d.id = m.id WHERE d.id IS NULL",
    ),
];

const BEHIND: &str =
    "SELECT COUNT(*) FROM org_head h LEFT JOIN reader r ON r.org_id = h.org_id AND r.name = 'search' WHERE h.seq <> COALESCE(r.cursor, 0)";

/// What the books hold.
#[derive(Debug)]
pub struct Balance {
    pub acknowledged: usize,
    /// Of those, sent more than once.
    pub retried: usize,
    pub stored: usize,
    pub events: i64,
}

/// Compares. The server may be running: it has to be for the readers to come to the end of the log.
pub fn balance(database: Database, org: &str, said: &[Said]) -> Result<Balance> {
    let org: OrgId = org.parse().map_err(|_| anyhow::anyhow!("{org} is no organisation"))?;
    let db = Db::open(Config::new(database))?;
    let began = Instant::now();
    while db.read_blocking(|tx| tx.one::<i64>(BEHIND, args![]))? > 0 {
        if began.elapsed() > PATIENCE {
            bail!("the search has not come to the end of the log within {PATIENCE:?}");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let mut wrong = Vec::new();
    for (what, sql) in WRONG {
        let count = db.read_blocking(|tx| tx.one::<i64>(sql, args![]))?;
        if count > 0 {
            wrong.push(format!("{count} {what}"));
        }
    }
    if db.dialect() == Dialect::Sqlite {
        let sound: Vec<String> = db.read_blocking(|tx| tx.all("PRAGMA integrity_check", args![]))?;
        if sound != ["ok"] {
            wrong.push(format!("the file is broken: {}", sound.join("; ")));
        }
    }
    let rows: Vec<(MessageId, String)> =
        db.read_blocking(move |tx| tx.all("SELECT id, body FROM message WHERE org_id = $1", args![org]))?;
    let events = db.read_blocking(move |tx| db::event::head(tx, org))?;
    db.close();
    wrong.extend(compare(said, &rows));
    if !wrong.is_empty() {
        bail!("the books do not balance: {}", wrong.join("; "));
    }
    Ok(Balance {
        acknowledged: said.iter().filter(|s| s.acknowledged.is_some()).count(),
        retried: said.iter().filter(|s| s.acknowledged.is_some() && s.tries > 1).count(),
        stored: rows.len(),
        events,
    })
}

fn compare(said: &[Said], rows: &[(MessageId, String)]) -> Vec<String> {
    let mut stored: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (id, body) in rows {
        stored.entry(body).or_default().push(id.to_string());
    }
    let mut wrong = Vec::new();
    for said in said {
        let found = stored.remove(said.body.as_str()).unwrap_or_default();
        match (&said.acknowledged, found.as_slice()) {
            (Some(id), [only]) if id == only => {}
            (None, [] | [_]) => {}
            (Some(id), []) => wrong.push(format!("lost, though acknowledged as {id}: {}", said.body)),
            (told, there) => wrong.push(format!("there as {there:?}, acknowledged as {told:?}: {}", said.body)),
        }
    }
    wrong.extend(stored.keys().map(|body| format!("nobody said: {body}")));
    wrong.truncate(10);
    wrong
}
