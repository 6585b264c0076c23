//! Drafts, and how far somebody has read.

use db::{Tx, args};
use kit::{MemberId, OrgId, Result, TicketId};

use crate::message::Kind;

pub fn put_draft(tx: &mut Tx<'_>, org: OrgId, member: MemberId, ticket: TicketId, kind: Kind, body: &str) -> Result<()> {
    let sql = "INSERT INTO draft (org_id, member_id, ticket_id, kind, body, updated_at) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (org_id, member_id, ticket_id, kind) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at";
    let now = tx.now();
    tx.exec(sql, args![org, member, ticket, kind.name(), body, now])?;
    Ok(())
}

pub fn drop_draft(tx: &mut Tx<'_>, org: OrgId, member: MemberId, ticket: TicketId, kind: Kind) -> Result<()> {
    let sql = "DELETE FROM draft WHERE org_id = $1 AND member_id = $2 AND ticket_id = $3 AND kind = $4";
    tx.exec(sql, args![org, member, ticket, kind.name()])?;
    Ok(())
}

/// Marks as read up to a place, never less than before; gives how far it is now.
pub fn put_read(tx: &mut Tx<'_>, org: OrgId, member: MemberId, ticket: TicketId, seq: i64) -> Result<i64> {
    let sql = "INSERT INTO read_mark (org_id, member_id, ticket_id, seq) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (org_id, member_id, ticket_id) DO UPDATE SET seq = CASE WHEN excluded.seq > read_mark.seq THEN excluded.seq ELSE read_mark.seq END \
        RETURNING seq";
    Ok(tx.one(sql, args![org, member, ticket, seq])?)
}
