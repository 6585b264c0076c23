//! Change what is known of a company, or take such a change back.

use access::{Perm, Place};
use db::Tx;
use kit::{CompanyId, EditId, Error, Result};

use super::model::Edit;
use super::{Company, create, domain, find, history, store};
use crate::contact::fields::{Fields, conflict};
use crate::contact::store::home_country;
use crate::who::Who;

/// An edit as it is asked for: the fields that change (null takes one away) and the version that was in front.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "CompanyAsked")]
pub struct Asked {
    pub version: i64,
    /// `name`, `document`, `country`, `phone`, `domains`, `note`.
    #[serde(flatten)]
    pub fields: std::collections::BTreeMap<String, Option<String>>,
}

pub fn edit(tx: &mut Tx<'_>, who: &Who, id: CompanyId, asked: &Asked) -> Result<Company> {
    let company = find::find(tx, who, id)?;
    who.may(Perm::ContactEdit, &Place::Desk)?;
    apply(tx, who, company, asked, None)
}

/// Another edit, that sets the fields of one to what they were before it.
pub fn revert(tx: &mut Tx<'_>, who: &Who, id: CompanyId, edit: EditId, version: i64) -> Result<Company> {
    let company = find::find(tx, who, id)?;
    let edits = history::history(tx, who, id)?;
    let edit = edits.into_iter().find(|e| e.id == edit).ok_or_else(Error::unknown)?;
    who.may(Perm::ContactEdit, &Place::Desk)?;
    let fields = edit.changes.into_iter().map(|c| (c.field, c.before)).collect();
    apply(tx, who, company, &Asked { version, fields }, Some(edit.id))
}

fn apply(tx: &mut Tx<'_>, who: &Who, before: Company, asked: &Asked, reverts: Option<EditId>) -> Result<Company> {
    if asked.version != before.version {
        let since = store::edits::since(tx, who.org(), before.id, asked.version)?;
        let since = since.iter().map(|edit| (&*edit.changes, edit.at));
        return Err(conflict(before.version, &before.profile, since));
    }
    let home = home_country(tx, who.org())?;
    let mut after = before.clone();
    after.profile.ask(&asked.fields, &home)?;
    let changes = before.profile.changes(&after.profile);
    if changes.is_empty() {
        return Ok(before);
    }
    after.version += 1;
    store::update(tx, who.org(), &after)?;
    if changes.iter().any(|change| change.field == "domains") {
        domain::keep(tx, who.org(), after.id, &after.profile)?;
    }
    let named = changes.iter().any(|change| change.field == "name");
    let edit = Edit {
        id: EditId::new(tx.now()),
        company: after.id,
        version: after.version,
        member: who.member(),
        changes,
        reverts,
        address: who.address.clone(),
        at: tx.now(),
    };
    store::edits::insert(tx, who.org(), &edit)?;
    create::tell(tx, who, "company.changed", &after, named)?;
    Ok(after)
}
