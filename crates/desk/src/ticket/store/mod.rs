//! The only SQL of tickets.
//!
//! - [`row`]: one ticket, for `find` to decide about.
//! - [`save`], [`insert`]: a change with its activity line and its event, one transaction.
//! - [`page`]: lists, by reach and view.

pub mod leave;
pub mod page;
mod save;

use db::{FromRow, Row, Tx, args};
use kit::{OrgId, Result, TicketId};

use super::{Priority, State, Ticket};

pub use save::{Line, insert, save};

/// The columns of a [`Ticket`], of alias `t`, in the order in which it is read.
pub const COLUMNS: &str = "t.org_id, t.id, t.number, t.subject, t.state, t.priority, t.team_id, t.assignee_id, t.channel_id, t.contact_id, t.identity_id, \
    t.origin_id, t.resolution_id, t.deferred_until, t.snoozed_until, t.created_at, t.last_at, t.waiting_since, t.first_reply_at, t.closed_at, \
    t.last_message_id, t.last_note_id, t.last_seq, t.last_in_seq, t.merged_into, t.version";

/// How many columns [`COLUMNS`] names, for what is selected after them.
pub const WIDTH: usize = 26;

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
