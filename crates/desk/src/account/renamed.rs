//! A person's name is written into their memberships by a job, one organisation after the other: each has a lock of its own.

use db::job::Dedup;
use db::{NewJob, Tx};
use kit::{AccountId, JobId, Result};

pub const KIND: &str = "account.renamed";

#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Renamed {
    pub account: AccountId,
}

pub fn enqueue(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let body = serde_json::to_string(&Renamed { account }).map_err(kit::Error::internal)?;
    let (id, due_at) = (JobId::new(tx.now()), tx.now());
    Ok(tx.enqueue(&NewJob {
        id,
        kind: KIND,
        version: 1,
        body,
        org: None,
        due_at,
        dedup: Some(Dedup::Keep(account.to_string())),
    })?)
}
