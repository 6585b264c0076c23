//! The only SQL of visitors.

use db::{Tx, args};
use kit::{ChannelId, ContactId, IdentityId, OrgId, Result, TicketId, VisitorId};

use super::visitor::Visitor;
use crate::ticket::State;

type Row = (OrgId, VisitorId, ChannelId, Option<IdentityId>, String, i64);

/// The visitor of a token's hash, while their channel is not archived.
pub fn by_secret(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<Option<Visitor>> {
    let sql = "SELECT v.org_id, v.id, v.channel_id, v.identity_id, v.locale, v.read_seq FROM visitor v \
        JOIN channel c ON c.org_id = v.org_id AND c.id = v.channel_id WHERE v.secret_hash = $1 AND c.state <> 'archived'";
    let row: Option<Row> = tx.opt(sql, args![hash])?;
    Ok(row.map(|(org, id, channel, identity, locale, read_seq)| Visitor {
        org,
        id,
        channel,
        identity,
        locale,
        read_seq,
    }))
}

pub fn insert(tx: &mut Tx<'_>, hash: &[u8; 32], v: &Visitor, page: &str) -> Result<()> {
    let now = tx.now();
    let sql = "INSERT INTO visitor (secret_hash, org_id, id, channel_id, identity_id, locale, page, read_seq, created_at, seen_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $8)";
    tx.exec(sql, args![hash, v.org, v.id, v.channel, v.identity, &v.locale, page, now])?;
    Ok(())
}

pub fn set_identity(tx: &mut Tx<'_>, v: &Visitor, identity: IdentityId) -> Result<()> {
    tx.exec(
        "UPDATE visitor SET identity_id = $3 WHERE org_id = $1 AND id = $2",
        args![v.org, v.id, identity],
    )?;
    Ok(())
}

/// Who the site has vouched for in this browser, if it has.
pub fn vouched(tx: &mut Tx<'_>, v: &Visitor) -> Result<Option<IdentityId>> {
    let sql = "SELECT i.id FROM visitor v JOIN identity i ON i.org_id = v.org_id AND i.id = v.identity_id \
        WHERE v.org_id = $1 AND v.id = $2 AND i.verified";
    Ok(tx.opt(sql, args![v.org, v.id])?)
}

pub fn set_page(tx: &mut Tx<'_>, v: &Visitor, page: Option<&str>, locale: Option<&str>) -> Result<()> {
    let now = tx.now();
    let sql = "UPDATE visitor SET page = COALESCE($3, page), locale = COALESCE($4, locale), seen_at = $5 WHERE org_id = $1 AND id = $2";
    tx.exec(sql, args![v.org, v.id, page, locale, now])?;
    Ok(())
}

/// Reading goes forward only.
pub fn set_read(tx: &mut Tx<'_>, v: &Visitor, seq: i64) -> Result<()> {
    tx.exec(
        "UPDATE visitor SET read_seq = $3 WHERE org_id = $1 AND id = $2 AND read_seq < $3",
        args![v.org, v.id, seq],
    )?;
    Ok(())
}

/// How far the visitor has read, and how many of our messages came after.
pub fn read(tx: &mut Tx<'_>, v: &Visitor) -> Result<(i64, i64)> {
    let seq: i64 = tx
        .opt("SELECT read_seq FROM visitor WHERE org_id = $1 AND id = $2", args![v.org, v.id])?
        .unwrap_or(0);
    let Some(identity) = v.identity else { return Ok((seq, 0)) };
    let sql = "SELECT COUNT(*) FROM message WHERE org_id = $1 AND identity_id = $2 AND kind = 'out' AND delivery <> 'queued' AND seq > $3";
    Ok((seq, tx.one(sql, args![v.org, identity, seq])?))
}

/// What a visitor sees of their newest ticket: its state and the first name of who answers.
pub fn ticket(tx: &mut Tx<'_>, v: &Visitor) -> Result<Option<(TicketId, State, Option<String>)>> {
    let Some(identity) = v.identity else { return Ok(None) };
    let sql = "SELECT t.id, t.state, m.first_name FROM ticket t LEFT JOIN member m ON m.org_id = t.org_id AND m.id = t.assignee_id \
        WHERE t.org_id = $1 AND t.contact_id = (SELECT i.contact_id FROM identity i WHERE i.org_id = $1 AND i.id = $2) \
        AND t.identity_id = $2 AND t.merged_into IS NULL ORDER BY t.live DESC, t.last_at DESC LIMIT 1";
    let row: Option<(TicketId, String, Option<String>)> = tx.opt(sql, args![v.org, identity])?;
    Ok(row.and_then(|(id, state, name)| Some((id, State::from_name(&state)?, name))))
}

/// The newest place in the conversation that somebody of us has read, for the visitor's ticks.
pub fn read_by_us(tx: &mut Tx<'_>, org: OrgId, ticket: TicketId) -> Result<i64> {
    Ok(tx
        .one::<Option<i64>>(
            "SELECT MAX(seq) FROM read_mark WHERE org_id = $1 AND ticket_id = $2",
            args![org, ticket],
        )?
        .unwrap_or(0))
}

/// The files that are a visitor's own and hang nowhere yet, of those named.
pub fn own_files(tx: &mut Tx<'_>, v: &Visitor, files: &[kit::FileId]) -> Result<bool> {
    for file in files {
        let sql = "SELECT 1 FROM file f WHERE f.org_id = $1 AND f.id = $2 AND f.visitor_id = $3 \
            AND NOT EXISTS (SELECT 1 FROM message_file mf WHERE mf.org_id = f.org_id AND mf.file_id = f.id)";
        if tx.opt::<i64>(sql, args![v.org, *file, v.id])?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whose an address is.
pub fn identity_of(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, address: &str) -> Result<Option<(IdentityId, ContactId)>> {
    crate::message::store::contact::identity(tx, org, channel, address)
}
