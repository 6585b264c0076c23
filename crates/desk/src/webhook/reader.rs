//! Turns events into deliveries, for each webhook whose member may hear of them.

use db::{Event, Tx};
use kit::{OrgId, Result};

use super::{deliver, store};
use crate::App;
use crate::audience::{self, Class, Ears, Heard, Placed};
use crate::who::{Cache, Who};

/// The reader's name in the table of cursors.
pub const READER: &str = "webhook";

pub fn act(app: &App, tx: &mut Tx<'_>, org: OrgId, events: &[Event]) -> Result<()> {
    for hook in store::active(tx, org)? {
        let wanted: Vec<&Event> = events.iter().filter(|e| e.at >= hook.created_at && hook.wants(&e.kind)).collect();
        let Some(who) = (if wanted.is_empty() {
            None
        } else {
            reader(tx, &app.callers, org, hook.member)?
        }) else {
            continue;
        };
        let ears = Ears::of(&who);
        for (event, nth) in wanted.into_iter().zip(0..) {
            if hears(tx, &who, &ears, event)? {
                store::delivery::insert(tx, org, hook.id, Some((event.seq, nth)), &event.kind)?;
            }
        }
        deliver::schedule(tx, org, hook.id)?;
    }
    Ok(())
}

/// The member for whom a webhook reads; none who is not in good standing.
pub fn reader(tx: &mut Tx<'_>, callers: &Cache, org: OrgId, member: kit::MemberId) -> Result<Option<Who>> {
    match callers.of_member(tx, org, member) {
        Ok(who) => Ok(Some(who).filter(|who| who.caller.alive)),
        Err(gone) if gone.kind == kit::Kind::Unknown => Ok(None),
        Err(error) => Err(error),
    }
}

/// What goes out of reach is not told: there would be nothing to read about it.
fn hears(tx: &mut Tx<'_>, who: &Who, ears: &Ears, event: &Event) -> Result<bool> {
    let placed = Placed::of(event);
    match placed.class {
        Class::Contact => audience::hear_contact(tx, who, &event.subject),
        _ => Ok(matches!(audience::hear(who, ears, event, &placed), Heard::Event | Heard::Appeared)),
    }
}
