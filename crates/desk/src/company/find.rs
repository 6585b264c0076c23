//! Look-up is authorisation.

use db::Tx;
use kit::{CompanyId, Error, Result};

use super::{Company, store};
use crate::who::Who;

/// The company, if this caller can read it now.
pub fn find(tx: &mut Tx<'_>, who: &Who, id: CompanyId) -> Result<Company> {
    store::readable_row(tx, who, id)?.ok_or_else(Error::unknown)
}
