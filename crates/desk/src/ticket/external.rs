//! Tickets of the organisations that one serves away from home, in one list (E7).
//!
//! One page per membership, merged by `(last_at, id)`. Callers are fresh for each page: what was lost meanwhile vanishes.

use db::Tx;
use kit::{AccountId, Cursor, Error, Page, Result};

use super::count::{self, Count};
use super::filter::View;
use super::list::{self, Sort};
use super::row::{Row, TicketOrganisation};
use super::{Filter, store};
use crate::who::{self, Cache, Who};

/// The two views that span organisations.
pub const VIEWS: [View; 2] = [View::ExternalMine, View::ExternalTeam];

/// The memberships of an account outside its home, by organisation.
fn abroad(tx: &mut Tx<'_>, callers: &Cache, account: AccountId) -> Result<Vec<Who>> {
    let mut all = Vec::new();
    for (org, _) in who::store::memberships(tx, account)? {
        match callers.of_account(tx, org, account) {
            Ok(who) if who.caller.external => all.push(who),
            Ok(_) => {}
            Err(gone) if gone.kind == kit::Kind::Unknown => {}
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}

pub fn list(tx: &mut Tx<'_>, callers: &Cache, account: AccountId, view: View, after: Option<Cursor>, limit: u32) -> Result<Page<Row>> {
    if !VIEWS.contains(&view) {
        return Err(Error::invalid("view", "view_not_external"));
    }
    let filter = Filter::of(view);
    let mut rows = Vec::new();
    for who in abroad(tx, callers, account)? {
        let page = list::list(tx, &who, &filter, Sort::LastActivity, after, limit + 1)?;
        let organisation = TicketOrganisation {
            id: who.org(),
            name: store::one::organisation_name(tx, who.org())?,
        };
        rows.extend(page.items.into_iter().map(|mut row| {
            row.ticket.organisation = Some(organisation.clone());
            row
        }));
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.ticket.last_at, row.ticket.id)));
    Ok(Page::cut(rows, limit, |row| Cursor::new(row.ticket.last_at, row.ticket.id)))
}

/// How many each of the two has, over all organisations.
pub fn counts(tx: &mut Tx<'_>, callers: &Cache, account: AccountId) -> Result<Vec<(View, Count)>> {
    let mut sums = VIEWS.map(|view| {
        (
            view,
            Count {
                count: 0,
                unread: None,
                more: false,
            },
        )
    });
    for who in abroad(tx, callers, account)? {
        let counts = count::counts(tx, &who, &VIEWS.map(Filter::of))?;
        for ((_, sum), count) in sums.iter_mut().zip(counts) {
            *sum = sum.plus(count);
        }
    }
    Ok(sums.into())
}
