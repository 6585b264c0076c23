//! One act on several tickets. Each is decided on its own, by the same verb as alone; what is refused of one does not touch the others.

use db::Tx;
use kit::{Error, LabelId, MemberId, Result, TicketId};

use super::close::Ending;
use super::edit::Edit;
use super::transfer::To;
use super::{Priority, Ticket, assign, close, edit, hold, label, take, transfer};
use crate::who::{Cache, Who};

/// How many at most.
pub const MOST: usize = 200;

/// So many are done in one transaction, so that no closure holds the organisation for long.
pub const STEP: usize = 25;

/// The act.
#[derive(Clone, Debug)]
pub enum Act {
    Take,
    Close(Ending),
    Assign(Option<MemberId>),
    Transfer(Box<To>),
    Label(LabelId),
    Unlabel(LabelId),
    Priority(Priority),
    Hold,
    Release,
}

/// Refuses a list that no one picked by hand, and one that names a thing twice.
pub fn check<I: kit::Id>(field: &str, things: &[I]) -> Result<()> {
    if things.is_empty() {
        return Err(Error::invalid(field, "required"));
    }
    if things.len() > MOST {
        return Err(Error::invalid(field, "too_many_values").with_param("max", MOST));
    }
    let mut seen = std::collections::BTreeSet::new();
    match things.iter().position(|id| !seen.insert(id.to_bytes())) {
        Some(at) => Err(Error::invalid(format!("{field}[{at}]"), "named_twice")),
        None => Ok(()),
    }
}

/// What came of each, in order. Each runs in a savepoint of its own.
pub fn run(tx: &mut Tx<'_>, callers: &Cache, who: &Who, tickets: &[TicketId], act: &Act) -> Vec<(TicketId, Result<Ticket>)> {
    tickets
        .iter()
        .map(|id| (*id, tx.attempt(|tx| one(tx, callers, who, *id, act))))
        .collect()
}

fn one(tx: &mut Tx<'_>, callers: &Cache, who: &Who, id: TicketId, act: &Act) -> Result<Ticket> {
    match act {
        Act::Take => take::take(tx, who, id),
        Act::Close(ending) => close::close(tx, callers, who, id, ending),
        Act::Assign(member) => assign::assign(tx, callers, who, id, *member),
        Act::Transfer(to) => transfer::transfer(tx, callers, who, id, to),
        Act::Label(label) => label::label(tx, who, id, &label::Change::Add(*label)),
        Act::Unlabel(label) => label::label(tx, who, id, &label::Change::Remove(*label)),
        Act::Hold => hold::hold(tx, who, id),
        Act::Release => hold::release(tx, who, id),
        Act::Priority(priority) => edit::edit(
            tx,
            who,
            id,
            &Edit {
                priority: Some(*priority),
                ..Edit::default()
            },
        ),
    }
}
