//! Merge a ticket into another of the same contact: what was said and done in it goes on there.
//!
//! Messages, notes, activities and mentions move to the other ticket; their places in the organisation's sequence order them among what
//! is there. The merged one stays as a closed ticket that points to the other, and its number leads there whoever may read that.
//! Only within one contact: otherwise one customer's words would hang from another's ticket.

use access::Perm;
use db::Tx;
use kit::{Error, Result, TicketId};
use serde_json::json;

use super::{Ticket, find, store};
use crate::message::store::standing;
use crate::who::Who;

pub fn merge(tx: &mut Tx<'_>, who: &Who, id: TicketId, into: TicketId) -> Result<Ticket> {
    let from = find(tx, who, id, Perm::TicketMerge)?;
    let to = find(tx, who, into, Perm::TicketMerge)?;
    if from.id == to.id {
        return Err(Error::invalid("into", "merge_same"));
    }
    if from.merged_into.is_some() || to.merged_into.is_some() {
        return Err(Error::conflict("ticket_merged"));
    }
    to.must_live()?;
    if from.contact != to.contact {
        return Err(Error::invalid("into", "merge_other_contact"));
    }
    store::merge::carry(tx, &from, &to)?;
    let mut gone = from.clone();
    if gone.live() {
        gone.close(None, tx.now());
    }
    gone.merged_into = Some(to.id);
    (gone.last_message, gone.last_note, gone.last_seq, gone.last_in_seq) = (None, None, 0, 0);
    let gone = store::save(
        tx,
        who,
        &from,
        gone,
        store::Line::new("merged_away", json!({ "into": to.id, "number": to.number })),
    )?;
    let mut grown = to.clone();
    let said = standing(tx, &to)?;
    (grown.last_message, grown.last_note) = (said.last, said.last_note);
    grown.last_seq = from.last_seq.max(to.last_seq);
    grown.last_in_seq = from.last_in_seq.max(to.last_in_seq);
    grown.last_at = from.last_at.max(to.last_at);
    grown.waiting_since = [from.waiting_since, to.waiting_since].into_iter().flatten().min();
    grown.silent_since = said.silent_since.filter(|_| grown.waiting_since.is_none());
    grown.first_reply_at = [from.first_reply_at, to.first_reply_at].into_iter().flatten().min();
    store::save(
        tx,
        who,
        &to,
        grown,
        store::Line::new("merged", json!({ "from": gone.id, "number": gone.number })),
    )
}
