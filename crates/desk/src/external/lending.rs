//! What an organisation says about lending its people (E5).

use access::{Perm, Place};
use db::Tx;
use kit::{Error, OrgId, Result};
use serde_json::json;

use super::model::{Lending, Rule};
use super::store;
use crate::audit;
use crate::member::store::page;
use crate::who::Who;

/// An organisation chooses among few.
const MOST: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Lending")]
pub struct Shown {
    pub rule: Rule,
    pub named: Vec<Borrower>,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "LendingBorrower")]
pub struct Borrower {
    pub id: OrgId,
    pub name: String,
}

#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "LendingChange")]
pub struct Change {
    pub rule: Rule,
    /// Of the rule `named`: by their ids, which an organisation gives out itself. Nobody is listed here who was not named.
    #[serde(default)]
    pub named: Vec<OrgId>,
}

pub fn get(tx: &mut Tx<'_>, who: &Who) -> Result<Shown> {
    who.may(Perm::SettingsRead, &Place::Desk)?;
    let lending = store::lending(tx, who.org())?;
    show(tx, lending)
}

fn show(tx: &mut Tx<'_>, lending: Lending) -> Result<Shown> {
    let names = page::organisation_names(tx, &lending.named)?;
    let named = lending.named.into_iter();
    Ok(Shown {
        rule: lending.rule,
        named: named
            .map(|id| Borrower {
                id,
                name: names.get(&id).cloned().unwrap_or_default(),
            })
            .collect(),
    })
}

pub fn put(tx: &mut Tx<'_>, who: &Who, change: &Change) -> Result<Shown> {
    who.may(Perm::SettingsManage, &Place::Desk)?;
    if change.named.len() > MOST {
        return Err(Error::invalid("named", "too_many_values").with_param("max", MOST));
    }
    let before = store::lending(tx, who.org())?;
    let mut named = change.named.clone();
    named.sort_unstable();
    named.dedup();
    let names = page::organisation_names(tx, &named)?;
    if let Some(at) = named.iter().position(|id| *id == who.org() || !names.contains_key(id)) {
        return Err(Error::invalid(format!("named[{at}]"), "organisation_unknown"));
    }
    let after = Lending { rule: change.rule, named };
    if after != before {
        store::put_lending(tx, who.org(), &after)?;
        let of = |lending: &Lending| json!({ "rule": lending.rule, "named": lending.named });
        let body = json!({ "before": of(&before), "after": of(&after) });
        audit::write(tx, who, "lending.changed", who.org(), body)?;
    }
    show(tx, after)
}
