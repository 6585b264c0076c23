//! Client portfolios (R9): a contact is in at most one member's, and its later tickets go straight to that member
//! ([`crate::message::routing`]).
//!
//! One adds to one's own what one can read; only its owner and administrators take it out again. Whose it is, everybody who reads the contact
//! is told, and who tries to add it. The contact of one's portfolio can be read without a ticket.

use access::{Perm, Place};
use db::{NewEvent, Tx};
use kit::{ContactId, Error, MemberId, Result, Time};
use serde_json::json;

use super::create::tell;
use super::{Contact, find, store};
use crate::audit;
use crate::ticket::person::{People, Person};
use crate::who::Who;

/// Whose portfolio a contact is in.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ContactOwner")]
pub struct Owner {
    pub member: Person,
    pub since: Time,
    /// The reader's own.
    pub mine: bool,
    /// Whether the reader may take it out.
    pub removable: bool,
}

pub fn owner(tx: &mut Tx<'_>, who: &Who, contact: ContactId) -> Result<Option<Owner>> {
    let Some((member, since)) = store::portfolio::of(tx, who.org(), contact)? else {
        return Ok(None);
    };
    let mine = member == who.member();
    Ok(Some(Owner {
        member: People::of(tx, who, [member])?.get(member),
        since,
        mine,
        removable: mine || who.can(Perm::PortfolioRemove, &Place::Desk),
    }))
}

/// Into one's own. What is there already stays as it is.
pub fn add(tx: &mut Tx<'_>, who: &Who, id: ContactId) -> Result<Contact> {
    let contact = find::find(tx, who, id)?;
    let place = find::place(tx, who, contact.id)?;
    who.may(Perm::PortfolioAdd, &place)?;
    match owner(tx, who, contact.id)? {
        Some(owner) if owner.mine => Ok(contact),
        Some(owner) => Err(Error::conflict("portfolio_taken").with_detail(json!({ "owner": owner.member }))),
        None => {
            store::portfolio::insert(tx, who.org(), contact.id, who.member())?;
            said(tx, who, "portfolio.added", &contact, who.member())?;
            Ok(contact)
        }
    }
}

/// Out of whose it is in; of one that is in none, nothing happens.
pub fn remove(tx: &mut Tx<'_>, who: &Who, id: ContactId) -> Result<()> {
    let contact = find::find(tx, who, id)?;
    let Some((owner, _)) = store::portfolio::of(tx, who.org(), contact.id)? else {
        return Ok(());
    };
    if owner != who.member() {
        who.may(Perm::PortfolioRemove, &Place::Desk)?;
    }
    store::portfolio::delete(tx, who.org(), contact.id)?;
    said(tx, who, "portfolio.removed", &contact, owner)
}

/// Those who read the contact are told that it changed; its owner is told of their portfolio, since they may read it no more.
fn said(tx: &mut Tx<'_>, who: &Who, kind: &'static str, contact: &Contact, owner: MemberId) -> Result<()> {
    audit::write(tx, who, kind, contact.id, json!({ "member": owner }))?;
    tell(tx, who, "contact.changed", contact.id, contact.version)?;
    tx.append(&NewEvent {
        kind,
        version: 1,
        actor: Some(who.member().into()),
        subject: contact.id.into(),
        before: None,
        after: None,
        body: json!({ "member": owner }).to_string(),
    })?;
    Ok(())
}
