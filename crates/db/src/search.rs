//! Full-text search: words are cut and folded in Rust ([`kit::fold`]), so that both engines find the same.
//!
//! Each searchable text is a row of `search_doc`: what it is, and the *owner* under whose access it is read (a message's
//! ticket). In the index every word begins with its organisation and with the kind of its text, both ended by a character that no
//! word has: what others wrote, or what stands in half of all messages and in no contact, is never walked in search of one. The
//! condition on `org_id` stays, since an index is no wall.
//!
//! SQLite flushes its full-text index at every savepoint: index many texts with one closure rather than one each.

use kit::{OrgId, fold};

use crate::event::Thing;
use crate::{Dialect, Result, Sql, Tx, args, forks};

/// What is indexed of one text at most; PostgreSQL's limit for a row is a mebibyte.
const MAX_BYTES: usize = 512 * 1024;

/// A searchable text's place.
#[derive(Debug, Clone)]
pub struct Doc {
    pub org: OrgId,
    /// What it is: a message, a ticket, a contact.
    pub thing: Thing,
    /// Under whose access it is read.
    pub owner: [u8; 16],
}

/// Indexes a text, or indexes it anew. No words are no reason to keep a row.
pub fn put(tx: &mut Tx<'_>, doc: &Doc, text: &str) -> Result<()> {
    match indexed(doc, text) {
        None => remove(tx, doc.org, &doc.thing),
        Some(words) => put_words(tx, doc, &words),
    }
}

fn put_words(tx: &mut Tx<'_>, doc: &Doc, words: &str) -> Result<()> {
    let Doc { org, thing, owner } = doc;
    match tx.dialect() {
        Dialect::Sqlite => {
            let sql = "INSERT INTO search_doc (org_id, kind, id, owner) VALUES ($1, $2, $3, $4) \
                       ON CONFLICT (org_id, kind, id) DO UPDATE SET owner = excluded.owner RETURNING key";
            let key: i64 = tx.one(sql, args![org, &*thing.kind, thing.id, owner])?;
            tx.exec(
                "INSERT OR REPLACE INTO search_word (rowid, words) VALUES ($1, $2)",
                args![key, words],
            )?;
        }
        Dialect::Postgres => {
            let sql = "INSERT INTO search_doc (org_id, kind, id, owner, words) VALUES ($1, $2, $3, $4, array_to_tsvector(string_to_array($5, ' '))) \
                       ON CONFLICT (org_id, kind, id) DO UPDATE SET owner = excluded.owner, words = excluded.words";
            tx.exec(sql, args![org, &*thing.kind, thing.id, owner, words])?;
        }
    }
    Ok(())
}

/// Forgets a text.
pub fn remove(tx: &mut Tx<'_>, org: OrgId, thing: &Thing) -> Result<()> {
    if tx.dialect() == Dialect::Sqlite {
        let sql = "DELETE FROM search_word WHERE rowid = (SELECT key FROM search_doc WHERE org_id = $1 AND kind = $2 AND id = $3)";
        tx.exec(sql, args![org, &*thing.kind, thing.id])?;
    }
    tx.exec(
        "DELETE FROM search_doc WHERE org_id = $1 AND kind = $2 AND id = $3",
        args![org, &*thing.kind, thing.id],
    )?;
    Ok(())
}

/// Forgets every text of an owner: a ticket that is erased with its messages.
pub fn remove_owner(tx: &mut Tx<'_>, org: OrgId, owner: [u8; 16]) -> Result<()> {
    if tx.dialect() == Dialect::Sqlite {
        tx.exec(
            "DELETE FROM search_word WHERE rowid IN (SELECT key FROM search_doc WHERE org_id = $1 AND owner = $2)",
            args![org, owner],
        )?;
    }
    tx.exec("DELETE FROM search_doc WHERE org_id = $1 AND owner = $2", args![org, owner])?;
    Ok(())
}

/// Gives texts another owner: tickets that are merged.
pub fn move_owner(tx: &mut Tx<'_>, org: OrgId, from: [u8; 16], to: [u8; 16]) -> Result<u64> {
    tx.exec(
        "UPDATE search_doc SET owner = $3 WHERE org_id = $1 AND owner = $2",
        args![org, from, to],
    )
}

/// What is looked for, as the engine's index understands it.
pub struct Query {
    dialect: Dialect,
    org: OrgId,
    kind: &'static str,
    text: String,
}

/// How much of an organisation's texts of a kind is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The newest ones, before a key: read one by one, whatever is looked for.
    Newest(Option<i64>),
    /// All, by the index.
    All,
}

/// How many texts a look at the newest reads. A word that is not found there often enough for a page is rare enough for the index,
/// which on PostgreSQL hands over all that it has before the first can be shown.
const NEWEST: i64 = 2_000;

/// Unfinished words of up to so many endings are looked for as each of them: an index can walk those from the newest on, where it would
/// gather everything that begins so.
const ENDINGS: usize = 32;

