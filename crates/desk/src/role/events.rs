//! What a role's change tells.

use db::{NewEvent, Tx};
use kit::{Result, RoleId};
use serde_json::json;

use crate::member::events::access_changed;
use crate::who::Who;

pub fn changed(tx: &mut Tx<'_>, who: &Who, role: RoleId, what: &str) -> Result<()> {
    tx.append(&NewEvent {
        kind: "role.changed",
        version: 1,
        actor: Some(who.member().into()),
        subject: role.into(),
        before: None,
        after: None,
        body: json!({ "what": what }).to_string(),
    })?;
    access_changed(tx, Some(who), role, &[what])
}
