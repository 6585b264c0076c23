//! Close a ticket, with the reason that the organisation asks for (C9).

use access::Perm;
use db::Tx;
use kit::{Error, ResolutionId, Result, TicketId};
use serde_json::json;

use super::{Ticket, store};
use crate::message::note;
use crate::organisation;
use crate::who::{Cache, Who};

/// How it ended.
#[derive(Clone, Debug, Default)]
pub struct Ending {
    pub resolution: Option<ResolutionId>,
    /// A private note, left with it.
    pub note: Option<String>,
}

pub fn close(tx: &mut Tx<'_>, callers: &Cache, who: &Who, id: TicketId, ending: &Ending) -> Result<Ticket> {
    let mut before = super::find(tx, who, id, Perm::TicketClose)?;
    before.must_live()?;
    match ending.resolution {
        Some(resolution) if !store::words::resolution(tx, who.org(), resolution)? => {
            return Err(Error::invalid("resolution", "resolution_unknown"));
        }
        None if organisation::store::settings(tx, who.org())?.resolution_required => {
            return Err(Error::invalid("resolution", "resolution_required"));
        }
        _ => {}
    }
    if let Some(field) = store::fields::missing(tx, &before)? {
        return Err(Error::invalid(format!("fields.{}", field.id), "field_required").with_param("name", field.name));
    }
    if let Some(text) = ending.note.as_deref().filter(|text| !text.trim().is_empty()) {
        let left = note::Draft {
            body: text.to_owned(),
            ..Default::default()
        };
        before = note::leave(tx, callers, who, &before, &left)?.0;
    }
    let mut after = before.clone();
    after.close(ending.resolution, tx.now());
    store::save(
        tx,
        who,
        &before,
        after,
        store::Line::new("closed", json!({ "resolution": ending.resolution })),
    )
}
