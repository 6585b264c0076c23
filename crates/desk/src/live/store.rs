//! The only SQL of open panels.

use access::Perm;
use db::{Sql, Tx};
use kit::{ContactId, Result};

use crate::ticket::store::page::Into;
use crate::who::Who;

/// Whether a contact hangs on a ticket within the caller's reach, or is in their portfolio.
pub fn contact_in_reach(tx: &mut Tx<'_>, who: &Who, contact: ContactId) -> Result<bool> {
    let reach = who.reach(Perm::ContactRead);
    if reach.is_whole() {
        return Ok(true);
    }
    let mut sql = Sql::new("SELECT 1 WHERE EXISTS (SELECT 1 FROM ticket t WHERE t.contact_id = ")
        .bind(contact)
        .push(" AND ");
    reach.write_sql(&mut Into(&mut sql), "t", who.now);
    let sql = sql
        .push(") OR EXISTS (SELECT 1 FROM portfolio p WHERE p.org_id = ")
        .bind(who.org())
        .push(" AND p.contact_id = ")
        .bind(contact);
    let sql = sql.push(" AND p.member_id = ").bind(who.member()).push(")");
    Ok(tx.opt_sql::<i64>(&sql)?.is_some())
}
