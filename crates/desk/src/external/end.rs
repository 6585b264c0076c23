//! How an external membership ends without the host's doing: its end date, a recall by the home, the person's own leaving, a home that is none
//! any more (E6, E10). Work, notes and hours stay with the host; what was theirs goes back to its queues.

use access::{Perm, Place};
use db::Tx;
use kit::{AccountId, Error, MemberId, OrgId, Result};
use serde_json::json;

use super::{jobs, store};
use crate::audit::{self, Actor};
use crate::member::store::sets;
use crate::member::{self, Member, State, events, rights};
use crate::ticket::leave;
use crate::ticket::store::By;
use crate::who::Who;
use crate::{account, organisation};

/// Why it ended, as the host's log says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    Over,
    Recalled,
    Left,
    HomeLost,
}

impl Why {
    pub const fn action(self) -> &'static str {
        match self {
            Self::Over => "external.over",
            Self::Recalled => "external.recalled",
            Self::Left => "external.left",
            Self::HomeLost => "external.home_lost",
        }
    }
}

/// One leaves an organisation that one serves from outside.
pub fn leave(tx: &mut Tx<'_>, account: AccountId, host: OrgId, address: &str) -> Result<()> {
    let member = serving(tx, host, account)?.ok_or_else(Error::unknown)?;
    if member.home.is_none() {
        return Err(Error::conflict("home_not_left"));
    }
    let actor = Actor {
        org: host,
        member: Some(member.id),
        name: member.name(),
        address: address.to_owned(),
    };
    end(tx, &member, Why::Left, actor, By::Member(member.id))
}

/// The home's half of a recall; the host's follows by [`over_there`].
pub fn recall(tx: &mut Tx<'_>, who: &Who, id: MemberId, host: OrgId) -> Result<AccountId> {
    who.may(Perm::UserEdit, &Place::Desk)?;
    let away = store::away_at(tx, who.org(), id, host)?.ok_or_else(Error::unknown)?;
    if id == who.member() {
        return Err(Error::conflict("own_loan"));
    }
    rights::may_act_on(tx, who, id)?;
    audit::write(tx, who, "external.recalled", id, json!({ "host": host }))?;
    super::events::happened(tx, Some(who), "external.changed", id)?;
    jobs::enqueue_recall(tx, host, away.account)?;
    Ok(away.account)
}

/// The host's half of what was decided elsewhere, or of nobody: a second time there is nothing left to do.
pub fn over_there(tx: &mut Tx<'_>, host: OrgId, account: AccountId, why: Why) -> Result<()> {
    let Some(member) = serving(tx, host, account)? else { return Ok(()) };
    // Whose home is this one by now is nobody's to call back.
    if account::store::row(tx, account)?.is_none_or(|person| person.home == Some(host)) {
        return Ok(());
    }
    let home = member.home.map(|home| organisation::store::row(tx, home)).transpose()?.flatten();
    let actor = Actor {
        // The home as such: who decided it there is not the host's to know.
        name: home.filter(|_| why == Why::Recalled).map(|o| o.name).unwrap_or_default(),
        ..Actor::relevo(host)
    };
    end(tx, &member, why, actor, By::Relevo)
}

/// The end date of a membership, if it is this one's still.
pub fn over(tx: &mut Tx<'_>, host: OrgId, id: MemberId) -> Result<()> {
    let now = tx.now();
    match member::store::row(tx, host, id)?.filter(|m| m.until.is_some_and(|until| until <= now)) {
        Some(member) => end(tx, &member, Why::Over, Actor::relevo(host), By::Relevo),
        None => Ok(()),
    }
}

fn serving(tx: &mut Tx<'_>, host: OrgId, account: AccountId) -> Result<Option<Member>> {
    let id = member::store::of_account(tx, host, account)?;
    Ok(id.map(|id| member::store::row(tx, host, id)).transpose()?.flatten())
}

fn end(tx: &mut Tx<'_>, member: &Member, why: Why, actor: Actor, by: By) -> Result<()> {
    let (org, id) = (member.org, member.id);
    let left = leave::release(tx, org, by, id)?;
    member::store::set_state(tx, org, id, State::Removed)?;
    sets::clear(tx, org, id)?;
    member::store::bump(tx, org, id)?;
    let body = json!({ "home": member.home, "unassigned": left.unassigned });
    audit::write(tx, actor, why.action(), id, body)?;
    events::access_changed(tx, None, id, &["removed"])?;
    events::changed(tx, None, id, &["removed"])?;
    if let Some(account) = member.account {
        account::store::changed(tx, account, "account.membership", json!({ "state": State::Removed }).to_string())?;
    }
    follow(tx, member, why.action())
}

/// What follows elsewhere when an external membership has ended, by whatever door.
pub fn follow(tx: &mut Tx<'_>, member: &Member, action: &'static str) -> Result<()> {
    tx.cancel_job(jobs::OVER, &member.id.to_string())?;
    jobs::enqueue_ended(tx, member, action)
}

/// A home that lets go of somebody ends what they serve elsewhere: who has no home is nobody's external advisor.
pub fn homeless(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    for (host, _) in store::hosts(tx, account)? {
        jobs::enqueue_home_lost(tx, host, account)?;
    }
    Ok(())
}
