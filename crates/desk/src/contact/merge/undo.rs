//! Take a merge back: what moved goes to whose it was, and the fields that are still as it left them are as they were before.

use access::{Perm, Place};
use db::Tx;
use kit::{ContactId, ContactMergeId, Error, Result};
use serde_json::json;

use super::join::edited;
use super::model::Merge;
use crate::audit;
use crate::contact::create::tell;
use crate::contact::fields::Fields;
use crate::contact::model::Contact;
use crate::contact::{find, store};
use crate::who::Who;

pub fn undo(tx: &mut Tx<'_>, who: &Who, kept: ContactId, id: ContactMergeId) -> Result<Contact> {
    who.may(Perm::ContactMerge, &Place::Desk)?;
    let before = find::find(tx, who, kept)?;
    // One that came into another later is not on its own: that is taken back first, and then this is its own again.
    let merge = store::merge::row(tx, who.org(), id)?
        .filter(|merge| merge.kept == before.id)
        .ok_or_else(Error::unknown)?;
    if merge.undone_at.is_some() {
        return Err(Error::conflict("state_conflict"));
    }
    if store::merge::entangled(tx, &merge)? {
        return Err(Error::conflict("contact_merge_entangled"));
    }
    let gone = store::row(tx, who.org(), merge.gone)?.ok_or_else(Error::unknown)?;
    store::merge::carry_back(tx, &merge)?;
    let merge = Merge {
        undone_by: Some(who.member()),
        undone_at: Some(tx.now()),
        ..merge
    };
    store::merge::undone(tx, &merge)?;
    let mut after = before.clone();
    // What somebody has changed since is theirs.
    for change in merge
        .changes
        .iter()
        .filter(|change| before.profile.get(&change.field) == change.after)
    {
        after.put_back(change);
    }
    let changes = before.changes(&after);
    let merged = store::merge::edit_of(tx, &merge)?;
    let after = edited(tx, who, &merge, after, changes, merged)?;
    let gone = edited(tx, who, &merge, Contact { merged_into: None, ..gone }, Vec::new(), None)?;
    audit::write(tx, who, "contact.parted", after.id, json!({ "merge": merge.id, "from": gone.id }))?;
    // Who reads the one may not read the other any more: it is not named.
    tell(tx, who, "contact.parted", gone.id, gone.version)?;
    Ok(after)
}
