//! Typing, viewing, presence: told to those who could see it, on every node, and forgotten.

use access::Facts;
use db::Db;
use kit::{MemberId, OrgId, TeamId, TicketId};
use serde::{Deserialize, Serialize};

/// What travels between nodes.
#[derive(Serialize, Deserialize, Debug, Clone)]
#[serde(tag = "k", rename_all = "snake_case")]
pub enum Whisper {
    /// Somebody has a ticket in front. `first`: they just came, and would like to know who else is here.
    Viewing {
        ticket: TicketId,
        facts: Facts,
        member: MemberId,
        name: String,
        first: bool,
    },
    /// Somebody left it.
    Left { ticket: TicketId, facts: Facts, member: MemberId },
    Typing {
        ticket: TicketId,
        facts: Facts,
        member: MemberId,
        name: String,
        note: bool,
    },
    /// The customer types: the first words of what is not sent yet are not ours to show.
    Customer { ticket: TicketId, facts: Facts },
    /// `teams`: of the member, by which it is decided who knows them at all.
    Presence {
        member: MemberId,
        teams: std::collections::BTreeSet<TeamId>,
        presence: String,
    },
}

impl Whisper {
    /// The kind and body of its frame.
    pub fn frame(&self) -> (&'static str, serde_json::Value) {
        use serde_json::json;
        match self {
            Self::Viewing { ticket, member, name, .. } => ("viewing", json!({ "ticket": ticket, "member": member, "name": name })),
            Self::Left { ticket, member, .. } => ("left", json!({ "ticket": ticket, "member": member })),
            Self::Typing {
                ticket,
                member,
                name,
                note,
                ..
            } => ("typing", json!({ "ticket": ticket, "member": member, "name": name, "note": note })),
            Self::Customer { ticket, .. } => ("typing", json!({ "ticket": ticket, "member": null, "note": false })),
            Self::Presence { member, presence, .. } => ("presence", json!({ "member": member, "presence": presence })),
        }
    }

    pub fn by(&self) -> Option<MemberId> {
        match self {
            Self::Viewing { member, .. } | Self::Left { member, .. } | Self::Typing { member, .. } | Self::Presence { member, .. } => {
                Some(*member)
            }
            Self::Customer { .. } => None,
        }
    }

    /// The ticket's facts, and whether it is about a note.
    pub fn about(&self) -> Option<(&Facts, bool)> {
        match self {
            Self::Viewing { facts, .. } | Self::Left { facts, .. } | Self::Customer { facts, .. } => Some((facts, false)),
            Self::Typing { facts, note, .. } => Some((facts, *note)),
            Self::Presence { .. } => None,
        }
    }
}

/// Says it. A whisper that cannot be said is not worth an error.
pub fn say(db: &Db, org: OrgId, whisper: &Whisper) {
    if let Ok(bytes) = serde_json::to_vec(whisper)
        && let Err(error) = db.whisper(org, &bytes)
    {
        tracing::debug!(%error, "whisper not sent");
    }
}
