//! When an organisation's tickets are looked at, because customers have been silent for as long as it allows (B9). What is done then is the
//! tickets' own business.

use db::Tx;
use db::job::Dedup;
use kit::{OrgId, Result, Time};

use crate::work;

/// The kind of the job: one an organisation.
pub const KIND: &str = "organisation.silence";

/// At `due`, unless it is looked at before: then it is planned anew.
pub fn plan(tx: &mut Tx<'_>, org: OrgId, due: Time) -> Result<()> {
    work::enqueue(tx, KIND, &(), Some(org), due, Some(Dedup::Keep(org.to_string())))
}

/// At once: how long that is has changed.
pub fn look(tx: &mut Tx<'_>, org: OrgId) -> Result<()> {
    let now = tx.now();
    work::enqueue(tx, KIND, &(), Some(org), now, Some(Dedup::Replace(org.to_string())))
}
