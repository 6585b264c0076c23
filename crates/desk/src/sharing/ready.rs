//! Who could be given something: kept, so that giving one ticket costs the same among twenty people and among two thousand.

use std::collections::BTreeMap;

use db::Tx;
use kit::{MemberId, OrgId, Result, TeamId};

use super::store::{self, Standing};
use crate::organisation;
use crate::team::Mode;
use crate::ticket;

/// The teams that share out by themselves.
pub type Modes = BTreeMap<TeamId, Mode>;

/// Somebody at work who has a place free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Free {
    pub open: i64,
    /// None: no limit.
    pub left: Option<i64>,
    /// When they were last given something; 0: never.
    pub given_at: i64,
}

/// As it is now, by the rows themselves.
pub fn free(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Option<Free>> {
    let Some(Standing { quota, given_at }) = store::standing(tx, org, member)? else {
        return Ok(None);
    };
    let quota = match quota {
        Some(own) => Some(own),
        None => organisation::store::settings(tx, org)?.quota.map(i64::from),
    };
    let open = ticket::store::share::open(tx, org, member)?;
    let left = quota.map(|quota| quota - open);
    Ok((left.is_none_or(|left| left > 0)).then_some(Free { open, left, given_at }))
}

/// Writes anew where this member is ready; says in which teams.
pub fn refresh(tx: &mut Tx<'_>, org: OrgId, member: MemberId, modes: &Modes) -> Result<Vec<TeamId>> {
    store::forget(tx, org, member)?;
    let Some(free) = free(tx, org, member)? else {
        return Ok(Vec::new());
    };
    let mut teams = store::teams(tx, org, member)?;
    teams.retain(|team| modes.contains_key(team));
    for team in &teams {
        let mode = modes.get(team).copied().unwrap_or_default();
        store::put(tx, org, *team, member, turn(mode, free), free.given_at)?;
    }
    Ok(teams)
}

/// The lowest is next; among equals whoever was given nothing for longest.
fn turn(mode: Mode, free: Free) -> i64 {
    match mode {
        Mode::Manual | Mode::RoundRobin => 0,
        Mode::LeastBusy => free.open,
        // Who has no limit has more places than anybody, and fewer of them the more they have.
        Mode::Quota => free.left.map_or(free.open - i64::from(u32::MAX), |left| -left),
    }
}
