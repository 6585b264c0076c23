//! The only SQL of companies.
//!
//! - here: one company, pages of them, how much hangs from one. [`edits`]: the kept edits. [`domain`]: whose e-mail an address is.

pub mod domain;
pub mod edits;

use access::Perm;
use db::search::Look;
use db::{FromRow, Row, Sql, Tx, args};
use kit::{CompanyId, Cursor, MemberId, OrgId, Result};

use super::{Company, Profile};
use crate::contact;
use crate::ticket::store::page::Into;
use crate::who::Who;

const COLUMNS: &str = "k.id, k.name, k.document, k.country, k.phone, k.domains, k.note, k.version, k.created_by, k.created_at";

/// How many columns [`COLUMNS`] names, for what is selected after them.
const WIDTH: usize = 10;

impl FromRow for Company {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        let profile = Profile {
            name: row.get(1)?,
            document: row.get(2)?,
            country: row.get(3)?,
            phone: row.get(4)?,
            domains: row.get(5)?,
            note: row.get(6)?,
        };
        Ok(Self {
            id: row.get(0)?,
            profile,
            version: row.get(7)?,
            created_by: row.get(8)?,
            created_at: row.get(9)?,
        })
    }
}

/// Writes the condition under which a caller may know what company `k` is called: through one of its contacts, or because they wrote it
/// down and nobody works there yet.
fn known(sql: &mut Sql, who: &Who) {
    if who.reach(Perm::ContactRead).is_whole() {
        return sql.add("1 = 1");
    }
    let of = "c.org_id = k.org_id AND c.company_id = k.id AND c.company_id IS NOT NULL";
    sql.add(&format!("((SELECT 1 FROM contact c WHERE {of} AND c.merged_into IS NULL AND "));
    contact::store::readable(sql, who);
    sql.add(" LIMIT 1) = 1 OR (k.created_by = ");
    sql.add_arg(who.member());
    sql.add(&format!(" AND NOT EXISTS (SELECT 1 FROM contact c WHERE {of})))"));
}

/// The same under which a caller can read it: an external member knows names only.
fn readable(sql: &mut Sql, who: &Who) {
    known(sql, who);
    if who.caller.external {
        sql.add(" AND 1 = 0");
    }
}

fn select(org: OrgId) -> Sql {
    Sql::new(&format!(
        "SELECT {COLUMNS} FROM company k WHERE k.removed_at IS NULL AND k.org_id = "
    ))
    .bind(org)
}

/// A company, whoever asks.
pub fn row(tx: &mut Tx<'_>, org: OrgId, id: CompanyId) -> Result<Option<Company>> {
    Ok(tx.opt_sql(&select(org).push(" AND k.id = ").bind(id))?)
}

/// A company that the caller can read.
pub fn readable_row(tx: &mut Tx<'_>, who: &Who, id: CompanyId) -> Result<Option<Company>> {
    let mut sql = select(who.org()).push(" AND k.id = ").bind(id).push(" AND ");
    readable(&mut sql, who);
    Ok(tx.opt_sql(&sql)?)
}

/// Whether the caller hears of a company: also of one that was just taken away.
pub fn heard(tx: &mut Tx<'_>, who: &Who, id: CompanyId) -> Result<bool> {
    let mut sql = Sql::new("SELECT 1 FROM company k WHERE k.org_id = ").bind(who.org());
    sql = sql.push(" AND k.id = ").bind(id).push(" AND ");
    known(&mut sql, who);
    Ok(tx.opt_sql::<i64>(&sql)?.is_some())
}

/// The oldest of a name, of those whose name the caller may know.
pub fn by_name(tx: &mut Tx<'_>, who: &Who, folded: &str) -> Result<Option<Company>> {
    let mut sql = select(who.org()).push(" AND k.name_folded = ").bind(folded).push(" AND ");
    known(&mut sql, who);
    Ok(tx.opt_sql(&sql.push(" ORDER BY k.id LIMIT 1"))?)
}

/// A page of `limit + 1` companies by name, after the one that the cursor names.
pub fn page(tx: &mut Tx<'_>, who: &Who, after: Option<Cursor>, limit: u32) -> Result<Vec<Company>> {
    let mut sql = select(who.org()).push(" AND ");
    readable(&mut sql, who);
    if let Some(cursor) = after {
        let last: Option<String> = tx.opt(
            "SELECT name_folded FROM company WHERE org_id = $1 AND id = $2",
            args![who.org(), cursor.id],
        )?;
        sql = sql.push(" AND (k.name_folded, k.id) > (").bind(last.unwrap_or_default());
        sql = sql.push(", ").bind(cursor.id).push(")");
    }
    Ok(tx.all_sql(&sql.push(" ORDER BY k.name_folded, k.id").limit(limit + 1))?)
}

