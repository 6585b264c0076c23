//! A person's name is written into their memberships by a job, one organisation after the other: each has a lock of its own.

use db::Tx;
use db::job::Dedup;
use kit::{AccountId, Result};

use crate::work;

pub const KIND: &str = "account.renamed";

#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Renamed {
    pub account: AccountId,
}

pub fn enqueue(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let due_at = tx.now();
    let dedup = Dedup::Keep(account.to_string());
    work::enqueue(tx, KIND, &Renamed { account }, None, due_at, Some(dedup))
}
