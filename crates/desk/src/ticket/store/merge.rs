//! What moves when a ticket is merged into another.

use db::{Tx, args};
use kit::Result;

use crate::ticket::Ticket;

/// Everything that hangs from `from` goes to `to`; where both have the same (a label, a follower, a field's value), `to`'s stays.
pub fn carry(tx: &mut Tx<'_>, from: &Ticket, to: &Ticket) -> Result<()> {
    let ids = args![from.org, from.id, to.id];
    for table in ["message", "activity", "mention", "time_entry", "time_correction"] {
        tx.exec(
            &format!("UPDATE {table} SET ticket_id = $3 WHERE org_id = $1 AND ticket_id = $2"),
            ids,
        )?;
    }
    tx.exec(
        "UPDATE ticket SET merged_into = $3 WHERE org_id = $1 AND merged_into = $2 AND contact_id = $4",
        args![from.org, from.id, to.id, to.contact],
    )?;
    let keyed = [
        ("ticket_label", "label_id", "label_id"),
        ("ticket_field", "field_id", "field_id, value"),
        ("follower", "member_id", "member_id, since"),
    ];
    for (table, key, columns) in keyed {
        let sql = format!(
            "INSERT INTO {table} (org_id, ticket_id, {columns}) SELECT org_id, $3, {columns} FROM {table} WHERE org_id = $1 AND ticket_id = $2 \
             ON CONFLICT (org_id, ticket_id, {key}) DO NOTHING"
        );
        tx.exec(&sql, ids)?;
        tx.exec(
            &format!("DELETE FROM {table} WHERE org_id = $1 AND ticket_id = $2"),
            args![from.org, from.id],
        )?;
    }
    // Read marks and drafts are of the one ticket or the other: the words of the merged one are read where they were read.
    tx.exec(
        "DELETE FROM read_mark WHERE org_id = $1 AND ticket_id = $2",
        args![from.org, from.id],
    )?;
    tx.exec("DELETE FROM draft WHERE org_id = $1 AND ticket_id = $2", args![from.org, from.id])?;
    db::search::move_owner(tx, from.org, from.id.to_bytes(), to.id.to_bytes())?;
    Ok(())
}
