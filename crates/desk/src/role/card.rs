//! Roles as they are listed: everybody sees their names, who may read roles sees what is in them.

use std::collections::BTreeMap;

use access::{Cell, Perm, Place, RoleKey, RoleReach, Set};
use db::Tx;
use kit::{Error, Result, RoleId};

use super::{Row, store};
use crate::who::Who;

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "RoleCard")]
pub struct Card {
    pub id: RoleId,
    /// How it is named where roles are given: a word, or the id of a custom one.
    pub key: RoleKey,
    /// Of a custom role; a built-in one is named by the catalogue.
    pub name: String,
    pub builtin: Option<String>,
    pub hidden: bool,
    /// The caller may give it.
    pub givable: bool,
    /// What is in it, for those who may read roles.
    #[serde(flatten)]
    pub inside: Option<Inside>,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Inside {
    pub reach: RoleReach,
    pub cells: BTreeMap<Perm, Cell>,
    pub gives: Set<RoleKey>,
    /// How many hold it.
    pub holders: i64,
}

pub fn list(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Card>> {
    let counts = store::counts(tx, who.org())?;
    Ok(store::all(tx, who.org())?.into_iter().map(|row| show(who, row, &counts)).collect())
}

pub fn card(tx: &mut Tx<'_>, who: &Who, id: RoleId) -> Result<Card> {
    who.may(Perm::RoleRead, &Place::Desk)?;
    let counts = store::counts(tx, who.org())?;
    Ok(show(who, store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?, &counts))
}

fn show(who: &Who, row: Row, counts: &BTreeMap<RoleId, i64>) -> Card {
    let givable = who
        .caller
        .gives
        .iter()
        .any(|g| g.until.is_none_or(|until| who.now < until) && g.roles.contains(Some(row.key())));
    Card {
        id: row.id,
        key: row.key(),
        name: row.name,
        builtin: row.builtin.map(|b| b.name().to_owned()),
        hidden: row.hidden,
        givable: givable && !who.caller.external,
        inside: who.can(Perm::RoleRead, &Place::Desk).then(|| Inside {
            reach: row.role.reach,
            cells: row.role.cells,
            gives: row.role.gives,
            holders: counts.get(&row.id).copied().unwrap_or(0),
        }),
    }
}
