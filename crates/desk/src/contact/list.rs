//! The contacts that a caller can read.

use db::Tx;
use kit::{Cursor, Page, Result};

use super::{Contact, store};
use crate::who::Who;

/// `words`: a part of the name, e-mail or phone.
pub fn list(tx: &mut Tx<'_>, who: &Who, words: &str, after: Option<Cursor>, limit: u32) -> Result<Page<Contact>> {
    let rows = store::page(tx, who, words.trim(), after, limit)?;
    Ok(Page::cut(rows, limit, |c| Cursor::new(c.last_at, c.id)))
}
