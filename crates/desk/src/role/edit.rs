//! Change a role, and so the rights of all who hold it.

use std::collections::BTreeMap;

use access::{Caller, Cell, Perm, Place, RoleKey, RoleReach, Set, change};
use db::Tx;
use kit::{Error, MemberId, Result, RoleId};

use super::{Row, events, store};
use crate::member::rights;
use crate::who::Who;
use crate::{audit, text};

/// What may change; what is not said stays. Of a built-in role only `hidden` and `gives`.
#[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "RoleChange")]
pub struct Change {
    pub name: Option<String>,
    pub hidden: Option<bool>,
    pub reach: Option<RoleReach>,
    /// All of its permissions: those that are not named go.
    pub cells: Option<BTreeMap<Perm, Cell>>,
    pub gives: Option<Set<RoleKey>>,
}

pub fn edit(tx: &mut Tx<'_>, who: &Who, id: RoleId, change: &Change) -> Result<()> {
    who.may(Perm::RoleManage, &Place::Desk)?;
    let before = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    let after = changed(&before, change)?;
    if after == before {
        return Ok(());
    }
    if after.role == before.role {
        store::update(tx, who.org(), &after)?;
    } else {
        change::may_edit_role(&who.caller, Some(&before.role), &after.role, who.now)?;
        apply(tx, who, &after)?;
    }
    audit::write(tx, who, "role.changed", id, audit::diff(&facts(&before), &facts(&after)))?;
    events::changed(tx, who, id, "edited")
}

/// What it would be.
pub fn changed(before: &Row, change: &Change) -> Result<Row> {
    let mut after = before.clone();
    if before.builtin.is_some() && (change.name.is_some() || change.reach.is_some() || change.cells.is_some()) {
        return Err(Error::conflict("role_built_in"));
    }
    if let Some(name) = &change.name {
        after.name = text::line("name", name, 80)?;
    }
    after.hidden = change.hidden.unwrap_or(before.hidden);
    after.role.reach = change.reach.unwrap_or(before.role.reach);
    if let Some(cells) = &change.cells {
        after.role.cells = cells.clone();
    }
    if let Some(gives) = &change.gives {
        after.role.gives = gives.clone();
    }
    Ok(after)
}

/// Everybody who holds it is compared before and after; an administrator covers everybody but themselves.
fn apply(tx: &mut Tx<'_>, who: &Who, after: &Row) -> Result<()> {
    let holders = store::holders(tx, who.org(), after.id)?;
    let compared: Vec<MemberId> = holders
        .iter()
        .copied()
        .filter(|m| *m == who.member() || !who.caller.administers())
        .collect();
    let mut standings = Vec::new();
    for member in &compared {
        standings.push((*member, rights::standing(tx, who.org(), *member)?));
    }
    store::update(tx, who.org(), after)?;
    store::bump_holders(tx, who.org(), after.id)?;
    for (member, before) in standings {
        let now = rights::standing(tx, who.org(), member)?;
        may(who, member, before.as_ref(), now.as_ref())?;
    }
    rights::after_role_change(tx, who, &holders)
}

/// Whether the actor may bring a holder from `before` to `after` by changing the role. What is gained by it was compared as a whole.
pub fn may(who: &Who, holder: MemberId, before: Option<&Caller>, after: Option<&Caller>) -> Result<()> {
    if holder == who.member() {
        change::may_change(&who.caller, before, after, who.now)?;
    } else if let Some(before) = before {
        change::may_act_on(&who.caller, before, who.now)?;
    }
    Ok(())
}

/// What the log keeps.
#[derive(serde::Serialize)]
struct Facts<'a> {
    name: &'a str,
    hidden: bool,
    role: &'a access::Role,
}

fn facts(row: &Row) -> Facts<'_> {
    Facts {
        name: &row.name,
        hidden: row.hidden,
        role: &row.role,
    }
}
