//! The only SQL of contacts.
//!
//! - here: one contact, pages of them, their addresses and places.
//! - [`edits`]: the kept edits. [`merge`]: what moves when two become one. [`similar`]: who may be the same person. [`portfolio`]: whose they are.

mod edits;
pub mod merge;
pub mod portfolio;
pub mod similar;

use access::{Facts, Perm};
use db::search::Look;
use db::{FromRow, Row, Sql, Tx, args};
use kit::{CompanyId, ContactId, Cursor, IdentityId, Locale, MemberId, OrgId, Result, Time};

use super::Contact;
use super::model::{Identity, Profile};
use crate::ticket::store::page::Into;
use crate::who::Who;

pub use edits::{edits, insert_edit, since};

const COLUMNS: &str = "c.id, c.name, c.phone, c.email, c.document, c.country, c.locale, c.version, c.merged_into, c.created_at, c.last_at, c.position, c.company_id, \
     (SELECT k.name FROM company k WHERE k.org_id = c.org_id AND k.id = c.company_id AND k.removed_at IS NULL)";

/// How many columns [`COLUMNS`] names, for what is selected after them.
const WIDTH: usize = 14;

impl FromRow for Contact {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let profile = Profile {
            name: row.get(1)?,
            phone: row.get(2)?,
            email: row.get(3)?,
            document: row.get(4)?,
            country: row.get(5)?,
            locale: row.get::<Option<String>>(6)?.and_then(|tag| Locale::from_tag(&tag)),
            company: row.get(13)?,
            position: row.get(11)?,
        };
        // Of one that was taken away there is no name, and so no company.
        let company = row.get::<Option<CompanyId>>(12)?.filter(|_| profile.company.is_some());
        Ok(Self {
            id: row.get(0)?,
            profile,
            company,
            version: row.get(7)?,
            merged_into: row.get(8)?,
            created_at: row.get(9)?,
            last_at: row.get(10)?,
        })
    }
}

/// A contact, whoever asks: for `find` and for Relevo's own work.
pub fn row(tx: &mut Tx<'_>, org: OrgId, id: ContactId) -> Result<Option<Contact>> {
    Ok(tx.opt(
        &format!("SELECT {COLUMNS} FROM contact c WHERE c.org_id = $1 AND c.id = $2"),
        args![org, id],
    )?)
}

/// The contact of an id; of one that was merged, the one it was merged into.
pub fn led(tx: &mut Tx<'_>, org: OrgId, id: ContactId) -> Result<Option<Contact>> {
    Ok(tx.opt(&format!("SELECT {COLUMNS} FROM {LED}"), args![org, id])?)
}

/// A merged contact points to where it ended, never to another that was merged.
const LED: &str =
    "contact n JOIN contact c ON c.org_id = n.org_id AND c.id = COALESCE(n.merged_into, n.id) WHERE n.org_id = $1 AND n.id = $2";

/// Writes the condition under which a caller can read contact `c`: through a ticket, the portfolio, or all.
pub fn readable(sql: &mut Sql, who: &Who) {
    let reach = who.reach(Perm::ContactRead);
    if reach.is_whole() {
        return sql.add("1 = 1");
    }
    // Not EXISTS: PostgreSQL would first gather the contacts of all tickets in reach, to look fifty up among them.
    sql.add("((SELECT 1 FROM ticket t WHERE t.contact_id = c.id AND ");
    reach.write_sql(&mut Into(sql), "t", who.now);
    sql.add(" LIMIT 1) = 1 OR EXISTS (SELECT 1 FROM portfolio p WHERE p.org_id = c.org_id AND p.contact_id = c.id AND p.member_id = ");
    sql.add_arg(who.member());
    sql.add("))");
}

/// Whether this caller can read a contact now; of one that was merged, the one it was merged into.
pub fn in_reach(tx: &mut Tx<'_>, who: &Who, id: ContactId) -> Result<bool> {
    let joined = "SELECT 1 FROM contact n JOIN contact c ON c.org_id = n.org_id AND c.id = COALESCE(n.merged_into, n.id) WHERE n.org_id = ";
    let mut sql = Sql::new(joined).bind(who.org()).push(" AND n.id = ").bind(id).push(" AND ");
    readable(&mut sql, who);
    Ok(tx.opt_sql::<i64>(&sql)?.is_some())
}

