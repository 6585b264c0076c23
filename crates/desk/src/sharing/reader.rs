//! Hears of what changes, and hands out what can be handed out now.

use db::{Event, Tx};
use kit::{OrgId, Result};

use super::{give, ready, stirred, store};
use crate::App;

/// The reader's name in the table of cursors.
pub const READER: &str = "sharing";

/// So many at most in one transaction. The events of what was given are read next, and the rest with them.
const MOST: usize = 50;

pub fn act(app: &App, tx: &mut Tx<'_>, org: OrgId, events: &[Event]) -> Result<()> {
    let stirred = stirred::stirred(tx, org, events)?;
    if stirred.is_nothing() {
        return Ok(());
    }
    let modes = store::modes(tx, org)?;
    if modes.is_empty() {
        return Ok(());
    }
    let mut teams = stirred.teams;
    for member in stirred.members {
        teams.extend(ready::refresh(tx, org, member, &modes)?);
    }
    let mut left = MOST;
    for team in teams {
        if let Some(mode) = modes.get(&team) {
            give::drain(tx, &app.callers, (org, team, *mode), &modes, &stirred.returned, &mut left)?;
        }
    }
    Ok(())
}
