//! What `db` promises, shown on both engines.

mod backup;
mod basics;
mod batches;
mod durable;
mod events;
mod faults;
mod jobs;
mod migrations;
mod parallel;
mod proxy;
mod search;
mod wakes;

use db::{NewEvent, Tx, args};
use kit::{OrgId, TicketId};

pub fn org(n: u8) -> OrgId {
    OrgId::from_bytes([n; 16])
}

/// An event about a made-up ticket.
pub fn event(n: u8) -> NewEvent {
    NewEvent {
        kind: "ticket.opened",
        version: 1,
        actor: None,
        subject: TicketId::from_bytes([n; 16]).into(),
        before: None,
        after: Some("{\"team\":null}".into()),
        body: "{}".into(),
    }
}

/// A table of the test's own, with every kind of column.
pub fn table(db: &db::Db) {
    db.write_global_blocking(b"ddl", |tx: &mut Tx| {
        let (bytes, real) = if tx.dialect() == db::Dialect::Sqlite {
            ("BLOB", "DOUBLE")
        } else {
            ("BYTEA", "DOUBLE PRECISION")
        };
        tx.exec(
            &format!("CREATE TABLE t (id {bytes} NOT NULL PRIMARY KEY, n BIGINT, s TEXT, b {bytes}, f {real}, yes BOOLEAN)"),
            args![],
        )?;
        tx.exec("CREATE UNIQUE INDEX t_word ON t (n, s)", args![])
    })
    .unwrap();
}

/// The numbers in that table, in order.
pub fn numbers(db: &db::Db) -> Vec<i64> {
    db.read_blocking(|tx| tx.all("SELECT n FROM t ORDER BY n", args![])).unwrap()
}

/// Adds a number to that table.
pub fn add(tx: &mut Tx<'_>, n: i64) -> db::Result<u64> {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&n.to_be_bytes());
    tx.exec("INSERT INTO t (id, n, s) VALUES ($1, $2, 'x')", args![id, n])
}
