//! The routes of contacts. [`merge`]: of two that become one. [`portfolio`]: of whose they are.

mod merge;
mod portfolio;

use std::collections::BTreeMap;

use access::Perm::{ContactCreate, ContactEdit, ContactHistory, ContactMerge, ContactRead, PortfolioAdd};
use access::{Can, Perm, Place};
use axum::Json;
use kit::{CompanyId, ContactId, ContactMergeId, Cursor, EditId, MemberId, Page, TicketId, Time};

use super::edit::Asked;
use super::fields::Change;
use super::model::{Identity, Profile};
use super::portfolio::Owner;
use super::similar::Similar;
use super::store::Of;
use super::{Contact, find, store};
use crate::company;
use crate::http::Permit::{At, Desk};
use crate::http::{Answer, Ask, Body, Created, Cx, Fault, On, Slice};
use crate::ticket;
use crate::who::Who;

pub fn routes() -> Slice {
    Slice::new("contact")
        .get("/contacts", At(ContactRead), "contact.list: contacts in your reach", list)
        .post("/contacts", Desk(ContactCreate), "contact.create: add a contact", create)
        .get("/contacts/{contact}", At(ContactRead), "contact.get: one contact", get)
        .patch(
            "/contacts/{contact}",
            At(ContactEdit),
            "contact.edit: change a contact, with the organisation's extent",
            edit,
        )
        .get(
            "/contacts/{contact}/edits",
            At(ContactHistory),
            "contact.history: its edits",
            history,
        )
        .post(
            "/contacts/{contact}/edits/{edit}/revert",
            At(ContactEdit),
            "contact.revert: take an edit back",
            revert,
        )
        .get(
            "/tickets/{ticket}/contact",
            At(ContactRead),
            "contact.through: the contact of a ticket",
            through,
        )
        .patch(
            "/tickets/{ticket}/contact",
            At(ContactEdit),
            "contact.edit_through: change a contact through a ticket",
            edit_through,
        )
        .get(
            "/contacts/{contact}/merges",
            Desk(ContactMerge),
            "contact.merges: what came into a contact, the latest first",
            merge::list,
        )
        .post(
            "/contacts/{contact}/merges",
            Desk(ContactMerge),
            "contact.merge: another contact comes into this one",
            merge::join,
        )
        .post(
            "/contacts/{contact}/merges/preview",
            Desk(ContactMerge),
            "contact.merge_preview: what both have, and how much would move; nothing is changed",
            merge::preview,
        )
        .delete(
            "/contacts/{contact}/merges/{merge}",
            Desk(ContactMerge),
            "contact.part: take a merge back",
            merge::undo,
        )
        .put(
            "/contacts/{contact}/portfolio",
            At(PortfolioAdd),
            "portfolio.add: put a contact into one's own portfolio",
            portfolio::add,
        )
        .delete(
            "/contacts/{contact}/portfolio",
            At(ContactRead),
            "portfolio.remove: take a contact out of one's own portfolio, or with portfolio.remove out of another's",
            portfolio::remove,
        )
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ContactPath")]
struct Path {
    contact: ContactId,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct TicketPath {
    ticket: TicketId,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct EditPath {
    contact: ContactId,
    edit: EditId,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ContactQuery")]
struct Query {
    q: Option<String>,
    /// Only those of this member's portfolio. Another's than one's own needs `portfolio.read`.
    portfolio: Option<MemberId>,
    /// Only those who work for this one.
    company: Option<CompanyId>,
    cursor: Option<String>,
    limit: Option<u32>,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Seen {
    version: i64,
}

/// A contact in a list.
#[derive(serde::Serialize, schemars::JsonSchema)]
struct Brief {
    id: ContactId,
    #[serde(flatten)]
    profile: Profile,
    /// Of whom `company` is the name, where it can be opened: external members know the name only.
    company_id: Option<CompanyId>,
    version: i64,
    created_at: Time,
    last_at: Time,
}

/// A contact in full.
#[derive(serde::Serialize, schemars::JsonSchema)]
struct Whole {
    #[serde(flatten)]
    brief: Brief,
    identities: Vec<Identity>,
    /// Whose portfolio it is in.
    owner: Option<Owner>,
    /// The company whose e-mail the address is, of a contact who has none.
    company_suggested: Option<String>,
    /// Who may be the same person, the first three.
    similar: Vec<Similar>,
    /// Decisions on what the panel offers here.
    can: BTreeMap<String, Can>,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
struct Kept {
    id: EditId,
    /// The contact that was edited: this one, or one that came into it.
    contact: ContactId,
    version: i64,
    by: MemberId,
    ticket: Option<TicketId>,
    changes: Vec<Change>,
    reverts: Option<EditId>,
    reverted: bool,
    /// The merge, or its undoing, of which this is a part.
    merge: Option<ContactMergeId>,
    address: String,
    at: Time,
}

fn brief(who: &Who, c: Contact) -> Brief {
    Brief {
        id: c.id,
        profile: c.profile,
        company_id: c.company.filter(|_| !who.caller.external),
        version: c.version,
        created_at: c.created_at,
        last_at: c.last_at,
    }
}

/// `place` is where the acts would be: the ticket through which one looks, or the organisation. Into one's portfolio it goes through
/// whatever one reads it by.
fn whole(tx: &mut db::Tx<'_>, who: &Who, contact: Contact, place: &Place) -> kit::Result<Whole> {
    let identities = store::identities(tx, who, contact.id)?;
    let through = find::place(tx, who, contact.id)?;
    let acts = [
        (Perm::ContactEdit, place),
        (Perm::ContactHistory, place),
        (Perm::ContactMerge, place),
        (Perm::PortfolioAdd, &through),
    ];
    let can = acts
        .into_iter()
        .map(|(perm, place)| (perm.name().to_owned(), who.decide(perm, place).can()))
        .collect();
    let similar = super::similar::similar(tx, who, &contact, &identities)?;
    let suggested = match contact.company {
        None => company::domain::suggested(tx, who, contact.profile.email.as_deref())?,
        Some(_) => None,
    };
    Ok(Whole {
        owner: super::portfolio::owner(tx, who, contact.id)?,
        brief: brief(who, contact),
        identities,
        company_suggested: suggested.map(|found| found.profile.name),
        similar,
        can,
    })
}

async fn list(cx: Cx, Ask(query): Ask<Query>) -> Answer<Page<Brief>> {
    let limit = query.limit.unwrap_or(kit::page::DEFAULT_LIMIT).clamp(1, kit::page::MAX_LIMIT);
    let after = query.cursor.as_deref().map(Cursor::read).transpose()?;
    let words = query.q.unwrap_or_default();
    let page = cx
        .read(move |tx, who| {
            let of = Of {
                owner: query.portfolio,
                company: query.company,
            };
            let page = super::list::list(tx, who, &words, of, after, limit)?;
            Ok(page.map(|contact| brief(who, contact)))
        })
        .await?;
    Ok(Json(page))
}

async fn create(cx: Cx, body: Body<Profile>) -> Result<Created<Whole>, Fault> {
    let make = move |tx: &mut db::Tx<'_>, who: &Who| super::create::create(tx, who, &body.value);
    let show = |tx: &mut db::Tx<'_>, who: &Who, id| {
        let contact = store::row(tx, who.org(), id)?.ok_or_else(kit::Error::unknown)?;
        whole(tx, who, contact, &Place::Desk)
    };
    Ok(cx.create(body.print, make, show).await?)
}

async fn get(cx: Cx, On(path): On<Path>) -> Answer<Whole> {
    let found = cx.read(move |tx, who| {
        let contact = find::find(tx, who, path.contact)?;
        whole(tx, who, contact, &Place::Desk)
    });
    Ok(Json(found.await?))
}

async fn edit(cx: Cx, On(path): On<Path>, body: Body<Asked>) -> Answer<Whole> {
    let changed = cx.write(move |tx, who| {
        let contact = super::edit::whole(tx, who, path.contact, &body.value)?;
        whole(tx, who, contact, &Place::Desk)
    });
    Ok(Json(changed.await?))
}

async fn through(cx: Cx, On(path): On<TicketPath>) -> Answer<Whole> {
    let found = cx.read(move |tx, who| {
        let witness = ticket::find(tx, who, path.ticket, Perm::TicketRead)?;
        let place = Place::At(witness.facts());
        who.may(Perm::ContactRead, &place)?;
        let contact = store::row(tx, who.org(), witness.contact)?.ok_or_else(kit::Error::unknown)?;
        whole(tx, who, contact, &place)
    });
    Ok(Json(found.await?))
}

async fn edit_through(cx: Cx, On(path): On<TicketPath>, body: Body<Asked>) -> Answer<Whole> {
    let changed = cx.write(move |tx, who| {
        let contact = super::edit::through(tx, who, path.ticket, &body.value)?;
        let place = Place::At(ticket::find(tx, who, path.ticket, Perm::TicketRead)?.facts());
        whole(tx, who, contact, &place)
    });
    Ok(Json(changed.await?))
}

async fn history(cx: Cx, On(path): On<Path>) -> Answer<Page<Kept>> {
    let edits = cx.read(move |tx, who| super::history::history(tx, who, path.contact)).await?;
    let reverted: Vec<bool> = edits.iter().map(|e| super::revert::reverted(&edits, e.id)).collect();
    let kept = |(e, reverted): (super::model::Edit, bool)| Kept {
        id: e.id,
        contact: e.contact,
        version: e.version,
        by: e.member,
        ticket: e.ticket,
        changes: e.changes,
        reverts: e.reverts,
        reverted,
        merge: e.merge,
        address: e.address,
        at: e.at,
    };
    Ok(Json(Page::whole(edits.into_iter().zip(reverted).map(kept).collect())))
}

async fn revert(cx: Cx, On(path): On<EditPath>, body: Body<Seen>) -> Answer<Whole> {
    let changed = cx.write(move |tx, who| {
        let contact = super::revert::revert(tx, who, path.contact, path.edit, body.value.version)?;
        whole(tx, who, contact, &Place::Desk)
    });
    Ok(Json(changed.await?))
}
