//! An administrator of the home organisation lets somebody choose a new password.

use access::{Perm, Place};
use db::Tx;
use kit::{Error, MemberId, Result};
use serde_json::json;

use super::model::State;
use super::{rights, store};
use crate::account::reset;
use crate::who::Who;
use crate::{account, audit};

/// How the person gets the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Mail,
    /// The administrator copies it: no mail server is configured. The hash is that of a fresh secret.
    Copy([u8; 32]),
}

/// Only at home, and only over somebody all of whose rights the actor covers. Whoever holds the link can become the person, also in
/// other organisations: so external memberships rest until the owner has proved phone and e-mail again.
pub fn reset(tx: &mut Tx<'_>, who: &Who, id: MemberId, way: Way) -> Result<()> {
    who.may(Perm::UserEdit, &Place::Desk)?;
    let member = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    member.must_be_person()?;
    if id == who.member() {
        return Err(Error::conflict("own_password"));
    }
    let account = member
        .account
        .filter(|_| member.state != State::Invited)
        .ok_or_else(|| Error::conflict("member_state"))?;
    if member.home.is_some() {
        return Err(Error::conflict("not_at_home"));
    }
    rights::may_act_on(tx, who, id)?;
    account::store::freeze(tx, account)?;
    account::store::changed(tx, account, "account.frozen", "{}".into())?;
    match way {
        Way::Mail => account::jobs::enqueue_reset_by_admin(tx, account, who.org())?,
        Way::Copy(hash) => reset::make(tx, account, &hash, reset::Asked::Administrator)?,
    }
    audit::write(tx, who, "member.password_reset", id, json!({ "by_mail": way == Way::Mail }))
}
