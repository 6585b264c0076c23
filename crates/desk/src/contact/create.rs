//! Add a contact by hand. Those who write are made by their first message.

use db::{NewEvent, Tx};
use kit::{ContactId, Result};

use super::model::{Contact, FIELDS, Profile};
use super::store;
use crate::who::Who;

pub fn create(tx: &mut Tx<'_>, who: &Who, typed: &Profile) -> Result<ContactId> {
    let home = store::home_country(tx, who.org())?;
    let mut profile = Profile::default();
    // The country first: it is how the phone is read.
    profile.set("country", typed.country.as_deref(), &home)?;
    for field in FIELDS {
        profile.set(field, typed.get(field).as_deref(), &home)?;
    }
    let id = ContactId::new(tx.now());
    let contact = Contact {
        id,
        profile,
        version: 1,
        merged_into: None,
        created_at: tx.now(),
        last_at: tx.now(),
    };
    store::insert(tx, who.org(), &contact)?;
    tell(tx, who, "contact.created", id, 1)?;
    Ok(id)
}

/// The event of a contact's change; whoever has it open asks for it again.
pub fn tell(tx: &mut Tx<'_>, who: &Who, kind: &'static str, id: ContactId, version: i64) -> Result<()> {
    let body = serde_json::json!({ "version": version }).to_string();
    let event = NewEvent {
        kind,
        version: 1,
        actor: Some(who.member().into()),
        subject: id.into(),
        before: None,
        after: None,
        body,
    };
    tx.append(&event)?;
    Ok(())
}
