//! Optional permissions and grants: one shape, on or off, in one place, perhaps until some time.

use kit::{ChannelId, TeamId, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Perm, ScopeKind, Set, Term};

/// Where a switch holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "in", content = "id", rename_all = "snake_case")]
pub enum Scope {
    Org,
    Channel(ChannelId),
    Team(TeamId),
}

impl Scope {
    pub const fn kind(self) -> ScopeKind {
        match self {
            Self::Org => ScopeKind::Org,
            Self::Channel(_) => ScopeKind::Channel,
            Self::Team(_) => ScopeKind::Team,
        }
    }

    pub fn term(self) -> Term {
        match self {
            Self::Org => Term::ALL,
            Self::Channel(id) => Term::in_channels(Set::only([id])),
            Self::Team(id) => Term::in_teams(Set::only([id])),
        }
    }
}

/// Moves an optional cell of the member's roles in one scope. It gives nothing that none of the roles has as optional,
/// takes nothing that one has as `Y`, and dies with the role: see [`crate::Membership::dead_switches`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Switch {
    pub perm: Perm,
    pub scope: Scope,
    pub on: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
}

/// A part of a permission's switchable area, and when.
#[derive(Clone, Debug)]
pub(crate) struct Area {
    pub term: Term,
    pub from: Option<Time>,
    pub until: Option<Time>,
    /// The switch that it comes from; `None` when the cell has it by itself.
    pub scope: Option<Scope>,
}

/// `(default ? ALL : ∅) ∪ on ∖ off`. What is off until some time comes back then.
pub(crate) fn areas(perm: Perm, on_by_default: bool, switches: &[Switch]) -> Vec<Area> {
    let of_perm = || switches.iter().filter(|s| s.perm == perm);
    let given = on_by_default.then_some(Area {
        term: Term::ALL,
        from: None,
        until: None,
        scope: None,
    });
    // In a scope that the permission does not have, on gives nothing and off takes all.
    let on = of_perm().filter(|s| s.on && perm.scopes().contains(&s.scope.kind()));
    let on = on.map(|s| Area {
        term: s.scope.term(),
        from: None,
        until: s.until,
        scope: Some(s.scope),
    });
    let start: Vec<Area> = given.into_iter().chain(on).collect();
    of_perm()
        .filter(|s| !s.on)
        .fold(start, |areas, off| areas.into_iter().flat_map(|area| without(area, off)).collect())
}

/// The area outside the switch, and the area inside it from when the switch ends.
fn without(area: Area, off: &Switch) -> Vec<Area> {
    let gone = if off.perm.scopes().contains(&off.scope.kind()) {
        off.scope.term()
    } else {
        Term::ALL
    };
    let mut left: Vec<Area> = area
        .term
        .minus(&gone)
        .into_iter()
        .map(|term| Area { term, ..area.clone() })
        .collect();
    let inside = area.term.meet(&gone);
    if let Some(end) = off.until.filter(|_| !inside.is_empty()) {
        let from = Some(area.from.map_or(end, |from| from.max(end)));
        if area.until.is_none_or(|until| end < until) {
            left.push(Area {
                term: inside,
                from,
                ..area
            });
        }
    }
    left
}
