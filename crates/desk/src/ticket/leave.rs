//! What becomes of somebody's live tickets when they go, or can no longer read them; and of a team's, when it is archived.
//!
//! The rights of whoever does it were checked where it is done: here nobody is asked.

use std::collections::BTreeSet;

use access::{Caller, Facts};
use db::Tx;
use kit::{MemberId, OrgId, Result, TeamId};

use super::Ticket;
use super::store::{self, By, Line, leave};
use crate::who::Who;

/// How many went where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Left {
    pub moved: u32,
    /// Back to their queues.
    pub unassigned: u32,
}

/// Whatever this member has and can no longer read goes back to its queue. `caller` is how they stand now; nobody, once removed.
pub fn let_go(tx: &mut Tx<'_>, who: &Who, member: MemberId, caller: Option<&Caller>) -> Result<Left> {
    let mut left = Left::default();
    for before in leave::assigned(tx, who.org(), member)? {
        if caller.is_some_and(|c| c.keeps(&before.facts(), who.now)) {
            continue;
        }
        give(tx, who, before, None)?;
        left.unassigned += 1;
    }
    Ok(left)
}

/// All that this member has goes back to its queues, by whoever ends their time here.
pub fn release(tx: &mut Tx<'_>, org: OrgId, by: By, member: MemberId) -> Result<Left> {
    let mut left = Left::default();
    for before in leave::assigned(tx, org, member)? {
        give(tx, by, before, None)?;
        left.unassigned += 1;
    }
    Ok(left)
}

/// Who has any live ticket.
pub fn assignees(tx: &mut Tx<'_>, org: OrgId) -> Result<BTreeSet<MemberId>> {
    leave::assignees(tx, org)
}

/// All that this member has goes to another, and to the queue where that one could not serve it (E10).
pub fn hand_over(tx: &mut Tx<'_>, who: &Who, from: MemberId, to: &Caller) -> Result<Left> {
    let mut left = Left::default();
    for before in leave::assigned(tx, who.org(), from)? {
        let eligible = to.eligible(&before.facts(), who.now).is_ok();
        give(tx, who, before, eligible.then_some(to.member))?;
        *(if eligible { &mut left.moved } else { &mut left.unassigned }) += 1;
    }
    Ok(left)
}

fn give(tx: &mut Tx<'_>, by: impl Into<By>, before: Ticket, to: Option<MemberId>) -> Result<()> {
    let mut after = before.clone();
    after.assign(to, tx.now());
    store::save(tx, by, &before, after, Line::assigned(to))?;
    Ok(())
}

/// Whether a team has live tickets.
pub fn team_is_busy(tx: &mut Tx<'_>, who: &Who, team: TeamId) -> Result<bool> {
    Ok(!leave::of_team(tx, who.org(), team, 1)?.is_empty())
}

/// The live tickets of a team go to another. Who could not read theirs there loses them to the queue: `keeps` says so.
pub fn move_team(
    tx: &mut Tx<'_>,
    who: &Who,
    from: TeamId,
    to: TeamId,
    mut keeps: impl FnMut(&mut Tx<'_>, MemberId, &Facts) -> Result<bool>,
) -> Result<Left> {
    let mut left = Left::default();
    for before in leave::of_team(tx, who.org(), from, i64::MAX)? {
        let mut after = before.clone();
        after.team = to;
        if let Some(member) = after.assignee
            && !keeps(tx, member, &after.facts())?
        {
            after.assign(None, tx.now());
            left.unassigned += 1;
        }
        let member = after.assignee;
        store::save(tx, who, &before, after, Line::transferred(from, to, member))?;
        left.moved += 1;
    }
    Ok(left)
}