/// A page of the contacts that a caller can read, of one member's portfolio, of a company or of all, the latest first.
pub fn page(tx: &mut Tx<'_>, who: &Who, of: Of, after: Option<Cursor>, limit: u32) -> Result<Vec<Contact>> {
    // Beginning with the portfolio, which is small: by the order SQLite would walk all contacts for it.
    let from = match of.owner {
        Some(_) => "portfolio p CROSS JOIN contact c WHERE p.org_id = c.org_id AND p.contact_id = c.id AND ",
        None => "contact c WHERE ",
    };
    let mut sql = Sql::new(&format!("SELECT {COLUMNS} FROM {from}c.merged_into IS NULL AND c.org_id = ")).bind(who.org());
    if let Some(owner) = of.owner {
        sql = sql.push(" AND p.org_id = ").bind(who.org()).push(" AND p.member_id = ").bind(owner);
    }
    sql = employed(sql, of).push(" AND ");
    readable(&mut sql, who);
    if let Some(cursor) = after {
        sql = sql
            .push(" AND (c.last_at, c.id) < (")
            .bind(cursor.at)
            .push(", ")
            .bind(cursor.id)
            .push(")");
    }
    Ok(tx.all_sql(&sql.push(" ORDER BY c.last_at DESC, c.id DESC").limit(limit + 1))?)
}

/// Which contacts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Of {
    /// Of whose portfolio.
    pub owner: Option<MemberId>,
    /// Who work for this one.
    pub company: Option<CompanyId>,
}

fn employed(sql: Sql, of: Of) -> Sql {
    match of.company {
        // Written as the partial index has it.
        Some(company) => sql.push(" AND c.company_id IS NOT NULL AND c.company_id = ").bind(company),
        None => sql,
    }
}

/// A contact that words were found in, and its place in the index.
pub struct Match {
    pub contact: Contact,
    pub key: i64,
}

impl FromRow for Match {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            contact: Contact::from_row(row)?,
            key: row.get(WIDTH)?,
        })
    }
}

/// The same of those who have all of these words, in the order of the search index, the newest first: it hands over no more than is
/// wanted, where the order of the last activity would have all of them sorted.
pub fn matching(tx: &mut Tx<'_>, who: &Who, words: &str, of: Of, before: Option<i64>, limit: u32) -> Result<Vec<Match>> {
    let Some(query) = db::search::query(tx, who.org(), "con", words)? else {
        return Ok(Vec::new());
    };
    let mut sql = Sql::new(&format!("SELECT {COLUMNS}, d.key FROM "));
    query.hits(&mut sql, "d", Look::All);
    // Beginning with the words, as the search does.
    sql.add(" CROSS JOIN contact c WHERE c.org_id = d.org_id AND c.id = d.id AND d.kind = 'con' AND c.merged_into IS NULL AND ");
    readable(&mut sql, who);
    sql = employed(sql, of);
    if let Some(owner) = of.owner {
        let mine = " AND EXISTS (SELECT 1 FROM portfolio p WHERE p.org_id = c.org_id AND p.contact_id = c.id AND p.member_id = ";
        sql = sql.push(mine).bind(owner).push(")");
    }
    if let Some(key) = before {
        sql = sql.push(" AND d.key < ").bind(key);
    }
    let order = query.newest_first("d");
    Ok(tx.all_sql(&sql.push(&format!(" ORDER BY {order}")).limit(limit + 1))?)
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, c: &Contact) -> Result<()> {
    let sql = "INSERT INTO contact (org_id, id, name, phone, email, email_folded, document, country, locale, company_id, version, created_at, last_at, \
        document_folded, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let (p, folded) = (&c.profile, c.profile.email.as_ref().map(|e| e.to_lowercase()));
    let locale = p.locale.map(Locale::tag);
    tx.exec(
        sql,
        args![
            org,
            c.id,
            &p.name,
            p.phone.as_ref(),
            p.email.as_ref(),
            folded,
            p.document.as_ref(),
            p.country.as_ref(),
            locale,
            c.company,
            c.version,
            c.created_at,
            c.last_at,
            p.document_folded(),
            p.position.as_ref()
        ],
    )?;
    Ok(())
}

