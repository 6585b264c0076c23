//! The contacts that a caller can read.

use db::Tx;
use kit::{Cursor, Page, Result, Time};

use super::{Contact, store};
use crate::who::Who;

/// `words`: of the name, company, e-mail, document or phone, the last one perhaps unfinished; as the search finds them.
pub fn list(tx: &mut Tx<'_>, who: &Who, words: &str, after: Option<Cursor>, limit: u32) -> Result<Page<Contact>> {
    if words.trim().is_empty() {
        let rows = store::page(tx, who, after, limit)?;
        return Ok(Page::cut(rows, limit, |c| Cursor::new(c.last_at, c.id)));
    }
    let rows = store::matching(tx, who, words, after.map(|cursor| cursor.at.micros()), limit)?;
    let page = Page::cut(rows, limit, |found| Cursor::new(Time::from_micros(found.key), found.contact.id));
    Ok(page.map(|found| found.contact))
}
