//! The only SQL of visitors.

use db::{Tx, args};
use kit::{ChannelId, ContactId, IdentityId, Locale, OrgId, Result, TeamId, TicketId, Time, VisitorId};

use super::visitor::Visitor;
use crate::ticket::State;

type Row = (OrgId, VisitorId, ChannelId, Option<IdentityId>, String, i64, bool);

/// The visitor of a token's hash, while their channel is not archived; of a link, while it lives and its contact has the address that it
/// went to.
pub fn by_secret(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<Option<Visitor>> {
    let sql = "SELECT v.org_id, v.id, v.channel_id, v.identity_id, v.locale, v.read_seq, CASE WHEN v.mailed_to IS NULL THEN FALSE ELSE TRUE END \
        FROM visitor v JOIN channel c ON c.org_id = v.org_id AND c.id = v.channel_id WHERE v.secret_hash = $1 AND c.state <> 'archived' \
        AND (v.mailed_to IS NULL OR (v.expires_at > $2 AND EXISTS (SELECT 1 FROM identity i JOIN contact k ON k.org_id = i.org_id AND k.id = i.contact_id \
        WHERE i.org_id = v.org_id AND i.id = v.identity_id AND i.email = v.mailed_to AND k.email_folded = v.mailed_to)))";
    let now = tx.now();
    let row: Option<Row> = tx.opt(sql, args![hash, now])?;
    Ok(row.map(|(org, id, channel, identity, locale, read_seq, linked)| Visitor {
        org,
        id,
        channel,
        identity,
        locale,
        read_seq,
        linked,
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

/// A conversation whose customer can be reached by mail.
pub struct Mailable {
    pub channel: ChannelId,
    /// As they typed it, and folded.
    pub email: String,
    pub folded: String,
    pub locale: Option<Locale>,
    /// How far answers have gone there already.
    pub mailed_seq: i64,
}

/// Only at the address that they gave there, and while their contact has it.
pub fn mailable(tx: &mut Tx<'_>, org: OrgId, identity: IdentityId) -> Result<Option<Mailable>> {
    let sql = "SELECT i.channel_id, k.email, i.email, k.locale, i.mailed_seq FROM identity i JOIN contact k ON k.org_id = i.org_id AND k.id = i.contact_id \
        WHERE i.org_id = $1 AND i.id = $2 AND k.email_folded = i.email AND k.email IS NOT NULL AND k.merged_into IS NULL";
    let row: Option<(ChannelId, String, String, Option<String>, Option<i64>)> = tx.opt(sql, args![org, identity])?;
    Ok(row.map(|(channel, email, folded, locale, mailed_seq)| Mailable {
        channel,
        email,
        folded,
        locale: locale.as_deref().and_then(Locale::from_tag),
        mailed_seq: mailed_seq.unwrap_or(0),
    }))
}

/// How many links went to an address lately.
pub fn mailed_since(tx: &mut Tx<'_>, org: OrgId, folded: &str, since: Time) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM visitor WHERE org_id = $1 AND mailed_to = $2 AND mailed_to IS NOT NULL AND created_at > $3";
    Ok(tx.one(sql, args![org, folded, since])?)
}

pub fn set_mailed(tx: &mut Tx<'_>, org: OrgId, identity: IdentityId, seq: i64) -> Result<()> {
    let sql = "UPDATE identity SET mailed_seq = $3 WHERE org_id = $1 AND id = $2 AND COALESCE(mailed_seq, 0) < $3";
    tx.exec(sql, args![org, identity, seq])?;
    Ok(())
}

/// How far the customer has read, in whatever browser.
pub fn read_by_them(tx: &mut Tx<'_>, org: OrgId, identity: IdentityId) -> Result<i64> {
    let sql = "SELECT MAX(read_seq) FROM visitor WHERE org_id = $1 AND identity_id = $2 AND identity_id IS NOT NULL";
    Ok(tx.one::<Option<i64>>(sql, args![org, identity])?.unwrap_or(0))
}

/// As customers may know it: a hidden team has no name outside.
pub fn team_name(tx: &mut Tx<'_>, org: OrgId, team: TeamId) -> Result<Option<String>> {
    let sql = "SELECT name FROM team WHERE org_id = $1 AND id = $2 AND hidden = FALSE";
    Ok(tx.opt(sql, args![org, team])?)
}

/// A link to a conversation: a visitor who is somebody from the beginning, for a while.
pub fn insert_link(tx: &mut Tx<'_>, hash: &[u8; 32], v: &Visitor, folded: &str, expires_at: Time) -> Result<()> {
    let now = tx.now();
    let sql = "INSERT INTO visitor (secret_hash, org_id, id, channel_id, identity_id, locale, page, read_seq, created_at, seen_at, mailed_to, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $8, $9, $10)";
    tx.exec(
        sql,
        args![
            hash, v.org, v.id, v.channel, v.identity, &v.locale, v.read_seq, now, folded, expires_at
        ],
    )?;
    Ok(())
}

/// Removes links that have expired; how many.
pub fn sweep(tx: &mut Tx<'_>, now: Time, most: u32) -> Result<u64> {
    let sql = "DELETE FROM visitor WHERE secret_hash IN (SELECT secret_hash FROM visitor WHERE expires_at < $1 AND expires_at IS NOT NULL ORDER BY expires_at LIMIT $2)";
    Ok(tx.exec(sql, args![now, most])?)
}
