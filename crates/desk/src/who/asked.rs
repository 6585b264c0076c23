//! Open requests for permissions, and who could grant them now: for lists, counts and notices. Granting itself is decided by the verb.

use access::{Caller, Membership, Perm, Place, asking};
use db::Tx;
use kit::{MemberId, OrgId, PermissionRequestId, Result, Time};

use super::store::asked::{self, Open};
use super::{Who, crowd, load, store};

/// Those that a caller could grant, the oldest first.
pub fn grantable(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<PermissionRequestId>> {
    // Most people give nothing to anybody: they cost no question.
    if !who.can(Perm::UserEdit, &Place::Desk) && !who.caller.holds_anywhere(Perm::ChannelManage, who.now) {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for open in asked::open(tx, who.org())? {
        if let Some(member) = membership(tx, who.org(), open.member)?
            && could(&who.caller, &member, &open, who.now)
        {
            all.push(open.id);
        }
    }
    Ok(all)
}

/// Everybody who could grant one.
pub fn granters(tx: &mut Tx<'_>, org: OrgId, id: PermissionRequestId, now: Time) -> Result<Vec<MemberId>> {
    let Some(open) = asked::one(tx, org, id)? else {
        return Ok(Vec::new());
    };
    let Some(member) = membership(tx, org, open.member)? else {
        return Ok(Vec::new());
    };
    let callers = crowd::callers(tx, org)?.into_iter();
    Ok(callers
        .filter(|caller| could(caller, &member, &open, now))
        .map(|caller| caller.member)
        .collect())
}

/// How somebody stands, if they are there.
pub fn membership(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Option<Membership>> {
    let found = store::by_member(tx, org, member)?;
    found.map(|found| load::membership(tx, org, &found, None)).transpose()
}

fn could(actor: &Caller, member: &Membership, open: &Open, now: Time) -> bool {
    let place = open.place.as_ref();
    place.is_some_and(|place| asking::could_grant(actor, member, open.switch, place, now))
}
