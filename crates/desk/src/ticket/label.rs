//! Put labels on a ticket and take them off.

use std::collections::BTreeSet;

use access::Perm;
use db::Tx;
use kit::{Error, LabelId, Result, TicketId};

use super::{Ticket, store};
use crate::who::Who;

/// More than this on one ticket say nothing any more.
pub const MAX_LABELS: usize = 30;

/// A change of a ticket's labels.
#[derive(Clone, Debug)]
pub enum Change {
    Set(BTreeSet<LabelId>),
    Add(LabelId),
    Remove(LabelId),
}

pub fn label(tx: &mut Tx<'_>, who: &Who, id: TicketId, change: &Change) -> Result<Ticket> {
    let before = super::find(tx, who, id, Perm::TicketEdit)?;
    let now = store::words::labels_on(tx, &before)?;
    let wanted: BTreeSet<LabelId> = match change {
        Change::Set(labels) => labels.clone(),
        Change::Add(label) => now.iter().copied().chain([*label]).collect(),
        Change::Remove(label) => now.iter().copied().filter(|l| l != label).collect(),
    };
    if wanted.len() > MAX_LABELS {
        return Err(Error::invalid("labels", "too_many_labels").with_param("max", MAX_LABELS));
    }
    let added: Vec<LabelId> = wanted.difference(&now).copied().collect();
    let removed: Vec<LabelId> = now.difference(&wanted).copied().collect();
    if added.len() > store::words::labels(tx, who.org(), &added)? {
        return Err(Error::invalid("labels", "label_unknown"));
    }
    if added.is_empty() && removed.is_empty() {
        return Ok(before);
    }
    store::words::relabel(tx, &before, &added, &removed)?;
    store::save(tx, who, &before, before.clone(), store::Line::labelled(&added, &removed))
}
