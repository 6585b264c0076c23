//! Refuse what was asked for, and say why.

use db::Tx;
use kit::{PermissionRequestId, Result};
use serde_json::json;

use super::model::State;
use super::{events, policy, store};
use crate::who::Who;
use crate::{audit, text};

/// Whoever could grant it may. The reason goes to who asked, and to nobody else.
pub fn refuse(tx: &mut Tx<'_>, who: &Who, id: PermissionRequestId, reason: &str) -> Result<()> {
    let (request, switch) = policy::answerable(tx, who, id, None)?;
    let reason = text::line("reason", reason, 300)?;
    store::end(tx, &request, State::Refused, Some(who.member()), None, &reason)?;
    let body = json!({ "request": id, "permission": switch.perm, "scope": switch.scope });
    audit::write(tx, who, "permission_request.refused", request.member, body)?;
    events::answered(tx, who, &request, State::Refused)
}
