//! Edit what decides nothing about access: subject, priority, custom fields.

use std::collections::BTreeMap;

use access::Perm;
use db::Tx;
use kit::{Error, FieldId, Result, TicketId};
use serde_json::json;

use super::{Priority, Ticket, fields, store};
use crate::who::Who;

/// The longest subject.
pub const MAX_SUBJECT: usize = 200;

/// What is not named stays.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    pub subject: Option<String>,
    pub priority: Option<Priority>,
    /// `None` empties a field.
    pub fields: BTreeMap<FieldId, Option<serde_json::Value>>,
}

pub fn edit(tx: &mut Tx<'_>, who: &Who, id: TicketId, edit: &Edit) -> Result<Ticket> {
    let before = super::find(tx, who, id, Perm::TicketEdit)?;
    let mut after = before.clone();
    let mut what = Vec::new();
    if let Some(subject) = &edit.subject {
        after.subject = subject_of(subject)?;
        what.extend((after.subject != before.subject).then_some("subject"));
    }
    if let Some(priority) = edit.priority {
        after.priority = priority;
        what.extend((after.priority != before.priority).then_some("priority"));
    }
    let changed = fields::put(tx, &before, &edit.fields)?;
    what.extend((!changed.is_empty()).then_some("fields"));
    if what.is_empty() {
        return Ok(before);
    }
    let priority = (after.priority != before.priority).then(|| json!({ "from": before.priority, "to": after.priority }));
    let line = store::Line::new("edited", json!({ "what": what, "priority": priority, "fields": changed }));
    store::save(tx, who, &before, after, line)
}

/// A subject as it is kept: one line, not too long; none is none.
pub fn subject_of(text: &str) -> Result<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > MAX_SUBJECT {
        return Err(Error::invalid("subject", "too_long").with_param("max", MAX_SUBJECT));
    }
    Ok(line)
}
