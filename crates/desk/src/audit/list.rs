//! Read the log, newest first.

use access::{Perm, Place};
use db::Tx;
use kit::{Cursor, Page, Result, page};

use super::{Entry, Filter, store};
use crate::who::Who;

pub fn list(tx: &mut Tx<'_>, who: &Who, filter: &Filter) -> Result<Page<Entry>> {
    who.may(Perm::AuditRead, &Place::Desk)?;
    let limit = filter.limit.unwrap_or(page::DEFAULT_LIMIT).clamp(1, page::MAX_LIMIT);
    let after = filter.cursor.as_deref().map(Cursor::read).transpose()?;
    let mut rows = store::page(tx, who.org(), filter, after, limit)?;
    store::name(tx, who.org(), &mut rows)?;
    Ok(Page::cut(rows, limit, |entry| Cursor::new(entry.at, entry.id)))
}
