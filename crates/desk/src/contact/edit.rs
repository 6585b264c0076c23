//! Change what is known of a contact, everywhere at once (B5), through a ticket or with the organisation's extent.

use access::{Perm, Place};
use db::Tx;
use kit::{CompanyId, ContactId, EditId, Error, Result, TicketId};

use super::create::tell;
use super::fields::{Fields, conflict};
use super::model::{Contact, Edit};
use super::{find, store};
use crate::who::Who;
use crate::{company, organisation, ticket};

/// An edit as it is asked for: the fields that change (null takes one away) and the version that was in front.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ContactAsked")]
pub struct Asked {
    pub version: i64,
    /// `name`, `phone`, `email`, `document`, `country`, `locale`, `company` (its name), `position`.
    #[serde(flatten)]
    pub fields: std::collections::BTreeMap<String, Option<String>>,
    /// Which company is meant, where an earlier edit says it.
    #[serde(skip)]
    pub company: Option<CompanyId>,
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
        let since = store::since(tx, who.org(), before.id, asked.version)?;
        let since = since.iter().map(|edit| (&*edit.changes, edit.at));
        return Err(conflict(before.version, &before.profile, since));
    }
    let home = store::home_country(tx, who.org())?;
    let mut after = before.clone();
    after.profile.ask(&asked.fields, &home)?;
    employ(tx, who, &before, &mut after, asked.company)?;
    let changes = before.changes(&after);
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

/// Finds the company that a changed name means: of those that the caller knows, else a new one.
pub fn employ(tx: &mut Tx<'_>, who: &Who, before: &Contact, after: &mut Contact, meant: Option<CompanyId>) -> Result<()> {
    if after.profile.company == before.profile.company {
        return Ok(());
    }
    let Some(name) = &after.profile.company else {
        after.company = None;
        return Ok(());
    };
    let found = company::named::named(tx, who, name, meant)?;
    (after.company, after.profile.company) = (Some(found.id), Some(found.profile.name));
    Ok(())
}
