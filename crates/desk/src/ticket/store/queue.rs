//! The queue: what waits for somebody, the longest waiting first.

use access::Reach;
use db::{Sql, Tx};
use kit::{Cursor, Result, Time};

use super::page::Into;
use crate::ticket::Ticket;

/// Since when a ticket waits: since the customer's first unanswered message, or since it was opened.
const SINCE: &str = "COALESCE(t.waiting_since, t.created_at)";

/// Where a ticket stands in the queue.
pub fn key(ticket: &Ticket) -> Cursor {
    Cursor::new(ticket.waiting_since.unwrap_or(ticket.created_at), ticket.id)
}

/// The longest waiting of a reach, after a place in the queue.
pub fn oldest(tx: &mut Tx<'_>, reach: &Reach, now: Time, after: Option<Cursor>, limit: u32) -> Result<Vec<Ticket>> {
    let mut sql = Sql::new("SELECT ")
        .push(super::COLUMNS)
        .push(" FROM ticket t WHERE t.state = 'waiting' AND ");
    reach.write_sql(&mut Into(&mut sql), "t", now);
    if let Some(cursor) = after {
        sql = sql
            .push(" AND (")
            .push(SINCE)
            .push(", t.id) > (")
            .bind(cursor.at)
            .push(", ")
            .bind(cursor.id)
            .push(")");
    }
    sql = sql.push(" ORDER BY ").push(SINCE).push(", t.id").limit(limit);
    Ok(tx.all_sql(&sql)?)
}

/// How many wait; counting stops after 999.
pub fn waiting(tx: &mut Tx<'_>, reach: &Reach, now: Time) -> Result<i64> {
    // Live is what waits anyway: said so, SQLite passes over what a team has closed.
    let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 FROM ticket t WHERE t.state = 'waiting' AND t.live = TRUE AND ");
    reach.write_sql(&mut Into(&mut sql), "t", now);
    Ok(tx.one_sql(&sql.push(" LIMIT 1000) q"))?)
}
