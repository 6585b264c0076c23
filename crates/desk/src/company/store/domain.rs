//! Whose e-mail an address is.

use db::{Tx, args};
use kit::{CompanyId, OrgId, Result};

use crate::company::Company;

/// The company that has a domain, whoever asks. `domain`: in lower case.
pub fn company(tx: &mut Tx<'_>, org: OrgId, domain: &str) -> Result<Option<Company>> {
    let sql = format!(
        "SELECT {} FROM company_domain d JOIN company k ON k.org_id = d.org_id AND k.id = d.company_id \
         WHERE d.org_id = $1 AND d.domain = $2 AND k.removed_at IS NULL",
        super::COLUMNS
    );
    Ok(tx.opt(&sql, args![org, domain])?)
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, domain: &str, company: CompanyId) -> Result<()> {
    let sql = "INSERT INTO company_domain (org_id, domain, company_id) VALUES ($1, $2, $3)";
    tx.exec(sql, args![org, domain, company])?;
    Ok(())
}

pub fn clear(tx: &mut Tx<'_>, org: OrgId, company: CompanyId) -> Result<()> {
    tx.exec(
        "DELETE FROM company_domain WHERE org_id = $1 AND company_id = $2",
        args![org, company],
    )?;
    Ok(())
}
