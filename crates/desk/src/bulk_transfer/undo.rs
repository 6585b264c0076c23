//! Take one back, within a day: what those who got it still have goes back to who had it.

use access::{Perm, Place};
use db::Tx;
use kit::{BulkTransferId, Error, Result};
use serde_json::json;

use super::model::{Act, State};
use super::{events, jobs, store};
use crate::audit;
use crate::who::Who;

pub fn undo(tx: &mut Tx<'_>, who: &Who, id: BulkTransferId) -> Result<()> {
    who.may(Perm::TicketTransferBulk, &Place::Desk)?;
    let before = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    if before.state != State::Done {
        return Err(Error::conflict("state_conflict"));
    }
    if before.undo_until() <= tx.now() {
        return Err(Error::conflict("bulk_transfer_over"));
    }
    let act = Act {
        state: State::Undoing,
        cursor: None,
        undone_by: Some(who.member()),
        ..before
    };
    store::update(tx, &act)?;
    audit::write(tx, who, "bulk_transfer.undone", act.draft.from, json!({ "transfer": act.id }))?;
    events::begun(tx, who, &act)?;
    jobs::enqueue(tx, &act)
}
