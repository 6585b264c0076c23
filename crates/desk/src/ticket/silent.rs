//! The customer is silent: a ticket closes by itself after the time that the organisation has set, with its words and its resolution (B9).
//!
//! One timer an organisation, due when the longest silence will have lasted that long: nothing is looked at before.

use std::time::Duration;

use db::Tx;
use kit::{OrgId, Result, Time};
use serde_json::json;

use super::Ticket;
use super::store::{self, By, Line};
use crate::message::automatic;
use crate::organisation::{self, Settings, silence};

/// So many in one transaction.
const MOST: i64 = 25;

/// A ticket is counted from now on, if it was not before.
pub fn begins(tx: &mut Tx<'_>, before: &Ticket, after: &Ticket) -> Result<()> {
    if after.silent_since.is_none() || after.silent_since == before.silent_since && after.state == before.state {
        return Ok(());
    }
    match (after.silent_since, limit(&organisation::store::settings(tx, after.org)?)) {
        (Some(since), Some(limit)) => silence::plan(tx, after.org, since.plus(limit)),
        _ => Ok(()),
    }
}

/// The timer's act.
pub fn end(tx: &mut Tx<'_>, org: OrgId) -> Result<()> {
    let settings = organisation::store::settings(tx, org)?;
    let Some(limit) = limit(&settings) else { return Ok(()) };
    let now = tx.now();
    for before in store::silent::since(tx, org, now.minus(limit), MOST)? {
        close(tx, before, &settings)?;
    }
    match store::silent::first(tx, org)? {
        Some(since) => silence::plan(tx, org, later(since.plus(limit), now)),
        None => Ok(()),
    }
}

fn later(due: Time, now: Time) -> Time {
    due.max(now)
}

fn limit(settings: &Settings) -> Option<Duration> {
    settings
        .idle_close_minutes
        .map(|minutes| Duration::from_secs(u64::from(minutes) * 60))
}

fn close(tx: &mut Tx<'_>, before: Ticket, settings: &Settings) -> Result<()> {
    let before = match settings.idle_close_text.trim() {
        "" => before,
        text => automatic::say(tx, before, text)?,
    };
    // One that was archived meanwhile is none to give.
    let resolution = match settings.idle_close_resolution {
        Some(id) if store::words::resolution(tx, before.org, id)? => Some(id),
        _ => None,
    };
    let mut after = before.clone();
    after.close(resolution, tx.now());
    let line = Line::new("closed", json!({ "resolution": resolution, "why": "silent" }));
    store::save(tx, By::Relevo, &before, after, line)?;
    Ok(())
}
