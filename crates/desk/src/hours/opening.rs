//! Attention opens: what came outside hours is there for those whose work it is, and what waits is shared out.
//!
//! The timer's job is claimed by one node; what it does is one transaction of the organisation. Sharing hears of the tickets' events.

use db::Tx;
use db::job::Dedup;
use kit::{OrgId, Result, Time};
use serde_json::json;

use super::outside::outside;
use crate::ticket::Ticket;
use crate::ticket::store::opening::{self, due, first};
use crate::ticket::store::{By, Line, save, touch};
use crate::work;

/// The kind of the job: one an organisation and instant.
pub const KIND: &str = "hours.opening";

/// So many in one transaction.
const MOST: i64 = 50;

/// What waits for this instant is looked at then.
pub fn plan(tx: &mut Tx<'_>, org: OrgId, at: Time) -> Result<()> {
    let dedup = Dedup::Keep(format!("{org} {}", at.micros()));
    work::enqueue(tx, KIND, &(), Some(org), at, Some(dedup))
}

/// A calendar has changed: what waits may be open now, or open at another time.
pub fn again(tx: &mut Tx<'_>, org: OrgId) -> Result<()> {
    let now = tx.now();
    if opening::hasten(tx, org, now)? > 0 {
        plan(tx, org, now)?;
    }
    Ok(())
}

/// The timer's act.
pub fn open(tx: &mut Tx<'_>, org: OrgId) -> Result<()> {
    let now = tx.now();
    for before in due(tx, org, now, MOST)? {
        match outside(tx, org, before.channel, before.team)?.filter(|_| before.live()) {
            Some(still) => {
                let mut after = before.clone();
                let opens = still.opens_at(now);
                after.opens_at = Some(opens);
                after.deferred_until = before.deferred_until.map(|_| opens);
                touch(tx, &before, after)?;
            }
            None => attended(tx, &before)?,
        }
    }
    match first(tx, org)? {
        Some(next) => plan(tx, org, next.max(now)),
        None => Ok(()),
    }
}

fn attended(tx: &mut Tx<'_>, before: &Ticket) -> Result<()> {
    let mut after = before.clone();
    (after.opens_at, after.deferred_until) = (None, None);
    if !before.live() {
        return touch(tx, before, after).map(drop);
    }
    save(tx, By::Relevo, before, after, Line::new("attention_opened", json!({}))).map(drop)
}
