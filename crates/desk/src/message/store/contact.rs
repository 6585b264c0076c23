//! The address of somebody new, and what routing asks about a contact.

use db::{Tx, args};
use kit::{ChannelId, ContactId, Email, IdentityId, MemberId, OrgId, Result, TeamId};

/// What a channel says of an address.
#[derive(Clone, Copy, Debug)]
pub struct Heard<'a> {
    pub address: &'a str,
    /// The channel vouches for who that is.
    pub verified: bool,
    /// Given by the customer, there and themselves.
    pub email: Option<&'a Email>,
}

pub fn insert_identity(tx: &mut Tx<'_>, org: OrgId, contact: ContactId, channel: ChannelId, heard: Heard<'_>) -> Result<IdentityId> {
    let now = tx.now();
    let id = IdentityId::new(now);
    let sql = "INSERT INTO identity (org_id, id, contact_id, channel_id, address, verified, email, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let email = heard.email.map(Email::folded);
    tx.exec(sql, args![org, id, contact, channel, heard.address, heard.verified, email, now])?;
    Ok(id)
}

/// Where answers may go by mail when nobody is there to see them; none where the customer gave no address.
pub fn has_mail(tx: &mut Tx<'_>, org: OrgId, identity: IdentityId) -> Result<bool> {
    let sql = "SELECT 1 FROM identity WHERE org_id = $1 AND id = $2 AND email IS NOT NULL";
    Ok(tx.opt::<i64>(sql, args![org, identity])?.is_some())
}

/// Whose an address is.
pub fn identity(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, address: &str) -> Result<Option<(IdentityId, ContactId)>> {
    let sql = "SELECT id, contact_id FROM identity WHERE org_id = $1 AND channel_id = $2 AND address = $3";
    Ok(tx.opt(sql, args![org, channel, address])?)
}

/// To whom a message goes, as the channel knows them.
pub fn address(tx: &mut Tx<'_>, org: OrgId, identity: IdentityId) -> Result<Option<String>> {
    Ok(tx.opt("SELECT address FROM identity WHERE org_id = $1 AND id = $2", args![org, identity])?)
}

pub fn default_team(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Option<TeamId>> {
    let sql = "SELECT m.team_id FROM team_member m JOIN team t ON t.org_id = m.org_id AND t.id = m.team_id \
        WHERE m.org_id = $1 AND m.member_id = $2 AND t.archived_at IS NULL ORDER BY m.is_default DESC, m.joined_at, m.team_id LIMIT 1";
    Ok(tx.opt(sql, args![org, member])?)
}
