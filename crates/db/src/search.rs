//! Full-text search: words are cut and folded in Rust ([`kit::fold`]), so that both engines find the same.
//!
//! Each searchable text is a row of `search_doc`: what it is, and the *owner* under whose access it is read (a message's
//! ticket). Every row also holds its organisation as a word that no text can contain, so that the index itself is cut by
//! organisation; the condition on `org_id` stays, since an index is no wall. A second such word also says its kind: a word that
//! stands in half of all messages and in no contact would else be followed through all of them in search of one.
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

/// Adds to a FROM clause, as `alias`, the documents of this organisation that hold all words of `text`, the last one perhaps
/// unfinished: `key` (newest greatest), `org_id`, `kind`, `id`, `owner`. `false`, and nothing added, when `text` has no words.
///
/// With `ORDER BY alias.key DESC LIMIT n` the index hands them over newest first and no further than wanted: half a
/// millisecond where a word stands in half of all texts, 120 with [`matching`]. Join to it with `CROSS JOIN … WHERE`, which
/// keeps SQLite from beginning at the other end, and page by `alias.key < $n`.
pub fn hits(sql: &mut Sql, dialect: Dialect, alias: &str, org: OrgId, text: &str) -> bool {
    hits_with(sql, dialect, alias, org, &token(org), text)
}

/// As [`hits`], of one kind only.
pub fn hits_of(sql: &mut Sql, dialect: Dialect, alias: &str, org: OrgId, kind: &str, text: &str) -> bool {
    hits_with(sql, dialect, alias, org, &kind_token(org, kind), text)
}

fn hits_with(sql: &mut Sql, dialect: Dialect, alias: &str, org: OrgId, token: &str, text: &str) -> bool {
    let Some(query) = query(dialect, token, text) else { return false };
    let [from, and, end] = forks::search_hits(dialect);
    sql.add(from);
    sql.add_arg(org);
    sql.add(and);
    sql.add_arg(query);
    sql.add(end);
    sql.add(alias);
    true
}

/// Adds to a statement the condition that the row of `search_doc` called `alias` is such a document. For counting, and for
/// conditions that narrow other ones; see [`hits`] for lists.
pub fn matching(sql: &mut Sql, dialect: Dialect, alias: &str, org: OrgId, text: &str) -> bool {
    let Some(query) = query(dialect, &token(org), text) else {
        return false;
    };
    let [plus, before, after] = forks::search_match(dialect);
    sql.add(&format!("{plus}{alias}.org_id = "));
    sql.add_arg(org);
    sql.add(&format!(" AND {alias}.{before}"));
    sql.add_arg(query);
    sql.add(after);
    true
}

/// The organisation as a word: a character that no word of a text has, and its bytes.
fn token(org: OrgId) -> String {
    format!("§{}", data_encoding::HEXLOWER.encode(&org.to_bytes()))
}

/// The organisation and a kind as a word.
fn kind_token(org: OrgId, kind: &str) -> String {
    format!("{}§{kind}", token(org))
}

/// The distinct words of a text with the organisation's, joined by blanks; nothing when it has none.
fn indexed(doc: &Doc, text: &str) -> Option<String> {
    let words: std::collections::BTreeSet<String> = fold::words(text).into_iter().collect();
    if words.is_empty() {
        return None;
    }
    let mut all = format!("{} {}", token(doc.org), kind_token(doc.org, &doc.thing.kind));
    for word in words {
        if all.len() + word.len() > MAX_BYTES {
            break;
        }
        all.push(' ');
        all.push_str(&word);
    }
    Some(all)
}

/// The query in the engine's own language. Words are letters and digits only, so there is nothing to escape.
fn query(dialect: Dialect, token: &str, text: &str) -> Option<String> {
    let mut words = fold::words(text);
    let last = words.pop()?;
    words.truncate(15);
    let whole = [token.to_owned()].into_iter().chain(words);
    // One letter would find half of everything.
    let open = last.chars().count() > 1 && !text.ends_with(char::is_whitespace);
    Some(match dialect {
        Dialect::Sqlite => {
            let words: Vec<String> = whole.map(|word| format!("\"{word}\"")).collect();
            format!("{} AND \"{last}\"{}", words.join(" AND "), if open { " *" } else { "" })
        }
        Dialect::Postgres => {
            let words: Vec<String> = whole.map(|word| format!("'{word}'")).collect();
            format!("{} & '{last}'{}", words.join(" & "), if open { ":*" } else { "" })
        }
    })
}
