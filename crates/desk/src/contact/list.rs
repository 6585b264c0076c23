//! The contacts that a caller can read.

use access::{Perm, Place};
use db::Tx;
use kit::{Cursor, MemberId, Page, Result, Time};

use super::{Contact, store};
use crate::who::Who;

/// `words`: of the name, company, e-mail, document or phone, the last one perhaps unfinished; as the search finds them.
/// `owner`: only those of one portfolio; another's is for who sees everybody's.
pub fn list(tx: &mut Tx<'_>, who: &Who, words: &str, owner: Option<MemberId>, after: Option<Cursor>, limit: u32) -> Result<Page<Contact>> {
    if owner.is_some_and(|owner| owner != who.member()) {
        who.may(Perm::PortfolioRead, &Place::Desk)?;
    }
    if words.trim().is_empty() {
        let rows = store::page(tx, who, owner, after, limit)?;
        return Ok(Page::cut(rows, limit, |c| Cursor::new(c.last_at, c.id)));
    }
    let rows = store::matching(tx, who, words, owner, after.map(|cursor| cursor.at.micros()), limit)?;
    let page = Page::cut(rows, limit, |found| Cursor::new(Time::from_micros(found.key), found.contact.id));
    Ok(page.map(|found| found.contact))
}
