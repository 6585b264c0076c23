//! The kept edits of a contact, for who holds `contact.history`.

use access::Perm;
use db::Tx;
use kit::{ContactId, Result};

use super::model::Edit;
use super::{find, store};
use crate::who::Who;

pub fn history(tx: &mut Tx<'_>, who: &Who, id: ContactId) -> Result<Vec<Edit>> {
    let contact = find::find(tx, who, id)?;
    let place = find::place(tx, who, contact.id)?;
    if !who.reach(Perm::ContactHistory).is_whole() {
        who.may(Perm::ContactHistory, &place)?;
    }
    store::edits(tx, who, contact.id)
}
