//! Take a company away. Its contacts stay, and work for nobody.

use access::{Perm, Place};
use db::Tx;
use kit::{CompanyId, Result};
use serde_json::json;

use super::{create, find, store};
use crate::audit;
use crate::who::Who;

/// As much as a merge does to many contacts at once, and decided as one.
pub fn remove(tx: &mut Tx<'_>, who: &Who, id: CompanyId) -> Result<()> {
    let company = find::find(tx, who, id)?;
    who.may(Perm::ContactMerge, &Place::Desk)?;
    store::domain::clear(tx, who.org(), company.id)?;
    store::remove(tx, who.org(), company.id, who.member())?;
    audit::write(tx, who, "company.removed", company.id, json!({}))?;
    create::tell(tx, who, "company.removed", &company, true)
}
