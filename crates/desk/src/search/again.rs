//! A company is called something else, or is gone: those who work there are found by another name. Some at a time, since they may be many.

use std::collections::BTreeSet;

use db::Tx;
use db::job::Job;
use kit::{CompanyId, ContactId, OrgId, Result, Time};

use super::{index, store};
use crate::App;
use crate::work::{self, Done};

/// The kind of the job.
pub const KIND: &str = "search.company";

/// So many in one transaction.
const MOST: u32 = 200;

/// The job's body.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Again {
    company: CompanyId,
    /// How far it has come, in the order of the last activity.
    at: Time,
    contact: ContactId,
}

pub fn plan(tx: &mut Tx<'_>, org: OrgId, company: Option<CompanyId>) -> Result<()> {
    let Some(company) = company else { return Ok(()) };
    let first = Again {
        company,
        at: Time::MIN,
        contact: ContactId::from_bytes([0; 16]),
    };
    let now = tx.now();
    work::enqueue(tx, KIND, &first, Some(org), now, None)
}

pub async fn run(app: &App, job: &Job) -> Done {
    let asked: Again = serde_json::from_str(&job.body)?;
    let org = work::organisation_of(job)?;
    Ok(app.db.write(org, move |tx| some(tx, org, &asked)).await?)
}

fn some(tx: &mut Tx<'_>, org: OrgId, asked: &Again) -> Result<()> {
    let found = store::employed(tx, org, asked.company, (asked.at, asked.contact), MOST)?;
    let ids: BTreeSet<ContactId> = found.iter().map(|(_, id)| *id).collect();
    index::of_contacts(tx, org, &ids)?;
    let Some((at, contact)) = found.last().copied().filter(|_| found.len() >= MOST as usize) else {
        return Ok(());
    };
    let next = Again {
        company: asked.company,
        at,
        contact,
    };
    let now = tx.now();
    work::enqueue(tx, KIND, &next, Some(org), now, None)
}
