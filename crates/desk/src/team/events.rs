//! What a team's change tells: `team.changed` version 1, body `{"what": "created" | "edited" | "members" | "archived"}`.

use db::{NewEvent, Tx};
use kit::{Result, TeamId};
use serde_json::json;

use crate::who::Who;

pub fn changed(tx: &mut Tx<'_>, who: Option<&Who>, team: TeamId, what: &str) -> Result<()> {
    tx.append(&NewEvent {
        kind: "team.changed",
        version: 1,
        actor: who.map(|w| w.member().into()),
        subject: team.into(),
        before: None,
        after: None,
        body: json!({ "what": what }).to_string(),
    })?;
    Ok(())
}
