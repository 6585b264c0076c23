//! Sentences about who may answer a request.

use access::{Caller, Perm, Place, Switch, asking, change};
use db::Tx;
use kit::{Error, PermissionRequestId, Result, Time};

use super::model::{PermissionRequest, State};
use super::store;
use crate::member::switches;
use crate::who::{Who, asked};

/// One that this caller may answer. To those who set no switches there is none, whether or not it was ever issued.
pub fn answerable(tx: &mut Tx<'_>, who: &Who, id: PermissionRequestId, until: Option<Time>) -> Result<(PermissionRequest, Switch)> {
    let Some(request) = store::row(tx, who.org(), id)? else {
        who.may(Perm::UserEdit, &Place::Desk)?;
        return Err(Error::unknown());
    };
    let switch = request.switch(until);
    // As the switch itself would be decided: its scope, the roles, the end.
    switches::check(tx, who, request.member, &switch)?;
    if request.state != State::Asked {
        return Err(Error::conflict("permission_request_decided"));
    }
    let member = asked::membership(tx, who.org(), request.member)?.ok_or_else(Error::unknown)?;
    let (before, after) = (Caller::build(&member), Caller::build(&member.with_switch(switch)));
    change::may_change(&who.caller, Some(&before), Some(&after), who.now)?;
    if !asking::gives(&before, &after, switch.perm, who.now) {
        return Err(Error::conflict("permission_held").with_param("permission", switch.perm));
    }
    Ok((request, switch))
}
