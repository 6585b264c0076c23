//! One contact comes into another.

use db::Tx;
use kit::{ContactId, ContactMergeId, EditId, Error, Result};
use serde_json::json;

use super::model::Merge;
use super::preview::two;
use crate::audit;
use crate::contact::create::{tell, tell_of};
use crate::contact::fields::Change;
use crate::contact::model::{Contact, Edit, FIELDS};
use crate::contact::store;
use crate::who::Who;

/// A merge as it is asked for, with the versions that were in front.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ContactMergeAsked")]
pub struct Asked {
    /// The contact that comes into this one.
    pub from: ContactId,
    pub version: i64,
    pub from_version: i64,
    /// The fields whose value is taken from it (`name`, `phone`, `email`, `document`, `country`, `locale`, `company`, `position`); the others stay.
    #[serde(default)]
    pub take: Vec<String>,
}

pub fn join(tx: &mut Tx<'_>, who: &Who, kept: ContactId, asked: &Asked) -> Result<ContactMergeId> {
    let (before, gone) = two(tx, who, kept, asked.from)?;
    if (before.version, gone.version) != (asked.version, asked.from_version) {
        return Err(Error::conflict("contact_merge_changed"));
    }
    if let Some(at) = asked.take.iter().position(|field| !FIELDS.contains(&field.as_str())) {
        return Err(Error::invalid(format!("take[{at}]"), "choice_unknown"));
    }
    let mut after = before.clone();
    for field in &asked.take {
        after.take(field, &gone);
    }
    after.last_at = before.last_at.max(gone.last_at);
    let merge = Merge {
        org: who.org(),
        id: ContactMergeId::new(tx.now()),
        kept: before.id,
        gone: gone.id,
        changes: before.changes(&after),
        member: who.member(),
        at: tx.now(),
        undone_by: None,
        undone_at: None,
    };
    store::merge::insert(tx, &merge)?;
    store::merge::carry(tx, &merge)?;
    let gone = Contact {
        merged_into: Some(before.id),
        ..gone
    };
    edited(tx, who, &merge, after, merge.changes.clone(), None)?;
    let gone = edited(tx, who, &merge, gone, Vec::new(), None)?;
    let fields: Vec<&str> = merge.changes.iter().map(|change| change.field.as_str()).collect();
    audit::write(
        tx,
        who,
        "contact.merged",
        merge.kept,
        json!({ "merge": merge.id, "from": gone.id, "fields": fields }),
    )?;
    tell_of(
        tx,
        who,
        "contact.merged",
        gone.id,
        &json!({ "into": merge.kept, "version": gone.version }),
    )?;
    Ok(merge.id)
}

/// Writes a contact that a merge or its undoing has changed, and a line of its history.
pub fn edited(
    tx: &mut Tx<'_>,
    who: &Who,
    merge: &Merge,
    mut contact: Contact,
    changes: Vec<Change>,
    reverts: Option<EditId>,
) -> Result<Contact> {
    contact.version += 1;
    store::update(tx, who.org(), &contact)?;
    let edit = Edit {
        id: EditId::new(tx.now()),
        contact: contact.id,
        version: contact.version,
        member: who.member(),
        ticket: None,
        changes,
        reverts,
        merge: Some(merge.id),
        address: who.address.clone(),
        at: tx.now(),
    };
    store::insert_edit(tx, who.org(), &edit)?;
    if contact.merged_into.is_none() {
        tell(tx, who, "contact.changed", contact.id, contact.version)?;
    }
    Ok(contact)
}
