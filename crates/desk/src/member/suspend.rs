//! Shut somebody out for a while. What they had goes back to its queues; nothing they are is lost.

use access::{Perm, Place};
use db::Tx;
use kit::{Error, MemberId, Result};
use serde_json::json;

use super::model::State;
use super::store;
use super::{Presence, events, presence, rights};
use crate::who::Who;
use crate::{account, audit};

pub fn suspend(tx: &mut Tx<'_>, who: &Who, id: MemberId) -> Result<()> {
    between(tx, who, id, State::Active, State::Suspended)
}

pub fn resume(tx: &mut Tx<'_>, who: &Who, id: MemberId) -> Result<()> {
    between(tx, who, id, State::Suspended, State::Active)
}

fn between(tx: &mut Tx<'_>, who: &Who, id: MemberId, from: State, to: State) -> Result<()> {
    who.may(Perm::UserEdit, &Place::Desk)?;
    let member = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    member.must_be_person()?;
    if member.state == to {
        return Ok(());
    }
    if member.state != from {
        return Err(Error::conflict("member_state"));
    }
    let (what, action) = if to == State::Suspended {
        ("suspended", "member.suspended")
    } else {
        ("resumed", "member.resumed")
    };
    rights::changing(tx, who, id, what, |tx| store::set_state(tx, who.org(), id, to))?;
    // Whoever comes back says so themselves.
    presence::set(tx, who.org(), id, Presence::Offline)?;
    audit::write(tx, who, action, id, json!({}))?;
    events::changed(tx, Some(who), id, &["state"])?;
    // External memberships elsewhere rest on this one: the account's stream tells panels in every organisation.
    member.account.map_or(Ok(()), |account| {
        account::store::changed(tx, account, "account.membership", json!({ "state": to }).to_string())
    })
}
