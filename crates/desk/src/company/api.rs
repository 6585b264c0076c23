//! The routes of companies. What works for one is asked for with the lists of contacts and tickets.

use std::collections::BTreeMap;

use access::Perm::{ContactCreate, ContactEdit, ContactHistory, ContactMerge, ContactRead};
use access::{Can, Perm, Place};
use axum::Json;
use axum::http::StatusCode;
use db::Tx;
use kit::{CompanyId, Cursor, EditId, MemberId, Page, Result, Time};

use super::edit::Asked;
use super::model::{Edit, Profile};
use super::size::{Size, size};
use super::{Company, find};
use crate::contact::fields::Change;
use crate::http::Permit::{At, Desk};
use crate::http::{Answer, Ask, Body, Created, Cx, Fault, On, Slice};
use crate::who::Who;

pub fn routes() -> Slice {
    Slice::new("company")
        .get(
            "/companies",
            At(ContactRead),
            "company.list: companies in your reach, by name",
            list,
        )
        .post("/companies", Desk(ContactCreate), "company.create: write a company down", create)
        .get("/companies/{company}", At(ContactRead), "company.get: one company", get)
        .patch("/companies/{company}", Desk(ContactEdit), "company.edit: change a company", edit)
        .delete(
            "/companies/{company}",
            Desk(ContactMerge),
            "company.remove: take a company away; its contacts stay",
            remove,
        )
        .get(
            "/companies/{company}/edits",
            Desk(ContactHistory),
            "company.history: its edits",
            history,
        )
        .post(
            "/companies/{company}/edits/{edit}/revert",
            Desk(ContactEdit),
            "company.revert: take an edit back",
            revert,
        )
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "CompanyPath")]
struct Path {
    company: CompanyId,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "CompanyEditPath")]
struct EditPath {
    company: CompanyId,
    edit: EditId,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "CompanyQuery")]
struct Query {
    q: Option<String>,
    cursor: Option<String>,
    limit: Option<u32>,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "CompanySeen")]
struct Seen {
    version: i64,
}

/// A company in a list.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "CompanyBrief")]
struct Brief {
    id: CompanyId,
    #[serde(flatten)]
    profile: Profile,
    version: i64,
    created_at: Time,
}

/// A company in full.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Company")]
struct Whole {
    #[serde(flatten)]
    brief: Brief,
    /// Of what the reader can read.
    size: Size,
    /// Decisions on what the panel offers here.
    can: BTreeMap<String, Can>,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "CompanyEdit")]
struct Kept {
    id: EditId,
    version: i64,
    by: MemberId,
    changes: Vec<Change>,
    reverts: Option<EditId>,
    reverted: bool,
    address: String,
    at: Time,
}

fn brief(c: Company) -> Brief {
    Brief {
        id: c.id,
        profile: c.profile,
        version: c.version,
        created_at: c.created_at,
    }
}

fn whole(tx: &mut Tx<'_>, who: &Who, company: Company) -> Result<Whole> {
    let acts = [Perm::ContactEdit, Perm::ContactHistory, Perm::ContactMerge];
    let can = acts.map(|perm| (perm.name().to_owned(), who.decide(perm, &Place::Desk).can()));
    Ok(Whole {
        size: size(tx, who, company.id)?,
        brief: brief(company),
        can: can.into(),
    })
}

async fn list(cx: Cx, Ask(query): Ask<Query>) -> Answer<Page<Brief>> {
    let limit = query.limit.unwrap_or(kit::page::DEFAULT_LIMIT).clamp(1, kit::page::MAX_LIMIT);
    let after = query.cursor.as_deref().map(Cursor::read).transpose()?;
    let words = query.q.unwrap_or_default();
    let page = cx.read(move |tx, who| super::list::list(tx, who, &words, after, limit)).await?;
    Ok(Json(page.map(brief)))
}

async fn create(cx: Cx, body: Body<Profile>) -> Result<Created<Whole>, Fault> {
    let make = move |tx: &mut Tx<'_>, who: &Who| super::create::create(tx, who, &body.value);
    let show = |tx: &mut Tx<'_>, who: &Who, id| {
        let company = find::find(tx, who, id)?;
        whole(tx, who, company)
    };
    Ok(cx.create(body.print, make, show).await?)
}

async fn get(cx: Cx, On(path): On<Path>) -> Answer<Whole> {
    let found = cx.read(move |tx, who| {
        let company = find::find(tx, who, path.company)?;
        whole(tx, who, company)
    });
    Ok(Json(found.await?))
}

async fn edit(cx: Cx, On(path): On<Path>, body: Body<Asked>) -> Answer<Whole> {
    let changed = cx.write(move |tx, who| {
        let company = super::edit::edit(tx, who, path.company, &body.value)?;
        whole(tx, who, company)
    });
    Ok(Json(changed.await?))
}

async fn remove(cx: Cx, On(path): On<Path>) -> Result<StatusCode, Fault> {
    cx.write(move |tx, who| super::remove::remove(tx, who, path.company)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn history(cx: Cx, On(path): On<Path>) -> Answer<Page<Kept>> {
    let edits = cx.read(move |tx, who| super::history::history(tx, who, path.company)).await?;
    let taken: std::collections::BTreeSet<EditId> = edits.iter().filter_map(|e| e.reverts).collect();
    let kept = |e: Edit| Kept {
        reverted: taken.contains(&e.id),
        id: e.id,
        version: e.version,
        by: e.member,
        changes: e.changes,
        reverts: e.reverts,
        address: e.address,
        at: e.at,
    };
    Ok(Json(Page::whole(edits.into_iter().map(kept).collect())))
}

async fn revert(cx: Cx, On(path): On<EditPath>, body: Body<Seen>) -> Answer<Whole> {
    let changed = cx.write(move |tx, who| {
        let company = super::edit::revert(tx, who, path.company, path.edit, body.value.version)?;
        whole(tx, who, company)
    });
    Ok(Json(changed.await?))
}
