//! How many contacts and tickets a company has, of those that the caller can read.

use db::Tx;
use kit::{CompanyId, Result};

use super::store;
use crate::contact::merge::model::Count;
use crate::who::Who;

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "CompanySize")]
pub struct Size {
    pub contacts: Count,
    /// Live and closed.
    pub tickets: Count,
}

pub fn size(tx: &mut Tx<'_>, who: &Who, id: CompanyId) -> Result<Size> {
    let (contacts, tickets) = store::size(tx, who, id, Count::MOST + 1)?;
    Ok(Size {
        contacts: Count::of(contacts),
        tickets: Count::of(tickets),
    })
}
