//! An entry of the log, and what one may ask for.

use kit::{AuditId, MemberId, OrgId, Time};
use serde_json::Value;

use crate::who::Who;

#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct Entry {
    pub id: AuditId,
    pub at: Time,
    /// Nobody: Relevo itself.
    pub actor: Option<MemberId>,
    /// As they were called then.
    pub actor_name: String,
    /// `member.created`, `role.changed`, `ticket.read` …
    pub action: String,
    /// The thing's id, with its prefix.
    pub subject: String,
    /// What a person, a team or a channel is called now, and a ticket's number. Not kept: looked up when the log is read.
    pub subject_name: Option<String>,
    /// Ids, codes, values before and after.
    pub body: Value,
    /// Network address; empty for Relevo's own work.
    pub address: String,
}

/// Who did it, as the log names them.
#[derive(Clone, Debug)]
pub struct Actor {
    pub org: OrgId,
    pub member: Option<MemberId>,
    pub name: String,
    pub address: String,
}

impl Actor {
    /// Relevo itself: set-up, a timer, a command.
    pub fn relevo(org: OrgId) -> Self {
        Self {
            org,
            member: None,
            name: String::new(),
            address: String::new(),
        }
    }
}

impl From<&Who> for Actor {
    fn from(who: &Who) -> Self {
        Self {
            org: who.org(),
            member: Some(who.member()),
            name: who.name.clone(),
            address: who.address.clone(),
        }
    }
}

/// What a list is cut to.
#[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "AuditFilter")]
pub struct Filter {
    pub actor: Option<MemberId>,
    /// `member.created`, or with a dot at the end all that begin so: `member.`
    pub action: Option<String>,
    /// A thing's id.
    pub subject: Option<String>,
    /// From this instant on.
    pub from: Option<Time>,
    /// Before this instant.
    pub to: Option<Time>,
    pub cursor: Option<String>,
    pub limit: Option<u32>,
}
