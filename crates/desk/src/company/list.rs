//! The companies that a caller can read.

use db::Tx;
use kit::{Cursor, Page, Result, Time};

use super::{Company, store};
use crate::who::Who;

/// By name. `words`: of the name, document, phone or domains, the last one perhaps unfinished; then in the order of the search.
pub fn list(tx: &mut Tx<'_>, who: &Who, words: &str, after: Option<Cursor>, limit: u32) -> Result<Page<Company>> {
    if words.trim().is_empty() {
        let rows = store::page(tx, who, after, limit)?;
        return Ok(Page::cut(rows, limit, |c| Cursor::new(c.created_at, c.id)));
    }
    let rows = store::matching(tx, who, words, after.map(|cursor| cursor.at.micros()), limit)?;
    let page = Page::cut(rows, limit, |found| Cursor::new(Time::from_micros(found.key), found.company.id));
    Ok(page.map(|found| found.company))
}
