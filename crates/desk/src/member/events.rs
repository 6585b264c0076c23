//! What a member's change tells.
//!
//! `member.changed` version 1, body `{"what": ["name", …]}`: for everybody who lists people. `access.changed` version 1, body
//! `{"what": …}`: of a member (subject) or of many at once (a role, a team); open panels of those concerned decide again.
//! `presence.changed` version 1, body `{"member": …, "presence": …}`: to that member's own panels; colleagues hear a whisper, in which who is
//! invisible is offline.

use db::{NewEvent, Thing, Tx};
use kit::{MemberId, Result};
use serde_json::json;

use super::Presence;
use crate::who::Who;

pub fn changed(tx: &mut Tx<'_>, who: Option<&Who>, member: MemberId, what: &[&str]) -> Result<()> {
    append(tx, who, "member.changed", member.into(), what)
}

/// Rights have changed: of a member, or of those who have a role or are in a team.
pub fn access_changed(tx: &mut Tx<'_>, who: Option<&Who>, subject: impl Into<Thing>, what: &[&str]) -> Result<()> {
    append(tx, who, "access.changed", subject.into(), what)
}

/// Whether a member is at their desk.
pub fn presence(tx: &mut Tx<'_>, member: MemberId, presence: Presence) -> Result<()> {
    tx.append(&NewEvent {
        kind: "presence.changed",
        version: 1,
        actor: None,
        subject: member.into(),
        before: None,
        after: None,
        body: json!({ "member": member, "presence": presence }).to_string(),
    })?;
    Ok(())
}

fn append(tx: &mut Tx<'_>, who: Option<&Who>, kind: &'static str, subject: Thing, what: &[&str]) -> Result<()> {
    tx.append(&NewEvent {
        kind,
        version: 1,
        actor: who.map(|w| w.member().into()),
        subject,
        before: None,
        after: None,
        body: json!({ "what": what }).to_string(),
    })?;
    Ok(())
}
