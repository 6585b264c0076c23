//! The closed list of permissions, for whoever makes a role of them.

use access::{Kind, Perm, ScopeKind};

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "PermissionCard")]
pub struct Card {
    pub name: Perm,
    pub kind: Kind,
    /// Held or not, never in part: where it holds is nothing to choose.
    pub desk_wide: bool,
    /// Without this one it is worth nothing.
    pub needs: Option<Perm>,
    /// Where it can be switched on or off for somebody.
    pub scopes: Vec<ScopeKind>,
    /// Whether external members may ever hold it.
    pub external: bool,
}

/// In the order of the registry.
pub fn all() -> Vec<Card> {
    let card = |perm: &Perm| Card {
        name: *perm,
        kind: perm.kind(),
        desk_wide: perm.desk_wide(),
        needs: Some(perm.read_of()).filter(|needed| needed != perm),
        scopes: perm.scopes().to_vec(),
        external: perm.external_ok(),
    };
    Perm::ALL.iter().map(card).collect()
}
