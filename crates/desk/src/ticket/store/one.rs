//! What a whole ticket shows beside its row.

use db::{Tx, args};
use kit::{MemberId, OrgId, ResolutionId, Result, TicketId};

use crate::ticket::Ticket;

pub fn followers(tx: &mut Tx<'_>, t: &Ticket) -> Result<Vec<MemberId>> {
    Ok(tx.all(
        "SELECT member_id FROM follower WHERE org_id = $1 AND ticket_id = $2 ORDER BY since, member_id",
        args![t.org, t.id],
    )?)
}

pub fn follow(tx: &mut Tx<'_>, t: &Ticket, member: MemberId) -> Result<()> {
    let sql = "INSERT INTO follower (org_id, ticket_id, member_id, since) VALUES ($1, $2, $3, $4) ON CONFLICT (org_id, ticket_id, member_id) DO NOTHING";
    let now = tx.now();
    tx.exec(sql, args![t.org, t.id, member, now])?;
    Ok(())
}

pub fn unfollow(tx: &mut Tx<'_>, org: OrgId, ticket: TicketId, member: MemberId) -> Result<()> {
    tx.exec(
        "DELETE FROM follower WHERE org_id = $1 AND ticket_id = $2 AND member_id = $3",
        args![org, ticket, member],
    )?;
    Ok(())
}

pub fn resolution(tx: &mut Tx<'_>, t: &Ticket) -> Result<Option<(ResolutionId, String)>> {
    match t.resolution {
        Some(id) => Ok(tx.opt("SELECT id, name FROM resolution WHERE org_id = $1 AND id = $2", args![t.org, id])?),
        None => Ok(None),
    }
}

/// The tickets that were merged into this one; they are of the same contact, whose index finds them.
pub fn merged_from(tx: &mut Tx<'_>, t: &Ticket) -> Result<Vec<Ticket>> {
    let columns = super::COLUMNS;
    // The plus: for the sake of the order, SQLite would walk the numbers of the whole organisation.
    let sql = format!("SELECT {columns} FROM ticket t WHERE t.org_id = $1 AND t.contact_id = $2 AND t.merged_into = $3 ORDER BY +t.number");
    Ok(tx.all(&sql, args![t.org, t.contact, t.id])?)
}

pub fn read_seq(tx: &mut Tx<'_>, t: &Ticket, member: MemberId) -> Result<i64> {
    let sql = "SELECT seq FROM read_mark WHERE org_id = $1 AND member_id = $2 AND ticket_id = $3";
    Ok(tx.opt(sql, args![t.org, member, t.id])?.unwrap_or(0))
}

pub fn drafts(tx: &mut Tx<'_>, t: &Ticket, member: MemberId) -> Result<Vec<(String, String)>> {
    Ok(tx.all(
        "SELECT kind, body FROM draft WHERE org_id = $1 AND member_id = $2 AND ticket_id = $3",
        args![t.org, member, t.id],
    )?)
}

/// Those who administer, for *who could give it*.
pub fn administrators(tx: &mut Tx<'_>, org: OrgId, limit: u32) -> Result<Vec<(MemberId, String, String)>> {
    let sql = "SELECT m.id, m.first_name, m.last_name FROM role r JOIN member_role mr ON mr.org_id = r.org_id AND mr.role_id = r.id \
        JOIN member m ON m.org_id = mr.org_id AND m.id = mr.member_id \
        WHERE r.org_id = $1 AND r.builtin = 'admin' AND m.state = 'active' AND m.kind = 'person' ORDER BY m.first_name, m.id LIMIT $2";
    Ok(tx.all(sql, args![org, limit])?)
}

pub fn organisation_name(tx: &mut Tx<'_>, org: OrgId) -> Result<String> {
    Ok(tx
        .opt("SELECT name FROM organisation WHERE id = $1", args![org])?
        .unwrap_or_default())
}
