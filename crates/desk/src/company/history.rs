//! The kept edits of a company, for who holds `contact.history` over the organisation.

use access::{Perm, Place};
use db::Tx;
use kit::{CompanyId, Result};

use super::model::Edit;
use super::{find, store};
use crate::who::Who;

/// The latest first.
pub fn history(tx: &mut Tx<'_>, who: &Who, id: CompanyId) -> Result<Vec<Edit>> {
    let company = find::find(tx, who, id)?;
    who.may(Perm::ContactHistory, &Place::Desk)?;
    store::edits::all(tx, who.org(), company.id)
}
