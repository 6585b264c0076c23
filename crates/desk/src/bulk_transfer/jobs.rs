//! Work that follows: the next step.

use db::Tx;
use kit::{BulkTransferId, Result};
use serde::{Deserialize, Serialize};

use super::Act;
use crate::work::{self, Done};
use crate::{App, bulk_transfer};

/// The kind of the job.
pub const STEP: &str = "bulk_transfer.step";

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Step {
    transfer: BulkTransferId,
}

pub fn enqueue(tx: &mut Tx<'_>, act: &Act) -> Result<()> {
    let now = tx.now();
    work::enqueue(tx, STEP, &Step { transfer: act.id }, Some(act.org), now, None)
}

pub async fn run(app: &App, job: &db::job::Job) -> Done {
    let Step { transfer } = serde_json::from_str(&job.body)?;
    let (org, callers) = (work::organisation_of(job)?, app.callers.clone());
    Ok(app
        .db
        .write(org, move |tx| bulk_transfer::step::step(tx, &callers, org, transfer))
        .await?)
}
