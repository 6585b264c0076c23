//! A request's row.

use std::time::Duration;

use access::{Perm, Scope, Switch};
use kit::{MemberId, OrgId, PermissionRequestId, TicketId, Time};

/// So long it waits for an answer.
pub const WAITS: Duration = Duration::from_secs(14 * 24 * 3600);

/// Where a request is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PermissionRequestState")]
pub enum State {
    /// Nobody has answered yet.
    Asked,
    Granted,
    Refused,
    /// Taken back by who asked.
    Withdrawn,
    /// Nobody has answered in time.
    Expired,
}

impl State {
    pub const ALL: [Self; 5] = [Self::Asked, Self::Granted, Self::Refused, Self::Withdrawn, Self::Expired];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermissionRequest {
    pub org: OrgId,
    pub id: PermissionRequestId,
    /// Who asks.
    pub member: MemberId,
    pub permission: Perm,
    pub scope: Scope,
    /// The ticket at which it was missed.
    pub ticket: Option<TicketId>,
    pub state: State,
    pub asked_at: Time,
    pub expires_at: Time,
    pub decided_by: Option<MemberId>,
    pub decided_at: Option<Time>,
    /// Until when it was granted.
    pub until: Option<Time>,
    /// Why it was refused.
    pub reason: String,
}

impl PermissionRequest {
    /// What would answer it.
    pub const fn switch(&self, until: Option<Time>) -> Switch {
        Switch {
            perm: self.permission,
            scope: self.scope,
            on: true,
            until,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_read_as_they_are_written() {
        for state in State::ALL {
            assert_eq!(State::from_name(state.name()), Some(state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.name());
        }
        assert_eq!(State::from_name("given"), None);
    }
}
