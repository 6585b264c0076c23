//! Keeps the index: what an event is about is indexed as it is now.

use std::collections::BTreeSet;

use db::search::{self, Doc};
use db::{Event, Thing, Tx};
use kit::{CompanyId, ContactId, MessageId, OrgId, Result, TicketId};

use super::{again, store};
use crate::App;

/// The reader's name in the table of cursors.
pub const READER: &str = "search";

/// The reader of the event log: several events, one transaction, since SQLite writes its full-text index out at the end of each.
pub fn act(_: &App, tx: &mut Tx<'_>, org: OrgId, events: &[Event]) -> Result<()> {
    index(tx, org, events)
}

/// Indexes what these events are about, each thing once.
pub fn index(tx: &mut Tx<'_>, org: OrgId, events: &[Event]) -> Result<()> {
    let (mut contacts, mut tickets, mut messages) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut companies = BTreeSet::new();
    for event in events {
        match &*event.kind {
            "contact.created" | "contact.changed" | "contact.merged" | "contact.parted" => contacts.extend(event.subject.id::<ContactId>()),
            "company.created" | "company.changed" | "company.removed" => {
                companies.extend(event.subject.id::<CompanyId>());
                if event.body.contains("\"named\"") {
                    again::plan(tx, org, event.subject.id())?;
                }
            }
            "ticket.created" => tickets.extend(event.subject.id::<TicketId>()),
            "ticket.changed" if event.body.contains("\"edited\"") => tickets.extend(event.subject.id::<TicketId>()),
            "message.created" | "note.created" => messages.extend(event.subject.id::<MessageId>()),
            // Taken back; or what came with it is here, with its name.
            "message.changed" if ["\"undone\"", "\"files\""].iter().any(|what| event.body.contains(what)) => {
                messages.extend(event.subject.id::<MessageId>());
            }
            _ => {}
        }
    }
    of_contacts(tx, org, &contacts)?;
    of_companies(tx, org, &companies)?;
    for (ticket, number, subject) in store::tickets(tx, org, &tickets)? {
        put(tx, org, Thing::from(ticket), ticket.to_bytes(), &format!("{number} {subject}"))?;
    }
    let found = store::messages(tx, org, &messages)?;
    for gone in messages.iter().filter(|id| !found.iter().any(|m| m.id == **id)) {
        search::remove(tx, org, &Thing::from(*gone))?;
    }
    for message in found {
        put(
            tx,
            org,
            thing(&message.kind, message.id),
            message.ticket.to_bytes(),
            &format!("{} {}", message.body, message.files),
        )?;
    }
    Ok(())
}

/// Contacts as they are now.
pub fn of_contacts(tx: &mut Tx<'_>, org: OrgId, contacts: &BTreeSet<ContactId>) -> Result<()> {
    let found = store::contacts(tx, org, contacts)?;
    // Who came into another is found by that one.
    for gone in contacts.iter().filter(|id| !found.iter().any(|c| c.id == **id)) {
        search::remove(tx, org, &Thing::from(*gone))?;
    }
    for contact in found {
        let text = [&contact.name, &contact.company, &contact.email, &contact.document]
            .map(|part| part.as_deref().unwrap_or_default())
            .join(" ");
        let text = format!(
            "{text} {} {}",
            endings(contact.phone.as_deref()),
            endings(contact.document.as_deref())
        );
        put(tx, org, Thing::from(contact.id), contact.id.to_bytes(), &text)?;
    }
    Ok(())
}

fn of_companies(tx: &mut Tx<'_>, org: OrgId, companies: &BTreeSet<CompanyId>) -> Result<()> {
    let found = store::companies(tx, org, companies)?;
    for gone in companies.iter().filter(|id| !found.iter().any(|c| c.id == **id)) {
        search::remove(tx, org, &Thing::from(*gone))?;
    }
    for company in found {
        let ends = [&company.phone, &company.document]
            .map(|number| endings(number.as_deref()))
            .join(" ");
        let rest = [company.document, company.domains].map(Option::unwrap_or_default).join(" ");
        let text = format!("{} {rest} {ends}", company.name);
        put(tx, org, Thing::from(company.id), company.id.to_bytes(), &text)?;
    }
    Ok(())
}

fn put(tx: &mut Tx<'_>, org: OrgId, thing: Thing, owner: [u8; 16], text: &str) -> Result<()> {
    Ok(search::put(tx, &Doc { org, thing, owner }, text)?)
}

/// A note is of another kind in the index, since it has other readers.
fn thing(kind: &str, id: MessageId) -> Thing {
    if kind == "note" {
        Thing {
            kind: "note".into(),
            id: id.to_bytes(),
        }
    } else {
        Thing::from(id)
    }
}

/// A number by any of its ends: people know the last digits, and dots or blanks are not part of it.
fn endings(number: Option<&str>) -> String {
    let plain: Vec<char> = number.unwrap_or_default().chars().filter(|c| c.is_alphanumeric()).collect();
    let ends = (0..plain.len().saturating_sub(3)).map(|from| plain[from..].iter().collect::<String>());
    ends.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_by_its_ends() {
        assert_eq!(endings(Some("+52 1234")), "521234 21234 1234");
        assert_eq!(endings(Some("12")), "");
        assert_eq!(endings(None), "");
    }
}
