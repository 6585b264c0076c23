//! Change what is known of a contact, everywhere at once (B5), through a ticket or with the organisation's extent.

use access::{Perm, Place};
use db::Tx;
use kit::{ContactId, EditId, Error, Result, TicketId};
use serde_json::json;

use super::create::tell;
use super::model::{Contact, Edit, FIELDS};
use super::{find, store};
use crate::who::Who;
use crate::{organisation, ticket};

/// An edit as it is asked for: the fields that change (null takes one away) and the version that was in front.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ContactAsked")]
pub struct Asked {
    pub version: i64,
    /// `name`, `phone`, `email`, `document`, `country`, `locale`, `company`.
    #[serde(flatten)]
    pub fields: std::collections::BTreeMap<String, Option<String>>,
}

/// Through a ticket: its place decides, and the edit names it.
pub fn through(tx: &mut Tx<'_>, who: &Who, ticket: TicketId, asked: &Asked) -> Result<Contact> {
    let witness = ticket::find(tx, who, ticket, Perm::TicketRead)?;
    who.may(Perm::ContactEdit, &Place::At(witness.facts()))?;
    let contact = store::row(tx, who.org(), witness.contact)?.ok_or_else(Error::unknown)?;
    apply(tx, who, contact, asked, Some(ticket), None)
}

/// With the organisation's extent.
pub fn whole(tx: &mut Tx<'_>, who: &Who, id: ContactId, asked: &Asked) -> Result<Contact> {
    let contact = find::find(tx, who, id)?;
    who.may(Perm::ContactEdit, &Place::Desk)?;
    apply(tx, who, contact, asked, None, None)
}

/// Writes the edit. What is not a field of a profile changes nothing.
pub fn apply(
    tx: &mut Tx<'_>,
    who: &Who,
    before: Contact,
    asked: &Asked,
    ticket: Option<TicketId>,
    reverts: Option<EditId>,
) -> Result<Contact> {
    if asked.version != before.version {
        return Err(conflict(tx, who, &before, asked.version)?);
    }
    let home = store::home_country(tx, who.org())?;
    let mut after = before.clone();
    let country = std::iter::once("country").chain(FIELDS.into_iter().filter(|f| *f != "country"));
    for field in country {
        if let Some(value) = asked.fields.get(field) {
            after.profile.set(field, value.as_deref(), &home)?;
        }
    }
    let changes = before.profile.changes(&after.profile);
    if changes.is_empty() {
        return Ok(before);
    }
    if who.caller.external {
        let allowed = organisation::store::settings(tx, who.org())?.external_contact_fields;
        if let Some(change) = changes.iter().find(|change| !allowed.contains(&change.field)) {
            return Err(Error::invalid(change.field.clone(), "field_not_external"));
        }
    }
    after.version += 1;
    store::update(tx, who.org(), &after)?;
    let edit = Edit {
        id: EditId::new(tx.now()),
        contact: after.id,
        version: after.version,
        member: who.member(),
        ticket,
        changes,
        reverts,
        merge: None,
        address: who.address.clone(),
        at: tx.now(),
    };
    store::insert_edit(tx, who.org(), &edit)?;
    tell(tx, who, "contact.changed", after.id, after.version)?;
    Ok(after)
}

/// What others changed since the version that was in front (B7). Whose edits these are is for who may read the history.
fn conflict(tx: &mut Tx<'_>, who: &Who, now: &Contact, seen: i64) -> Result<Error> {
    let edits = store::since(tx, who.org(), now.id, seen)?;
    let changed: Vec<_> = edits
        .iter()
        .flat_map(|e| {
            e.changes
                .iter()
                .map(move |c| json!({ "field": c.field, "before": c.before, "after": c.after, "at": e.at }))
        })
        .collect();
    Ok(Error::conflict("version_conflict").with_detail(json!({ "version": now.version, "current": now.profile, "changed": changed })))
}
