//! The dispenser: the oldest waiting ticket that this member may take (R5).

use access::{Perm, Place, Term};
use db::Tx;
use kit::{Error, Kind, Result};

use super::{Ticket, store, take};
use crate::who::Who;

/// How many are looked at together: nearly always the first is it.
const LOOK: u32 = 16;

/// What the dispenser draws from.
fn pool(who: &Who) -> access::Reach {
    who.reach(Perm::TicketTake).within(&Term {
        who: access::Who::NOBODY,
        ..Term::ALL
    })
}

/// Takes it. Two at once never get the same one: the organisation is serial, the second no longer finds it.
pub fn next(tx: &mut Tx<'_>, who: &Who) -> Result<Ticket> {
    who.may(Perm::TicketTake, &Place::Anywhere)?;
    let pool = pool(who);
    let mut after = None;
    loop {
        let waiting = store::queue::oldest(tx, &pool, who.now, after, LOOK)?;
        let Some(last) = waiting.last() else {
            return Err(Error::conflict("nothing_waiting"));
        };
        after = Some(store::queue::key(last));
        for before in &waiting {
            match take::give(tx, who, before) {
                // Seen and takeable, but not answerable: it waits for somebody else.
                Err(refused) if matches!(refused.kind, Kind::Invalid | Kind::Denied | Kind::Unknown) => {}
                given => return given,
            }
        }
    }
}

/// How many wait, for the button; counting stops after 999.
pub fn waiting(tx: &mut Tx<'_>, who: &Who) -> Result<i64> {
    store::queue::waiting(tx, &pool(who), who.now)
}
