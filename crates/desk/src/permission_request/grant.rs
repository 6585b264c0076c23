//! Grant what was asked for: a switch like any other.

use access::Switch;
use db::Tx;
use kit::{PermissionRequestId, Result, Time};
use serde_json::json;

use super::model::State;
use super::{events, policy, store};
use crate::audit;
use crate::member::switches;
use crate::who::Who;

/// For good, or until some time. It counts at once, in the sessions that are open.
pub fn grant(tx: &mut Tx<'_>, who: &Who, id: PermissionRequestId, until: Option<Time>) -> Result<()> {
    let (request, switch) = policy::answerable(tx, who, id, until)?;
    let set = switches::put(tx, who, request.member, switch)?;
    store::end(tx, &request, State::Granted, Some(who.member()), until, "")?;
    let Switch { perm, scope, .. } = switch;
    let body = json!({ "request": id, "permission": perm, "scope": scope, "until": until, "switch": set });
    audit::write(tx, who, "permission_request.granted", request.member, body)?;
    events::answered(tx, who, &request, State::Granted)
}
