//! Once a day: what nobody reads any more is taken away. What that is, is in the table of contents ([`crate::upkeep`]).

use std::time::Duration;

use db::Tx;
use db::job::Dedup;
use kit::{Result, Time};

use super::Done;
use crate::App;

pub const KIND: &str = "work.upkeep";

/// Soon after a start, in a quiet moment.
const FIRST: Duration = Duration::from_secs(10 * 60);
const EVERY: Duration = Duration::from_secs(24 * 3600);

/// One waits from now on, whichever node has put it there.
pub async fn begin(app: &App) -> Result<()> {
    app.db
        .write_global(b"upkeep", |tx| {
            let due = tx.now().plus(FIRST);
            enqueue(tx, due)
        })
        .await
}

pub async fn run(app: &App) -> Done {
    crate::upkeep(app).await?;
    let next = |tx: &mut Tx<'_>| {
        let due = tx.now().plus(EVERY);
        enqueue(tx, due)
    };
    Ok(app.db.write_global(b"upkeep", next).await?)
}

fn enqueue(tx: &mut Tx<'_>, due_at: Time) -> Result<()> {
    super::enqueue(tx, KIND, &serde_json::json!({}), None, due_at, Some(Dedup::Keep("daily".into())))
}

/// Takes portions until nothing is left; how many in all.
pub async fn portions(
    app: &App,
    key: &'static [u8],
    portion: impl Fn(&mut Tx<'_>, u32) -> Result<u64> + Send + Sync + Clone + 'static,
) -> Result<u64> {
    const PORTION: u32 = 500;
    let mut all = 0;
    loop {
        let portion = portion.clone();
        let gone = app.db.write_global(key, move |tx| portion(tx, PORTION)).await?;
        all += gone;
        if gone < u64::from(PORTION) {
            return Ok(all);
        }
    }
}
