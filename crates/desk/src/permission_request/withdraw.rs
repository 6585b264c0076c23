//! No longer ask.

use db::Tx;
use kit::{Error, PermissionRequestId, Result};
use serde_json::json;

use super::model::State;
use super::{events, store};
use crate::audit;
use crate::who::Who;

/// One's own only: another's is unknown.
pub fn withdraw(tx: &mut Tx<'_>, who: &Who, id: PermissionRequestId) -> Result<()> {
    let own = store::row(tx, who.org(), id)?.filter(|request| request.member == who.member());
    let request = own.ok_or_else(Error::unknown)?;
    if !store::end(tx, &request, State::Withdrawn, None, None, "")? {
        return Err(Error::conflict("permission_request_decided"));
    }
    let body = json!({ "request": id, "permission": request.permission, "scope": request.scope });
    audit::write(tx, who, "permission_request.withdrawn", request.member, body)?;
    events::ended(tx, Some(who), &request)
}
