//! The one way by which a member's rights change: compared before and after, whatever was done in between.
//!
//! A verb of administration runs inside [`changing`]. What it did is refused, and undone with the transaction, unless the actor
//! covers all that the other held and may give all that is gained; nobody changes their own rights; an administrator remains.
//! Then what follows follows: switches that no role has a use for go, tickets that can no longer be read go back to their queue,
//! callers made before count no longer, open panels are told.

use access::{Caller, change};
use db::Tx;
use kit::{MemberId, OrgId, Result};

use super::events;
use super::store::{self, sets};
use crate::ticket::leave;
use crate::who::{self, Who};

/// How a member stands: nobody, once removed. Without a token: what counts is what the member has.
pub fn standing(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Option<Caller>> {
    let Some(found) = who::store::by_member(tx, org, member)? else {
        return Ok(None);
    };
    Ok(Some(Caller::build(&who::load::membership(tx, org, &found, None)?)))
}

/// Whether the actor may act on a member as a person: edit, reset, send again. Anybody may on themselves what is no right.
pub fn may_act_on(tx: &mut Tx<'_>, who: &Who, member: MemberId) -> Result<()> {
    if member == who.member() {
        return Ok(());
    }
    let other = standing(tx, who.org(), member)?.ok_or_else(kit::Error::unknown)?;
    Ok(change::may_act_on(&who.caller, &other, who.now)?)
}

/// Whether the actor could make this member as they now are: for those who are given the link with which somebody becomes them.
pub fn may_make(tx: &mut Tx<'_>, who: &Who, member: MemberId) -> Result<()> {
    let other = standing(tx, who.org(), member)?.ok_or_else(kit::Error::unknown)?;
    Ok(change::may_change(&who.caller, None, Some(&other), who.now)?)
}

/// Runs a change of one member's rights.
pub fn changing<T>(tx: &mut Tx<'_>, who: &Who, member: MemberId, what: &str, f: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
    let before = standing(tx, who.org(), member)?;
    let value = f(tx)?;
    drop_dead_switches(tx, who.org(), member)?;
    let after = standing(tx, who.org(), member)?;
    settle(tx, who, member, before.as_ref(), after.as_ref())?;
    events::access_changed(tx, Some(who), member, &[what])?;
    Ok(value)
}

/// What follows when one member's rights are others now.
pub fn settle(tx: &mut Tx<'_>, who: &Who, member: MemberId, before: Option<&Caller>, after: Option<&Caller>) -> Result<()> {
    change::may_change(&who.caller, before, after, who.now)?;
    let administers = |caller: Option<&Caller>| caller.is_some_and(|c| c.alive && c.administers());
    if administers(before) && !administers(after) {
        keeps_an_administrator(tx, who.org(), None)?;
    }
    store::bump(tx, who.org(), member)?;
    if before.is_some() {
        leave::let_go(tx, who, member, after)?;
    }
    Ok(())
}

/// As [`settle`], where rights can only have been lost by something that was decided about a team or a role as a whole.
pub fn lost(tx: &mut Tx<'_>, who: &Who, member: MemberId, before: Option<&Caller>, after: Option<&Caller>) -> Result<()> {
    if let Some(gain) = after
        .map(|after| change::gained(before, after, who.now))
        .unwrap_or_default()
        .into_iter()
        .next()
    {
        return Err(change::Refusal::NotYours {
            permission: gain.perm,
            extent: gain.extent,
        }
        .into());
    }
    store::bump(tx, who.org(), member)?;
    leave::let_go(tx, who, member, after)?;
    Ok(())
}

/// What follows when a role is another now, for all who hold it. That nobody gained too much was found before.
pub fn after_role_change(tx: &mut Tx<'_>, who: &Who, holders: &[MemberId]) -> Result<()> {
    let switched = sets::with_switches(tx, who.org())?;
    for member in holders.iter().filter(|m| switched.contains(m)) {
        drop_dead_switches(tx, who.org(), *member)?;
    }
    let busy = leave::assignees(tx, who.org())?;
    for member in holders.iter().filter(|m| busy.contains(m)) {
        let after = standing(tx, who.org(), *member)?;
        leave::let_go(tx, who, *member, after.as_ref())?;
    }
    Ok(())
}

/// Under the organisation's lock, so that two administrators who remove each other at once do not both succeed. `but` is one who would
/// be none any more.
pub fn keeps_an_administrator(tx: &mut Tx<'_>, org: OrgId, but: Option<MemberId>) -> Result<()> {
    let mut left = Vec::new();
    for member in store::administrators(tx, org)?.into_iter().filter(|member| Some(*member) != but) {
        left.extend(standing(tx, org, member)?);
    }
    Ok(change::keeps_an_administrator(&left)?)
}

/// Switches die with the role whose option they were, lest they wake with another.
fn drop_dead_switches(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<()> {
    let Some(found) = who::store::by_member(tx, org, member)? else {
        return Ok(());
    };
    let membership = who::load::membership(tx, org, &found, None)?;
    for dead in membership.dead_switches() {
        sets::drop_switch(tx, org, member, dead)?;
    }
    Ok(())
}
