//! Reads the event log for those who act on it. A reader's cursor moves in the same transaction as what it did, so each event
//! is acted on once, however often we are killed.

use std::time::Duration;

use db::event::{self, Batch};
use db::{Event, Stream, Tx};
use kit::{OrgId, Result};
use tokio::sync::watch;

use crate::App;

/// How many events one transaction may take.
const BATCH: u32 = 400;
/// Between two looks while there is work: what comes meanwhile is taken together, which costs a busy desk a fraction (a full-text index
/// is written out once for all of it) and a quiet one nothing, since the first event after a rest is taken at once.
const REST: Duration = Duration::from_millis(150);
const LOOK: Duration = Duration::from_secs(2);

/// What a reader does with an organisation's events, inside the transaction that moves its cursor.
pub type Act = fn(&App, &mut Tx<'_>, OrgId, &[Event]) -> Result<()>;

pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut woken = app.db.wake();
    while !*stop.borrow() {
        match step(&app).await {
            Ok(Step::More) => continue,
            Ok(Step::Done) => tokio::time::sleep(REST).await,
            Ok(Step::Nothing) => {}
            Err(error) => tracing::warn!(%error, "the event log cannot be read"),
        }
        tokio::select! {
            _ = woken.recv() => {}
            _ = stop.changed() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// What one look has brought.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Nothing,
    /// All that there was.
    Done,
    /// A full batch: there may be more.
    More,
}

/// Lets every reader take one batch of every stream that it is behind in.
pub async fn step(app: &App) -> Result<Step> {
    let mut most = Step::Nothing;
    for &(name, act) in crate::READERS {
        let behind: Vec<(Stream, i64)> = app.db.read(move |tx| Ok::<_, kit::Error>(event::behind(tx, name, 64)?)).await?;
        for (stream, _) in behind {
            most = most.max(read(app, name, act, stream).await?);
        }
    }
    Ok(most)
}

async fn read(app: &App, name: &'static str, act: Act, stream: Stream) -> Result<Step> {
    let shared = app.clone();
    let org = OrgId::from_bytes(stream.to_bytes());
    app.db
        .write(org, move |tx| {
            let cursor = event::cursor(tx, name, stream)?;
            let (at, step) = match event::after(tx, stream, cursor, BATCH)? {
                Batch::Events(events) => {
                    act(&shared, tx, org, &events)?;
                    let step = match events.len() {
                        0 => Step::Nothing,
                        n if n < BATCH as usize => Step::Done,
                        _ => Step::More,
                    };
                    (events.last().map_or(cursor, |e| e.seq), step)
                }
                Batch::Reset { head } => (head, Step::More),
            };
            event::set_cursor(tx, name, stream, at)?;
            Ok(step)
        })
        .await
}