/// A company that words were found in, and its place in the index.
pub struct Match {
    pub company: Company,
    pub key: i64,
}

impl FromRow for Match {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            company: Company::from_row(row)?,
            key: row.get(WIDTH)?,
        })
    }
}

/// Those that have all of these words, in the order of the search index, the newest first.
pub fn matching(tx: &mut Tx<'_>, who: &Who, words: &str, before: Option<i64>, limit: u32) -> Result<Vec<Match>> {
    let Some(query) = db::search::query(tx, who.org(), "cmp", words)? else {
        return Ok(Vec::new());
    };
    let mut sql = Sql::new(&format!("SELECT {COLUMNS}, d.key FROM "));
    query.hits(&mut sql, "d", Look::All);
    // Beginning with the words, as the search does.
    sql.add(" CROSS JOIN company k WHERE k.org_id = d.org_id AND k.id = d.id AND d.kind = 'cmp' AND k.removed_at IS NULL AND ");
    readable(&mut sql, who);
    if let Some(key) = before {
        sql = sql.push(" AND d.key < ").bind(key);
    }
    let order = query.newest_first("d");
    Ok(tx.all_sql(&sql.push(&format!(" ORDER BY {order}")).limit(limit + 1))?)
}

/// How many contacts and tickets of a company the caller can read, each of no more than `most`.
pub fn size(tx: &mut Tx<'_>, who: &Who, id: CompanyId, most: i64) -> Result<(i64, i64)> {
    let count = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM ";
    let works = " AND c.company_id IS NOT NULL AND c.company_id = ";
    let mut contacts = Sql::new(&format!("{count}contact c WHERE c.merged_into IS NULL AND c.org_id = ")).bind(who.org());
    contacts = contacts.push(works).bind(id).push(" AND ");
    contact::store::readable(&mut contacts, who);
    let reads = who.reach(Perm::TicketRead);
    // Beginning with its contacts: from the other end SQLite would look for each of all tickets among them.
    let mut tickets = Sql::new(&format!(
        "{count}contact c CROSS JOIN ticket t WHERE t.org_id = c.org_id AND t.contact_id = c.id AND c.org_id = "
    ));
    tickets = tickets.bind(who.org()).push(works).bind(id).push(" AND ");
    reads.write_sql(&mut Into(&mut tickets), "t", who.now);
    let tickets = if reads.is_empty() {
        0
    } else {
        tx.one_sql(&tickets.limit(most).push(") q"))?
    };
    Ok((tx.one_sql(&contacts.limit(most).push(") q"))?, tickets))
}

pub fn insert(tx: &mut Tx<'_>, org: OrgId, c: &Company) -> Result<()> {
    let sql = "INSERT INTO company (org_id, id, name, name_folded, document, country, phone, domains, note, version, created_by, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let (p, folded) = (&c.profile, kit::fold::fold(&c.profile.name));
    tx.exec(
        sql,
        args![
            org,
            c.id,
            &p.name,
            folded,
            p.document.as_ref(),
            p.country.as_ref(),
            p.phone.as_ref(),
            p.domains.as_ref(),
            p.note.as_ref(),
            c.version,
            c.created_by,
            c.created_at
        ],
    )?;
    Ok(())
}

pub fn update(tx: &mut Tx<'_>, org: OrgId, c: &Company) -> Result<()> {
    let sql = "UPDATE company SET name = $3, name_folded = $4, document = $5, country = $6, phone = $7, domains = $8, note = $9, version = $10 \
        WHERE org_id = $1 AND id = $2";
    let (p, folded) = (&c.profile, kit::fold::fold(&c.profile.name));
    tx.exec(
        sql,
        args![
            org,
            c.id,
            &p.name,
            folded,
            p.document.as_ref(),
            p.country.as_ref(),
            p.phone.as_ref(),
            p.domains.as_ref(),
            p.note.as_ref(),
            c.version
        ],
    )?;
    Ok(())
}

pub fn remove(tx: &mut Tx<'_>, org: OrgId, id: CompanyId, by: MemberId) -> Result<()> {
    let sql = "UPDATE company SET removed_by = $3, removed_at = $4 WHERE org_id = $1 AND id = $2";
    tx.exec(sql, args![org, id, by, tx.now()])?;
    Ok(())
}
