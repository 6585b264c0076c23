//! Take one edit back: another edit that sets its fields to what they were before it.

use access::{Perm, Place};
use db::Tx;
use kit::{ContactId, EditId, Error, Result};

use super::edit::{Asked, apply};
use super::{Contact, find};
use crate::ticket;
use crate::who::Who;

/// Decided where the edit was made: at its ticket, or over the organisation.
pub fn revert(tx: &mut Tx<'_>, who: &Who, contact: ContactId, id: EditId, version: i64) -> Result<Contact> {
    let before = find::find(tx, who, contact)?;
    // What was changed in another before it came into this one is history, and not this one's to take back.
    let visible = super::history::history(tx, who, before.id)?;
    let edit = visible
        .into_iter()
        .find(|e| e.id == id && e.contact == before.id)
        .ok_or_else(Error::unknown)?;
    match edit.ticket {
        Some(ticket) => {
            let witness = ticket::find(tx, who, ticket, Perm::TicketRead)?;
            who.may(Perm::ContactEdit, &Place::At(witness.facts()))?;
        }
        None => who.may(Perm::ContactEdit, &Place::Desk)?,
    }
    let company = edit.changes.iter().find_map(|change| change.before_company);
    let fields = edit.changes.iter().map(|c| (c.field.clone(), c.before.clone())).collect();
    let asked = Asked { version, fields, company };
    apply(tx, who, before, &asked, edit.ticket, Some(id))
}

/// Whether somebody took it back already is for the panel to show: the later edit names it.
pub fn reverted(edits: &[super::model::Edit], id: EditId) -> bool {
    edits.iter().any(|e| e.reverts == Some(id))
}
