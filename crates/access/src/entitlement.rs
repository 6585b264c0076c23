//! What a member has: one permission with one extent, by something, for some time.

use kit::Time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Perm, RoleKey, Scope, Term};

/// On what an entitlement rests.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    pub role: RoleKey,
    /// The switch, when the role alone would not have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch: Option<Scope>,
    /// The permission that brought this one: the dispenser brings reading its pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Perm>,
}

/// `perm` in `extent`, from `from` until just before `until`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entitlement {
    pub perm: Perm,
    pub extent: Term,
    pub by: Source,
    pub from: Option<Time>,
    pub until: Option<Time>,
}

impl Entitlement {
    pub fn live(&self, now: Time) -> bool {
        self.begun(now) && !self.over(now)
    }

    pub fn begun(&self, now: Time) -> bool {
        self.from.is_none_or(|from| from <= now)
    }

    pub fn over(&self, now: Time) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// Whether it lasts at least as long as something that ends at `until`.
    pub fn outlasts(&self, until: Option<Time>) -> bool {
        outlasts(self.until, until)
    }
}

/// `None` is for good.
pub(crate) fn outlasts(mine: Option<Time>, other: Option<Time>) -> bool {
    match (mine, other) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(a), Some(b)) => a >= b,
    }
}

/// The earlier end.
pub(crate) fn earlier(a: Option<Time>, b: Option<Time>) -> Option<Time> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

/// Why an entitlement that the roles would give is not, or not in full.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cap {
    /// No external member may ever hold it (E9).
    External,
    /// The host does not let its external members hold it.
    HostPolicy,
    /// Outside the host teams.
    HostTeams,
    /// Outside the member's own narrowing.
    Narrowing,
    /// Not in the token's subset.
    Token,
    /// *View as* changes nothing, and shows nothing that the viewer may not see.
    ViewAs,
}

/// What a cap took, so that a refusal can say so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Capped {
    pub by: Cap,
    pub entitlement: Entitlement,
}
