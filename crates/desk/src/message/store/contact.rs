//! The contact and the address of somebody new, and what routing asks about a contact.

use access::Perm;
use db::{NewEvent, Sql, Tx, args};
use kit::{ChannelId, ContactId, Email, IdentityId, Locale, MemberId, OrgId, Phone, Result, TeamId};

use crate::ticket::store::By;
use crate::ticket::store::page::Into;
use crate::who::Who;

/// What is known of somebody new.
#[derive(Clone, Debug, Default)]
pub struct New {
    pub name: String,
    pub phone: Option<Phone>,
    pub email: Option<Email>,
    pub locale: Option<Locale>,
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, by: By, new: &New) -> Result<ContactId> {
    let now = tx.now();
    let id = ContactId::new(now);
    let sql = "INSERT INTO contact (org_id, id, name, phone, email, email_folded, locale, version, created_at, last_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8)";
    let folded = new.email.as_ref().map(|email| email.as_str().to_lowercase());
    tx.exec(
        sql,
        args![org, id, &new.name, new.phone.as_ref(), new.email.as_ref(), folded, new.locale, now],
    )?;
    tx.append(&NewEvent {
        kind: "contact.created",
        version: 1,
        actor: by.actor(),
        subject: id.into(),
        before: None,
        after: None,
        body: "{}".into(),
    })?;
    Ok(id)
}

pub fn insert_identity(
    tx: &mut Tx<'_>,
    org: OrgId,
    contact: ContactId,
    channel: ChannelId,
    address: &str,
    verified: bool,
) -> Result<IdentityId> {
    let now = tx.now();
    let id = IdentityId::new(now);
    let sql =
        "INSERT INTO identity (org_id, id, contact_id, channel_id, address, verified, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tx.exec(sql, args![org, id, contact, channel, address, verified, now])?;
    Ok(id)
}

/// Whose an address is.
pub fn identity(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, address: &str) -> Result<Option<(IdentityId, ContactId)>> {
    let sql = "SELECT id, contact_id FROM identity WHERE org_id = $1 AND channel_id = $2 AND address = $3";
    Ok(tx.opt(sql, args![org, channel, address])?)
}

/// Whose portfolio a contact is in.
pub fn portfolio(tx: &mut Tx<'_>, org: OrgId, contact: ContactId) -> Result<Option<MemberId>> {
    Ok(tx.opt(
        "SELECT member_id FROM portfolio WHERE org_id = $1 AND contact_id = $2",
        args![org, contact],
    )?)
}

pub fn default_team(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Option<TeamId>> {
    let sql = "SELECT m.team_id FROM team_member m JOIN team t ON t.org_id = m.org_id AND t.id = m.team_id \
        WHERE m.org_id = $1 AND m.member_id = $2 AND t.archived_at IS NULL ORDER BY m.is_default DESC, m.joined_at, m.team_id LIMIT 1";
    Ok(tx.opt(sql, args![org, member])?)
}

/// A contact's phone and e-mail, if the reader may see the contact: through a ticket that they can read now, through their portfolio, or
/// as a whole. One that was merged away is no more.
pub fn visible(tx: &mut Tx<'_>, who: &Who, contact: ContactId) -> Result<Option<(Option<String>, Option<String>)>> {
    let reach = who.reach(Perm::ContactRead);
    let mut sql = Sql::new("SELECT c.phone, c.email FROM contact c WHERE c.merged_into IS NULL AND c.org_id = ").bind(who.org());
    sql = sql.push(" AND c.id = ").bind(contact);
    if !reach.is_whole() {
        sql = sql
            .push(" AND (EXISTS (SELECT 1 FROM portfolio p WHERE p.org_id = c.org_id AND p.contact_id = c.id AND p.member_id = ")
            .bind(who.member());
        sql = sql.push(") OR EXISTS (SELECT 1 FROM ticket t WHERE t.contact_id = c.id AND ");
        reach.write_sql(&mut Into(&mut sql), "t", who.now);
        sql = sql.push("))");
    }
    Ok(tx.opt_sql(&sql)?)
}
