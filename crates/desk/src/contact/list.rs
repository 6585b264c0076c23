//! The contacts that a caller can read.

use access::{Perm, Place};
use db::Tx;
use kit::{Cursor, Page, Result, Time};

use super::store::Of;
use super::{Contact, store};
use crate::company;
use crate::who::Who;

/// `words`: of the name, company, e-mail, document or phone, the last one perhaps unfinished; as the search finds them.
/// `of`: only those of one portfolio, and another's is for who sees everybody's; only those of a company that the caller can read.
pub fn list(tx: &mut Tx<'_>, who: &Who, words: &str, of: Of, after: Option<Cursor>, limit: u32) -> Result<Page<Contact>> {
    if of.owner.is_some_and(|owner| owner != who.member()) {
        who.may(Perm::PortfolioRead, &Place::Desk)?;
    }
    if let Some(company) = of.company {
        company::find::find(tx, who, company)?;
    }
    if words.trim().is_empty() {
        let rows = store::page(tx, who, of, after, limit)?;
        return Ok(Page::cut(rows, limit, |c| Cursor::new(c.last_at, c.id)));
    }
    let rows = store::matching(tx, who, words, of, after.map(|cursor| cursor.at.micros()), limit)?;
    let page = Page::cut(rows, limit, |found| Cursor::new(Time::from_micros(found.key), found.contact.id));
    Ok(page.map(|found| found.contact))
}
