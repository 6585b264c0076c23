//! Write a company down.

use access::{Perm, Place};
use db::{NewEvent, Tx};
use kit::{CompanyId, Error, Result};
use serde_json::json;

use super::model::FIELDS;
use super::{Company, Profile, domain, store};
use crate::contact::fields::Fields;
use crate::contact::store::home_country;
use crate::who::Who;

/// With domains it takes who could also add them later: they decide where others' contacts belong, and are of one company only.
pub fn create(tx: &mut Tx<'_>, who: &Who, typed: &Profile) -> Result<CompanyId> {
    let home = home_country(tx, who.org())?;
    let mut profile = Profile::default();
    let asked = FIELDS.into_iter().map(|field| (field.to_owned(), typed.get(field))).collect();
    profile.ask(&asked, &home)?;
    if profile.domains.is_some() && !who.can(Perm::ContactEdit, &Place::Desk) {
        return Err(Error::invalid("domains", "domains_denied"));
    }
    Ok(insert(tx, who, profile)?.id)
}

pub fn insert(tx: &mut Tx<'_>, who: &Who, profile: Profile) -> Result<Company> {
    let now = tx.now();
    let company = Company {
        id: CompanyId::new(now),
        profile,
        version: 1,
        created_by: Some(who.member()),
        created_at: now,
    };
    store::insert(tx, who.org(), &company)?;
    domain::keep(tx, who.org(), company.id, &company.profile)?;
    tell(tx, who, "company.created", &company, false)?;
    Ok(company)
}

/// The event of a company's change. `named`: its contacts are found by another name now.
pub fn tell(tx: &mut Tx<'_>, who: &Who, kind: &'static str, company: &Company, named: bool) -> Result<()> {
    let body = if named {
        json!({ "version": company.version, "named": true })
    } else {
        json!({ "version": company.version })
    };
    tx.append(&NewEvent {
        kind,
        version: 1,
        actor: Some(who.member().into()),
        subject: company.id.into(),
        before: None,
        after: None,
        body: body.to_string(),
    })?;
    Ok(())
}
