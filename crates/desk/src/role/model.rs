//! What a role is, as it is kept and as one says it.

use std::collections::BTreeMap;

use access::{Builtin, Cell, Perm, Role, RoleKey, RoleReach, Set};
use kit::{RoleId, Time};

/// A role's row with its definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub id: RoleId,
    pub builtin: Option<Builtin>,
    /// Of a custom role; a built-in one is named by the catalogue.
    pub name: String,
    /// Not offered where roles are given; those who have it keep it.
    pub hidden: bool,
    pub role: Role,
    pub created_at: Time,
}

impl Row {
    pub fn key(&self) -> RoleKey {
        self.builtin.map_or(RoleKey::Custom(self.id), RoleKey::Builtin)
    }
}

/// What a custom role says.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
pub struct Definition {
    pub reach: RoleReach,
    /// Permissions that are not named are not in it.
    pub cells: BTreeMap<Perm, Cell>,
    /// The roles that its holders may give; none, unless said.
    #[serde(default = "nothing")]
    pub gives: Set<RoleKey>,
}

fn nothing() -> Set<RoleKey> {
    Set::none()
}

impl Definition {
    pub fn role(&self, id: RoleId) -> Role {
        Role {
            key: RoleKey::Custom(id),
            reach: self.reach,
            cells: self.cells.clone(),
            gives: self.gives.clone(),
        }
    }
}
