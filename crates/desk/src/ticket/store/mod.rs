//! The only SQL of tickets.
//!
//! - [`row`] and its neighbours here: one ticket, for `find` to decide about.
//! - [`save`], [`insert`]: a change with its activity line and its event, one transaction; [`touch`]: a change that a message's event tells.
//! - [`page`]: lists and counts, by reach and view. [`queue`]: the dispenser's order. [`share`]: what is shared out, and how much somebody has. [`silent`]: where the customer is silent. [`tally`]: what people have and have done.
//! - [`one`]: what a whole ticket shows. [`merge`]: what moves with one.
//! - [`words`], [`fields`], [`names`], [`people`]: what tickets need of other nouns.

pub mod fields;
pub mod leave;
pub mod merge;
pub mod names;
pub mod one;
pub mod opening;
pub mod page;
pub mod people;
pub mod queue;
mod save;
pub mod share;
pub mod silent;
pub mod tally;
pub mod words;

use db::{FromRow, Row, Tx, args};
use kit::{ContactId, Id, IdentityId, OrgId, Result, TicketId};

use super::{Priority, State, Ticket};

pub use save::{By, Line, event, insert, save, touch};

/// The columns of a [`Ticket`], of alias `t`, in the order in which it is read.
pub const COLUMNS: &str = "t.org_id, t.id, t.number, t.subject, t.state, t.priority, t.team_id, t.assignee_id, t.channel_id, t.contact_id, t.identity_id, \
    t.origin_id, t.resolution_id, t.deferred_until, t.snoozed_until, t.created_at, t.last_at, t.waiting_since, t.first_reply_at, t.closed_at, \
    t.last_message_id, t.last_note_id, t.last_seq, t.last_in_seq, t.merged_into, t.version, t.silent_since, t.opens_at";

/// How many columns [`COLUMNS`] names, for what is selected after them.
pub const WIDTH: usize = 28;

impl FromRow for Ticket {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let mut at = 0..;
        let mut next = || at.next().unwrap_or_default();
        Ok(Self {
            org: row.get(next())?,
            id: row.get(next())?,
            number: row.get(next())?,
            subject: row.get(next())?,
            state: State::from_name(&row.get::<String>(next())?).ok_or(db::Error::Value("a ticket's state"))?,
            priority: Priority::from_rank(row.get(next())?).ok_or(db::Error::Value("a ticket's priority"))?,
            team: row.get(next())?,
            assignee: row.get(next())?,
            channel: row.get(next())?,
            contact: row.get(next())?,
            identity: row.get(next())?,
            origin: row.get(next())?,
            resolution: row.get(next())?,
            deferred_until: row.get(next())?,
            snoozed_until: row.get(next())?,
            created_at: row.get(next())?,
            last_at: row.get(next())?,
            waiting_since: row.get(next())?,
            first_reply_at: row.get(next())?,
            closed_at: row.get(next())?,
            last_message: row.get(next())?,
            last_note: row.get(next())?,
            last_seq: row.get(next())?,
            last_in_seq: row.get(next())?,
            merged_into: row.get(next())?,
            version: row.get(next())?,
            silent_since: row.get(next())?,
            opens_at: row.get(next())?,
        })
    }
}

/// A ticket of an organisation, whoever asks: for [`super::find`] and for Relevo's own work.
pub fn row(tx: &mut Tx<'_>, org: OrgId, id: TicketId) -> Result<Option<Ticket>> {
    Ok(tx.opt(
        &format!("SELECT {COLUMNS} FROM ticket t WHERE t.org_id = $1 AND t.id = $2"),
        args![org, id],
    )?)
}

/// The ticket with a number; of one that was merged, the one it was merged into.
pub fn by_number(tx: &mut Tx<'_>, org: OrgId, number: i64) -> Result<Option<Ticket>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM ticket n JOIN ticket t ON t.org_id = n.org_id AND t.id = COALESCE(n.merged_into, n.id) WHERE n.org_id = $1 AND n.number = $2"
    );
    Ok(tx.opt(&sql, args![org, number])?)
}

/// The one ticket of an identity that is not closed.
pub fn live_of(tx: &mut Tx<'_>, org: OrgId, identity: IdentityId) -> Result<Option<Ticket>> {
    // The condition is written as the partial unique index has it, so that both engines use it.
    let sql = format!(
        "SELECT {COLUMNS} FROM ticket t WHERE t.org_id = $1 AND t.identity_id = $2 AND t.state <> 'closed' AND t.identity_id IS NOT NULL"
    );
    Ok(tx.opt(&sql, args![org, identity])?)
}

/// The ticket of an identity that was closed last. Merged ones are no more.
pub fn closed_of(tx: &mut Tx<'_>, org: OrgId, contact: ContactId, identity: IdentityId) -> Result<Option<Ticket>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM ticket t WHERE t.org_id = $1 AND t.contact_id = $2 AND t.identity_id = $3 AND t.state = 'closed' \
         AND t.merged_into IS NULL ORDER BY t.last_at DESC, t.id DESC LIMIT 1"
    );
    Ok(tx.opt(&sql, args![org, contact, identity])?)
}

/// Ids for an `IN`: each once, filled up to a power of two with the last, so that few different statements are prepared.
pub fn few<I: Id>(ids: impl IntoIterator<Item = I>) -> Vec<I> {
    let mut ids: Vec<I> = ids.into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    if let Some(last) = ids.last().copied() {
        ids.resize(ids.len().next_power_of_two(), last);
    }
    ids
}
