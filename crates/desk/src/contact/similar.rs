//! Who may be the same person, of those that the caller can read.

use std::collections::BTreeSet;

use db::Tx;
use kit::{ContactId, Result};

use super::model::{Alike, Identity};
use super::{Contact, store};
use crate::who::Who;

/// So many are named: where there are more, one begins with these.
const MOST: usize = 3;

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ContactSimilar")]
pub struct Similar {
    pub id: ContactId,
    pub name: String,
    /// What they have in common.
    pub by: BTreeSet<Alike>,
}

/// `addresses`: those of the contact that the caller sees.
pub fn similar(tx: &mut Tx<'_>, who: &Who, contact: &Contact, addresses: &[Identity]) -> Result<Vec<Similar>> {
    let mut all: Vec<Similar> = Vec::new();
    for found in store::similar::similar(tx, who, contact, addresses, 24)? {
        match all.iter_mut().find(|known| known.id == found.id) {
            Some(known) => {
                known.by.insert(found.by);
            }
            None => all.push(Similar {
                id: found.id,
                name: found.name,
                by: BTreeSet::from([found.by]),
            }),
        }
    }
    all.truncate(MOST);
    Ok(all)
}
