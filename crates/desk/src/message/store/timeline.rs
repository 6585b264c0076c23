//! Stretches of a ticket's messages and activities, by their place in the organisation's sequence.

use db::{FromRow, Row, Sql, Tx};
use kit::Result;

use super::COLUMNS;
use crate::message::Message;
use crate::message::shown::Activity;
use crate::message::timeline::Side;
use crate::ticket::Ticket;

impl FromRow for Activity {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            seq: row.get(1)?,
            at: row.get(2)?,
            member: row.get(3)?,
            kind: row.get(4)?,
            body: row.get(5)?,
        })
    }
}

/// Messages, with notes or without.
pub fn messages(tx: &mut Tx<'_>, t: &Ticket, side: Side, notes: bool, limit: u32) -> Result<Vec<Message>> {
    let sql = Sql::new("SELECT ")
        .push(COLUMNS)
        .push(" FROM message m WHERE m.org_id = ")
        .bind(t.org)
        .push(" AND m.ticket_id = ")
        .bind(t.id);
    let sql = sql.push(if notes { "" } else { " AND m.kind <> 'note'" });
    Ok(tx.all_sql(&stretch(sql, "m", side, limit))?)
}

pub fn activities(tx: &mut Tx<'_>, t: &Ticket, side: Side, limit: u32) -> Result<Vec<Activity>> {
    let sql = Sql::new("SELECT a.id, a.seq, a.at, a.member_id, a.kind, a.body FROM activity a WHERE a.org_id = ").bind(t.org);
    let sql = sql.push(" AND a.ticket_id = ").bind(t.id);
    Ok(tx.all_sql(&stretch(sql, "a", side, limit))?)
}

fn stretch(sql: Sql, alias: &str, side: Side, limit: u32) -> Sql {
    let (sql, direction) = match side {
        Side::End => (sql, "DESC"),
        Side::Before(seq) => (sql.push(&format!(" AND {alias}.seq < ")).bind(seq), "DESC"),
        Side::After(seq) => (sql.push(&format!(" AND {alias}.seq > ")).bind(seq), "ASC"),
    };
    sql.push(&format!(" ORDER BY {alias}.seq {direction}")).limit(limit)
}
