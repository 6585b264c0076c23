//! Look-up is authorisation.

use access::Place;
use db::Tx;
use kit::{ContactId, Error, Result};

use super::{Contact, store};
use crate::who::Who;

/// The contact, if this caller can read it now; of one that was merged, the one it was merged into, so that old links lead on. The same two statements for one that is not there and one that cannot be read.
pub fn find(tx: &mut Tx<'_>, who: &Who, id: ContactId) -> Result<Contact> {
    let contact = store::led(tx, who.org(), id)?;
    let readable = store::in_reach(tx, who, id)?;
    contact.filter(|_| readable).ok_or_else(Error::unknown)
}

/// The place of what is decided about a contact through its tickets; the organisation's own where the caller's extent is whole.
pub fn place(tx: &mut Tx<'_>, who: &Who, id: ContactId) -> Result<Place> {
    Ok(Place::Through(store::places(tx, who.org(), id)?))
}
