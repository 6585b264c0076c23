//! Reads the event log for those who act on it. A reader's cursor moves in the same transaction as what it did, so each event
//! is acted on once, however often we are killed.

use std::time::Duration;

use db::event::{self, Batch};
use db::{Event, Stream, Tx};
use kit::{OrgId, Result};
use tokio::sync::watch;

use crate::App;

/// How many events one transaction may take.
const BATCH: u32 = 200;
const LOOK: Duration = Duration::from_secs(2);

/// What a reader does with an organisation's events, inside the transaction that moves its cursor.
pub type Act = fn(&App, &mut Tx<'_>, OrgId, &[Event]) -> Result<()>;

pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut woken = app.db.wake();
    while !*stop.borrow() {
        match step(&app).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the event log cannot be read"),
        }
        tokio::select! {
            _ = woken.recv() => {}
            _ = stop.changed() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Lets every reader take one batch of every stream that it is behind in; says whether there may be more.
pub async fn step(app: &App) -> Result<bool> {
    let mut more = false;
    for &(name, act) in crate::READERS {
        let behind: Vec<(Stream, i64)> = app.db.read(move |tx| Ok::<_, kit::Error>(event::behind(tx, name, 64)?)).await?;
        for (stream, _) in behind {
            more |= read(app, name, act, stream).await?;
        }
    }
    Ok(more)
}

async fn read(app: &App, name: &'static str, act: Act, stream: Stream) -> Result<bool> {
    let shared = app.clone();
    let org = OrgId::from_bytes(stream.to_bytes());
    app.db
        .write(org, move |tx| {
            let cursor = event::cursor(tx, name, stream)?;
            let at = match event::after(tx, stream, cursor, BATCH)? {
                Batch::Events(events) => {
                    act(&shared, tx, org, &events)?;
                    events.last().map_or(cursor, |e| e.seq)
                }
                Batch::Reset { head } => head,
            };
            event::set_cursor(tx, name, stream, at)?;
            Ok(at != cursor)
        })
        .await
}