pub fn update(tx: &mut Tx<'_>, org: OrgId, c: &Contact) -> Result<()> {
    let sql = "UPDATE contact SET name = $3, phone = $4, email = $5, email_folded = $6, document = $7, country = $8, locale = $9, company_id = $10, version = $11, \
        document_folded = $12, merged_into = $13, last_at = $14, position = $15 WHERE org_id = $1 AND id = $2";
    let (p, folded) = (&c.profile, c.profile.email.as_ref().map(|e| e.to_lowercase()));
    let locale = p.locale.map(Locale::tag);
    tx.exec(
        sql,
        args![
            org,
            c.id,
            &p.name,
            p.phone.as_ref(),
            p.email.as_ref(),
            folded,
            p.document.as_ref(),
            p.country.as_ref(),
            locale,
            c.company,
            c.version,
            p.document_folded(),
            c.merged_into,
            c.last_at,
            p.position.as_ref()
        ],
    )?;
    Ok(())
}

/// The identities that hang on channels within the caller's sight: all with the whole reach, else those of readable tickets.
pub fn identities(tx: &mut Tx<'_>, who: &Who, id: ContactId) -> Result<Vec<Identity>> {
    let reach = who.reach(Perm::ContactRead);
    let mut sql = Sql::new(
        "SELECT i.id, i.channel_id, ch.name, i.address, i.verified FROM identity i \
         JOIN channel ch ON ch.org_id = i.org_id AND ch.id = i.channel_id WHERE i.org_id = ",
    );
    sql = sql.bind(who.org()).push(" AND i.contact_id = ").bind(id);
    if !reach.is_whole() {
        sql = sql.push(" AND EXISTS (SELECT 1 FROM ticket t WHERE t.identity_id = i.id AND ");
        reach.write_sql(&mut Into(&mut sql), "t", who.now);
        sql.add(")");
    }
    let rows: Vec<(IdentityId, kit::ChannelId, String, String, bool)> = tx.all_sql(&sql.push(" ORDER BY i.created_at, i.id"))?;
    let identity = |(id, channel, channel_name, address, verified)| Identity {
        id,
        channel,
        channel_name,
        address,
        verified,
    };
    Ok(rows.into_iter().map(identity).collect())
}

/// Where the contact's tickets are, the latest first: what decisions through them are made about. And whose portfolio they are in, who
/// stands there as if a ticket of theirs did.
pub fn places(tx: &mut Tx<'_>, org: OrgId, id: ContactId) -> Result<Vec<Facts>> {
    let sql = "SELECT assignee_id, team_id, channel_id, origin_id, deferred_until FROM ticket \
        WHERE org_id = $1 AND contact_id = $2 ORDER BY last_at DESC, id DESC LIMIT 200";
    let rows: Vec<(
        Option<kit::MemberId>,
        kit::TeamId,
        kit::ChannelId,
        Option<kit::OriginId>,
        Option<Time>,
    )> = tx.all(sql, args![org, id])?;
    let facts = |(assignee, team, channel, origin, deferred_until)| Facts {
        org,
        assignee,
        team: Some(team),
        channel: Some(channel),
        origin,
        deferred_until,
    };
    let mut places: Vec<Facts> = rows.into_iter().map(facts).collect();
    places.extend(portfolio::of(tx, org, id)?.map(|(owner, _)| Facts {
        assignee: Some(owner),
        ..Facts::of(org)
    }));
    Ok(places)
}

/// The organisation's country, for numbers typed without a prefix.
pub fn home_country(tx: &mut Tx<'_>, org: OrgId) -> Result<String> {
    Ok(tx.one("SELECT country FROM organisation WHERE id = $1", args![org])?)
}
