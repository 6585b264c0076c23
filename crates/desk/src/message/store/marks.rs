//! Drafts, and how far somebody has read.

use db::{Tx, args};
use kit::{MemberId, MessageId, OrgId, Result, TicketId};

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

/// How far somebody has read.
pub fn read(tx: &mut Tx<'_>, org: OrgId, member: MemberId, ticket: TicketId) -> Result<i64> {
    let sql = "SELECT seq FROM read_mark WHERE org_id = $1 AND member_id = $2 AND ticket_id = $3";
    Ok(tx.opt(sql, args![org, member, ticket])?.unwrap_or(0))
}

/// The customer's newest message between two places, where their channel can be told that it was read.
pub fn newly_read(tx: &mut Tx<'_>, org: OrgId, ticket: TicketId, after: i64, up_to: i64) -> Result<Option<MessageId>> {
    let sql = "SELECT m.id FROM message m JOIN channel c ON c.org_id = m.org_id AND c.id = m.channel_id WHERE m.org_id = $1 AND m.ticket_id = $2 \
        AND m.seq > $3 AND m.seq <= $4 AND m.kind = 'in' AND m.provider_id IS NOT NULL AND c.kind = 'whatsapp' ORDER BY m.seq DESC LIMIT 1";
    Ok(tx.opt(sql, args![org, ticket, after, up_to])?)
}

/// Marks as read up to a place, never less than before; gives how far it is now.
pub fn put_read(tx: &mut Tx<'_>, org: OrgId, member: MemberId, ticket: TicketId, seq: i64) -> Result<i64> {
    let sql = "INSERT INTO read_mark (org_id, member_id, ticket_id, seq) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (org_id, member_id, ticket_id) DO UPDATE SET seq = CASE WHEN excluded.seq > read_mark.seq THEN excluded.seq ELSE read_mark.seq END \
        RETURNING seq";
    Ok(tx.one(sql, args![org, member, ticket, seq])?)
}
