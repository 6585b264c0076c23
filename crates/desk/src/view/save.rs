//! Save a filter, change it, give it up.

use db::Tx;
use kit::{Error, Kind, Result, ViewId};

use super::{Saved, store};
use crate::text;
use crate::ticket::Filter;
use crate::who::Who;

/// The longest name.
const MAX_NAME: usize = 80;

/// More than this in one's own list are not views any more.
const MOST: i64 = 50;

/// What may be chosen; what is not said stays.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub name: Option<String>,
    pub shared: Option<bool>,
    pub filter: Option<Filter>,
}

pub fn create(tx: &mut Tx<'_>, who: &Who, choice: &Choice) -> Result<ViewId> {
    if store::own(tx, who)? >= MOST {
        return Err(Error::conflict("too_many_views").with_param("max", MOST));
    }
    let now = tx.now();
    let fresh = Saved {
        id: ViewId::new(now),
        member: who.member(),
        name: String::new(),
        shared: false,
        filter: Filter::default(),
        created_at: now,
    };
    let name = Some(choice.name.clone().unwrap_or_default());
    write(tx, who, fresh, &Choice { name, ..choice.clone() })
}

pub fn change(tx: &mut Tx<'_>, who: &Who, id: ViewId, choice: &Choice) -> Result<ViewId> {
    let before = own(tx, who, id)?;
    write(tx, who, before, choice)
}

pub fn remove(tx: &mut Tx<'_>, who: &Who, id: ViewId) -> Result<()> {
    let view = own(tx, who, id)?;
    store::delete(tx, who, view.id)
}

/// A view that one sees and that is one's own.
fn own(tx: &mut Tx<'_>, who: &Who, id: ViewId) -> Result<Saved> {
    let view = store::row(tx, who, id)?.ok_or_else(Error::unknown)?;
    if view.member == who.member() {
        Ok(view)
    } else {
        Err(Error::new(Kind::Denied, "not_your_view"))
    }
}

fn write(tx: &mut Tx<'_>, who: &Who, mut view: Saved, choice: &Choice) -> Result<ViewId> {
    if let Some(name) = &choice.name {
        view.name = text::line("name", name, MAX_NAME)?;
    }
    if let Some(shared) = choice.shared {
        view.shared = shared;
    }
    if let Some(filter) = &choice.filter {
        filter.check().map_err(|error| {
            let field = error.field.as_deref().map(|field| format!("filter.{field}"));
            Error { field, ..error }
        })?;
        view.filter = filter.clone();
    }
    store::put(tx, who, &view)?;
    Ok(view.id)
}
