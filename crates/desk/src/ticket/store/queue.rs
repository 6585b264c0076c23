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
    Ok(tx.all_sql(&in_order(sql, after, limit))?)
}

/// The longest waiting first, after a place in the queue.
pub(super) fn in_order(mut sql: Sql, after: Option<Cursor>, limit: u32) -> Sql {
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
    sql.push(" ORDER BY ").push(SINCE).push(", t.id").limit(limit)
}

/// How many wait; counting stops after 999.
pub fn waiting(tx: &mut Tx<'_>, reach: &Reach, now: Time) -> Result<i64> {
    // Live is what waits anyway: said so, SQLite passes over what a team has closed.
    let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 FROM ticket t WHERE t.state = 'waiting' AND t.live = TRUE AND ");
    reach.write_sql(&mut Into(&mut sql), "t", now);
    Ok(tx.one_sql(&sql.push(" LIMIT 1000) q"))?)
}

/// How many wait in a ticket's team, and which of them it is, of those that the reader may read. Counting stops after 999.
pub fn place(tx: &mut Tx<'_>, reach: &Reach, now: Time, ticket: &Ticket) -> Result<(i64, i64)> {
    let waiting = |before: bool| {
        let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 FROM ticket t WHERE t.org_id = ")
            .bind(ticket.org)
            .push(" AND t.team_id = ")
            .bind(ticket.team)
            .push(" AND t.state = 'waiting' AND t.live = TRUE AND ");
        reach.write_sql(&mut Into(&mut sql), "t", now);
        if before {
            let here = key(ticket);
            sql = sql
                .push(" AND (")
                .push(SINCE)
                .push(", t.id) <= (")
                .bind(here.at)
                .push(", ")
                .bind(here.id)
                .push(")");
        }
        sql.push(" LIMIT 1000) q")
    };
    Ok((tx.one_sql(&waiting(true))?, tx.one_sql(&waiting(false))?))
}
