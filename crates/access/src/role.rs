//! What a role is: a row of cells and a reach. Built-in and custom roles are the same type.

use std::collections::BTreeMap;

use kit::RoleId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::builtin::Builtin;
use crate::{Perm, Set};

/// Which tickets a role's holder comes to see at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleReach {
    None,
    /// Assigned to me.
    Own,
    /// Own, and the unassigned of my teams whose channel and origin I serve.
    Pool,
    /// Own, and everything in my teams.
    Teams,
    Org,
}

/// Whether a role has a permission. `–` of SPEC's table is a missing cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AccessState")]
pub enum State {
    /// `Y`: always; nothing switches it off.
    Always,
    /// `O`: optional, off until it is switched on.
    Off,
    /// `o`: optional, on until it is switched off.
    On,
}

/// Of what a cell's extent starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// The role's reach.
    Reach,
    /// The own part of the role's reach.
    Own,
    /// Own, and the unassigned of my teams: the dispenser.
    Pool,
    /// What is in my teams.
    Teams,
    /// Everything in the organisation, whatever the role's reach.
    Desk,
}

/// One permission in one role.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    pub state: State,
    pub base: Base,
}

/// Names a role: a word for the built-in ones, an id for an organisation's own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RoleKey {
    Builtin(Builtin),
    Custom(RoleId),
}

impl RoleKey {
    fn show(self) -> String {
        match self {
            Self::Builtin(role) => role.name().to_owned(),
            Self::Custom(id) => id.to_string(),
        }
    }

    pub fn read(text: &str) -> Option<Self> {
        Builtin::from_name(text)
            .map(Self::Builtin)
            .or_else(|| text.parse().ok().map(Self::Custom))
    }
}

crate::text::as_text!(RoleKey, RoleKey::show, RoleKey::read, None);

impl From<Builtin> for RoleKey {
    fn from(role: Builtin) -> Self {
        Self::Builtin(role)
    }
}

/// A named set of permissions with a reach.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    pub key: RoleKey,
    pub reach: RoleReach,
    pub cells: BTreeMap<Perm, Cell>,
    /// The roles that its holders may give. Set by administrators; not what they hold themselves.
    pub gives: Set<RoleKey>,
}

impl Role {
    pub fn cell(&self, perm: Perm) -> Option<Cell> {
        self.cells.get(&perm).copied()
    }

    /// The permissions that may be switched on or off for its holders.
    pub fn optional(&self) -> impl Iterator<Item = Perm> {
        self.cells
            .iter()
            .filter(|(_, cell)| cell.state != State::Always)
            .map(|(perm, _)| *perm)
    }
}
