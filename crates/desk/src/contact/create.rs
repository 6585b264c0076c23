//! Add a contact: by hand, or by their first message.

use db::{NewEvent, Tx};
use kit::{ContactId, MemberId, OrgId, Result};
use serde_json::{Value, json};

use super::edit::employ;
use super::fields::Fields;
use super::model::{Contact, FIELDS, Profile};
use super::store;
use crate::company;
use crate::who::Who;

pub fn create(tx: &mut Tx<'_>, who: &Who, typed: &Profile) -> Result<ContactId> {
    let home = store::home_country(tx, who.org())?;
    let mut profile = Profile::default();
    // The country first: it is how the phone is read.
    profile.set("country", typed.country.as_deref(), &home)?;
    for field in FIELDS {
        profile.set(field, typed.get(field).as_deref(), &home)?;
    }
    let mut contact = new(tx, profile);
    let nobody = Contact {
        profile: Profile::default(),
        ..contact.clone()
    };
    employ(tx, who, &nobody, &mut contact, None)?;
    if contact.company.is_none()
        && let Some(found) = company::domain::suggested(tx, who, contact.profile.email.as_deref())?
    {
        (contact.company, contact.profile.company) = (Some(found.id), Some(found.profile.name));
    }
    insert(tx, who.org(), Some(who.member()), &contact)
}

/// Somebody who writes for the first time. What their channel says of them is taken as it is: it need not be perfect to be answered. They
/// work for the company whose e-mail they have.
pub fn introduce(tx: &mut Tx<'_>, org: OrgId, profile: Profile) -> Result<ContactId> {
    let mut contact = new(tx, profile);
    contact.company = company::domain::of(tx, org, contact.profile.email.as_deref())?.map(|found| found.id);
    insert(tx, org, None, &contact)
}

fn new(tx: &Tx<'_>, profile: Profile) -> Contact {
    let now = tx.now();
    Contact {
        id: ContactId::new(now),
        profile,
        company: None,
        version: 1,
        merged_into: None,
        created_at: now,
        last_at: now,
    }
}

fn insert(tx: &mut Tx<'_>, org: OrgId, by: Option<MemberId>, contact: &Contact) -> Result<ContactId> {
    store::insert(tx, org, contact)?;
    append(tx, by, "contact.created", contact.id, &json!({ "version": contact.version }))?;
    Ok(contact.id)
}

/// The event of a contact's change; whoever has it open asks for it again.
pub fn tell(tx: &mut Tx<'_>, who: &Who, kind: &'static str, id: ContactId, version: i64) -> Result<()> {
    append(tx, Some(who.member()), kind, id, &json!({ "version": version }))
}

/// As [`tell`], with more to say; ids and codes only.
pub fn tell_of(tx: &mut Tx<'_>, who: &Who, kind: &'static str, id: ContactId, body: &Value) -> Result<()> {
    append(tx, Some(who.member()), kind, id, body)
}

fn append(tx: &mut Tx<'_>, by: Option<MemberId>, kind: &'static str, id: ContactId, body: &Value) -> Result<()> {
    let event = NewEvent {
        kind,
        version: 1,
        actor: by.map(Into::into),
        subject: id.into(),
        before: None,
        after: None,
        body: body.to_string(),
    };
    tx.append(&event)?;
    Ok(())
}
