//! Pages of tickets: the reach's branches, each walking one index in order, cut together outside.

use access::{Bind, Reach, Sink};
use db::{Sql, Tx};
use kit::{Cursor, Result, Time};

use crate::ticket::Ticket;

/// Lets `access` write its conditions into a statement.
pub struct Into<'a>(pub &'a mut Sql);

impl Sink for Into<'_> {
    fn push(&mut self, sql: &str) {
        self.0.add(sql);
    }

    fn bind(&mut self, value: Bind) {
        match value {
            Bind::Id(id) => self.0.add_arg(id),
            Bind::Time(at) => self.0.add_arg(at),
        }
    }
}

/// What a page asks for beside the reach: conditions on `t` that every branch repeats.
pub trait Narrow {
    fn write(&self, sql: &mut Sql);
}

/// The newest `limit + 1` tickets of a reach after a cursor, by last activity.
pub fn by_activity(
    tx: &mut Tx<'_>,
    reach: &Reach,
    now: Time,
    narrow: &dyn Narrow,
    after: Option<Cursor>,
    limit: u32,
) -> Result<Vec<Ticket>> {
    let mut sql = Sql::new("");
    let branches = reach.branches(now);
    if branches.is_empty() {
        return Ok(Vec::new());
    }
    for (i, branch) in branches.iter().enumerate() {
        sql.add(if i == 0 { "SELECT * FROM (" } else { " UNION ALL SELECT * FROM (" });
        sql.add("SELECT ");
        sql.add(super::COLUMNS);
        sql.add(" FROM ticket t WHERE ");
        branch.write_sql(&mut Into(&mut sql), "t");
        narrow.write(&mut sql);
        if let Some(cursor) = after {
            sql.add(" AND (t.last_at, t.id) < (");
            sql.add_arg(cursor.at);
            sql.add(", ");
            sql.add_arg(cursor.id);
            sql.add(")");
        }
        sql.add(" ORDER BY t.last_at DESC, t.id DESC LIMIT ");
        sql.add_arg(limit + 1);
        sql.add(") b");
        sql.add(&i.to_string());
    }
    sql.add(" ORDER BY last_at DESC, id DESC LIMIT ");
    sql.add_arg(limit + 1);
    Ok(tx.all_sql(&sql)?)
}