/// The documents of this organisation that are of this kind and hold all words of `text`, the last one perhaps unfinished; nothing when
/// `text` has no words.
pub fn query(tx: &mut Tx<'_>, org: OrgId, kind: &'static str, text: &str) -> Result<Option<Query>> {
    let mut words = fold::words(text);
    let Some(last) = words.pop() else { return Ok(None) };
    words.truncate(15);
    // One letter would find half of everything.
    let open = last.chars().count() > 1 && !text.ends_with(char::is_whitespace);
    let dialect = tx.dialect();
    let place = place(org, kind);
    let mut all: Vec<String> = words.iter().map(|word| exactly(dialect, &format!("{place}{word}"))).collect();
    let last = format!("{place}{last}");
    all.push(match dialect {
        _ if !open => exactly(dialect, &last),
        Dialect::Sqlite => match endings(tx, &last)? {
            some if (1..=ENDINGS).contains(&some.len()) => {
                let some: Vec<String> = some.iter().map(|word| exactly(dialect, word)).collect();
                format!("({})", some.join(" OR "))
            }
            _ => format!("\"{last}\" *"),
        },
        Dialect::Postgres => format!("'{last}':*"),
    });
    Ok(Some(Query {
        dialect,
        org,
        kind,
        text: all.join(forks::search_and(dialect)),
    }))
}

impl Query {
    /// Adds to a FROM clause, as `alias`, the documents found: `key` (newest greatest), `org_id`, `kind`, `id`, `owner`.
    ///
    /// Order by [`Query::newest_first`] with a LIMIT. Join to it with `CROSS JOIN … WHERE`, which keeps SQLite from beginning at the
    /// other end, and page by `alias.key < $n`.
    pub fn hits(&self, sql: &mut Sql, alias: &str, look: Look) {
        let [from, and, end] = forks::search_hits(self.dialect);
        match look {
            Look::Newest(before) if self.dialect == Dialect::Postgres => {
                sql.add("(SELECT key, org_id, kind, id, owner FROM (SELECT * FROM search_doc WHERE org_id = ");
                sql.add_arg(self.org);
                sql.add(&format!(" AND kind = '{}'", self.kind));
                if let Some(key) = before {
                    sql.add(" AND key < ");
                    sql.add_arg(key);
                }
                sql.add(&format!(" ORDER BY key DESC LIMIT {NEWEST}) s WHERE TRUE"));
            }
            _ => {
                sql.add(from);
                sql.add_arg(self.org);
            }
        }
        sql.add(and);
        sql.add_arg(self.text.clone());
        sql.add(end);
        sql.add(alias);
    }

    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// The order by the key of `alias`, as each engine walks the index for it and does not walk all texts.
    pub fn newest_first(&self, alias: &str) -> String {
        match self.dialect {
            Dialect::Sqlite => format!("{alias}.key DESC"),
            Dialect::Postgres => format!("({alias}.key + 0) DESC"),
        }
    }
}

/// Asks for the newest texts first, and for all where those have no more than `limit` of what is wanted.
pub fn newest_first<T, E>(
    tx: &mut Tx<'_>,
    before: Option<i64>,
    limit: u32,
    mut ask: impl FnMut(&mut Tx<'_>, Look) -> std::result::Result<Vec<T>, E>,
) -> std::result::Result<Vec<T>, E> {
    if tx.dialect() == Dialect::Postgres {
        let found = ask(tx, Look::Newest(before))?;
        if found.len() > limit as usize {
            return Ok(found);
        }
    }
    ask(tx, Look::All)
}

/// What every word of an organisation's texts of a kind begins with. The last half of an id is chance; `§` is in no word.
pub fn place(org: OrgId, kind: &str) -> String {
    format!("{}§{kind}§", data_encoding::HEXLOWER.encode(&org.to_bytes()[8..]))
}

/// The distinct words of a text as the index has them, joined by blanks; nothing when it has none.
fn indexed(doc: &Doc, text: &str) -> Option<String> {
    let words: std::collections::BTreeSet<String> = fold::words(text).into_iter().collect();
    let place = place(doc.org, &doc.thing.kind);
    let mut all = String::new();
    for word in words {
        if all.len() + place.len() + word.len() > MAX_BYTES {
            break;
        }
        all.push_str(if all.is_empty() { "" } else { " " });
        all.push_str(&place);
        all.push_str(&word);
    }
    (!all.is_empty()).then_some(all)
}

/// A word of the index in a query. Words are letters, digits and `§` only, so there is nothing to escape.
fn exactly(dialect: Dialect, word: &str) -> String {
    match dialect {
        Dialect::Sqlite => format!("\"{word}\""),
        Dialect::Postgres => format!("'{word}'"),
    }
}

/// The words of SQLite's index that begin so, up to one more than [`ENDINGS`]. Each is asked for by itself: the table that lists the
/// index has a row for every place where a word stands.
fn endings(tx: &mut Tx<'_>, start: &str) -> Result<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    let mut from = start.to_owned();
    while found.len() <= ENDINGS {
        let next: Option<String> = tx.opt("SELECT term FROM search_vocab WHERE term >= $1 ORDER BY term LIMIT 1", args![&from])?;
        let Some(word) = next.filter(|word| word.starts_with(start)) else {
            break;
        };
        // The least that comes after it: no character of a word comes before `0`.
        from = format!("{word}0");
        found.push(word);
    }
    Ok(found)
}
