//! The company that an e-mail address means.

use db::Tx;
use kit::{CompanyId, Error, OrgId, Result};

use super::{Company, Profile, store};
use crate::who::Who;

/// Whose domain the address has.
pub fn of(tx: &mut Tx<'_>, org: OrgId, email: Option<&str>) -> Result<Option<Company>> {
    match email.and_then(|email| email.rsplit_once('@')) {
        Some((_, domain)) => store::domain::company(tx, org, &domain.to_lowercase()),
        None => Ok(None),
    }
}

/// The same for a caller, who is told of none that they cannot read.
pub fn suggested(tx: &mut Tx<'_>, who: &Who, email: Option<&str>) -> Result<Option<Company>> {
    match of(tx, who.org(), email)? {
        Some(found) => store::readable_row(tx, who, found.id),
        None => Ok(None),
    }
}

/// Writes the domains of a company; refused where one is another company's.
pub fn keep(tx: &mut Tx<'_>, org: OrgId, id: CompanyId, profile: &Profile) -> Result<()> {
    store::domain::clear(tx, org, id)?;
    for domain in profile.each_domain() {
        if store::domain::company(tx, org, domain)?.is_some() {
            return Err(Error::invalid("domains", "domain_taken").with_param("domain", domain));
        }
        store::domain::insert(tx, org, domain, id)?;
    }
    Ok(())
}
