//! A page of tickets: a filter against a reach, in one of four orders.

use db::Tx;
use kit::{Cursor, Error, Page, Result};

use super::row::{self, Row};
use super::{Filter, State, store};
use crate::who::Who;

/// The order of a list. Only the first is of whole histories; the others are of what is not closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TicketSort")]
pub enum Sort {
    /// The latest message or assignment first.
    #[default]
    LastActivity,
    /// The customer who has waited longest first; where nobody waits, last.
    WaitingSince,
    Newest,
    /// The most urgent first, of equal ones the latest active.
    Priority,
}

pub fn list(tx: &mut Tx<'_>, who: &Who, filter: &Filter, sort: Sort, after: Option<Cursor>, limit: u32) -> Result<Page<Row>> {
    filter.check()?;
    let mut plan = filter.plan(who);
    if sort != Sort::LastActivity {
        if filter.state.contains(&State::Closed) || filter.view == super::filter::View::Closed {
            return Err(Error::invalid("sort", "sort_of_live_only"));
        }
        plan.states.remove(&State::Closed);
    }
    let found = store::page::page(tx, who, &plan, sort, after, limit)?;
    let page = Page::cut(found, limit, |found| store::page::key(sort, &found.ticket));
    let next = page.next;
    Ok(Page {
        items: row::rows(tx, who, page.items)?,
        next,
    })
}
