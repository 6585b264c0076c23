//! All views of a member with their counts.

use db::Tx;
use kit::{AccountId, Result, ViewId};

use super::{Saved, store};
use crate::ticket::count::{self, Count};
use crate::ticket::filter::View;
use crate::ticket::person::{People, Person};
use crate::ticket::{Filter, external};
use crate::who::{Cache, Who};

/// The views that everybody has, in the order in which they are shown.
pub const EVERYBODYS: [View; 8] = [
    View::Mine,
    View::Team,
    View::Unassigned,
    View::All,
    View::Mentions,
    View::Hold,
    View::Snoozed,
    View::Closed,
];

/// A view with its count: one that everybody has, by its key, or a saved one, by its id.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "View")]
pub struct Counted {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<View>,
    #[serde(flatten)]
    pub count: Count,
    #[serde(flatten)]
    pub saved: Option<SavedView>,
}

/// A saved view.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct SavedView {
    pub id: ViewId,
    pub name: String,
    pub shared: bool,
    /// Whether it is the reader's own, to change and to give up.
    pub own: bool,
    pub owner: Person,
    pub filter: Filter,
}

pub fn list(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Counted>> {
    let saved = store::all(tx, who)?;
    let offered: Vec<View> = EVERYBODYS.into_iter().filter(|view| offered(who, *view)).collect();
    let filters: Vec<Filter> = offered
        .iter()
        .map(|view| Filter::of(*view))
        .chain(saved.iter().map(|view| view.filter.clone()))
        .collect();
    let counts = count::counts(tx, who, &filters)?;
    let (first, rest) = counts.split_at(offered.len());
    let saved = shown(tx, who, saved)?;
    let everybodys = offered.iter().zip(first).map(|(view, count)| Counted {
        key: Some(*view),
        count: *count,
        saved: None,
    });
    let own = saved.into_iter().zip(rest).map(|(saved, count)| Counted {
        key: None,
        count: *count,
        saved: Some(saved),
    });
    Ok(everybodys.chain(own).collect())
}

/// Whether a view can ever have anything of its own for this reader: who reads only what is theirs has no team's list and no queue
/// (C1), and who answers nobody is never assigned anything.
fn offered(who: &Who, view: View) -> bool {
    let reach = Filter::of(view).plan(who).reach;
    match view {
        View::Team | View::All => reach.terms().iter().any(|term| !access::Who::ME.has(term.who)),
        View::Mine => !reach.is_empty() && !who.reach(access::Perm::TicketReply).is_empty(),
        View::Unassigned | View::Mentions | View::Hold | View::Snoozed | View::Closed => !reach.is_empty(),
        View::ExternalMine | View::ExternalTeam => false,
    }
}

pub fn one(tx: &mut Tx<'_>, who: &Who, id: ViewId) -> Result<Counted> {
    let saved = store::row(tx, who, id)?.ok_or_else(kit::Error::unknown)?;
    let counts = count::counts(tx, who, std::slice::from_ref(&saved.filter))?;
    let count = counts.first().copied().ok_or_else(kit::Error::unknown)?;
    let saved = shown(tx, who, vec![saved])?.pop();
    Ok(Counted { key: None, count, saved })
}

fn shown(tx: &mut Tx<'_>, who: &Who, saved: Vec<Saved>) -> Result<Vec<SavedView>> {
    let people = People::of(tx, who, saved.iter().map(|view| view.member))?;
    let view = |view: Saved| SavedView {
        own: view.member == who.member(),
        owner: people.get(view.member),
        id: view.id,
        name: view.name,
        shared: view.shared,
        filter: view.filter,
    };
    Ok(saved.into_iter().map(view).collect())
}

/// The two views over the organisations that one serves away from home (E7).
pub fn across(tx: &mut Tx<'_>, callers: &Cache, account: AccountId) -> Result<Vec<Counted>> {
    let counts = external::counts(tx, callers, account)?;
    Ok(counts
        .into_iter()
        .map(|(view, count)| Counted {
            key: Some(view),
            count,
            saved: None,
        })
        .collect())
}
