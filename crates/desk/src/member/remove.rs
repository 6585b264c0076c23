//! Remove a member: their open tickets go to a colleague or to their queues (E10), and history keeps the name.

use access::{Perm, Place};
use db::Tx;
use kit::{Error, MemberId, Result};
use serde_json::json;

use super::model::State;
use super::store::{self, invitation, sets};
use super::{events, rights};
use crate::ticket::leave::{self, Left};
use crate::who::Who;
use crate::{account, audit, external};

/// `to`: who gets what they could serve. Where nobody is named, or cannot serve it, it goes back to its queue.
pub fn remove(tx: &mut Tx<'_>, who: &Who, id: MemberId, to: Option<MemberId>) -> Result<Left> {
    who.may(Perm::UserDelete, &Place::Desk)?;
    let member = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    member.must_be_person()?;
    let heir = to.map(|heir| rights::standing(tx, who.org(), heir)).transpose()?.flatten();
    if to.is_some() && heir.as_ref().is_none_or(|heir| !heir.alive || heir.member == id) {
        return Err(Error::invalid("reassign_to", "destination_unknown"));
    }
    let mut left = Left::default();
    if let Some(heir) = &heir {
        left = leave::hand_over(tx, who, id, heir)?;
    }
    let rest = rights::changing(tx, who, id, "removed", |tx| {
        let rest = leave::let_go(tx, who, id, None)?;
        store::set_state(tx, who.org(), id, State::Removed)?;
        sets::clear(tx, who.org(), id)?;
        invitation::cancel_all(tx, who.org(), id)?;
        Ok(rest)
    })?;
    left.unassigned += rest.unassigned;
    audit::write(
        tx,
        who,
        "member.removed",
        id,
        json!({ "reassign_to": to, "moved": left.moved, "unassigned": left.unassigned }),
    )?;
    events::changed(tx, Some(who), id, &["removed"])?;
    if let Some(account) = member.account {
        // A person without a home keeps no external membership alive, and may find another home.
        if member.home.is_none() {
            account::store::set_home(tx, account, None)?;
            external::end::homeless(tx, account)?;
        } else {
            external::end::follow(tx, &member, "member.removed")?;
        }
        account::store::changed(tx, account, "account.membership", json!({ "state": State::Removed }).to_string())?;
    }
    Ok(left)
}
