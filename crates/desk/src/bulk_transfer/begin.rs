//! Ask for one: it is written down, and done step by step.

use access::{Perm, Place};
use db::Tx;
use kit::{BulkTransferId, Error, Result};
use serde_json::json;

use super::model::{Act, Draft, State};
use super::{events, jobs, store};
use crate::who::Who;
use crate::{audit, member};

/// What is asked for makes sense, and is about somebody who is there.
pub fn check(tx: &mut Tx<'_>, who: &Who, draft: &Draft) -> Result<()> {
    who.may(Perm::TicketTransferBulk, &Place::Desk)?;
    draft.check()?;
    let from = member::store::row(tx, who.org(), draft.from)?.ok_or_else(|| Error::invalid("from", "destination_unknown"))?;
    from.must_be_person()
}

pub fn begin(tx: &mut Tx<'_>, who: &Who, draft: &Draft) -> Result<BulkTransferId> {
    check(tx, who, draft)?;
    let now = tx.now();
    let act = Act {
        org: who.org(),
        id: BulkTransferId::new(now),
        draft: draft.clone(),
        state: State::Running,
        cursor: None,
        asked_by: who.member(),
        asked_at: now,
        ended_at: None,
        undone_by: None,
    };
    store::insert(tx, &act)?;
    audit::write(
        tx,
        who,
        "bulk_transfer.begun",
        draft.from,
        json!({ "transfer": act.id, "asked": draft }),
    )?;
    events::begun(tx, who, &act)?;
    jobs::enqueue(tx, &act)?;
    Ok(act.id)
}
