//! What came into a contact, for who may take it back.

use access::{Perm, Place};
use db::Tx;
use kit::{ContactId, ContactMergeId, Error, Result, Time};

use super::model::{Count, Merge};
use crate::contact::{find, store};
use crate::ticket::person::{People, Person};
use crate::who::Who;

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ContactMerge")]
pub struct Card {
    pub id: ContactMergeId,
    /// The one that was kept.
    pub kept: ContactId,
    /// The one that came into it, and what it is called.
    pub from: ContactId,
    pub name: String,
    pub by: Person,
    pub at: Time,
    pub tickets: Count,
    pub identities: Count,
    pub undone_by: Option<Person>,
    pub undone_at: Option<Time>,
    /// Whether it can be taken back: not once a ticket of the one was merged into a ticket of the other.
    pub undoable: bool,
}

pub fn card(tx: &mut Tx<'_>, who: &Who, id: ContactMergeId) -> Result<Card> {
    who.may(Perm::ContactMerge, &Place::Desk)?;
    let merge = store::merge::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    shown(tx, who, merge)
}

/// The latest fifty.
pub fn list(tx: &mut Tx<'_>, who: &Who, kept: ContactId) -> Result<Vec<Card>> {
    who.may(Perm::ContactMerge, &Place::Desk)?;
    let kept = find::find(tx, who, kept)?;
    let merges = store::merge::into(tx, who.org(), kept.id)?;
    merges.into_iter().map(|merge| shown(tx, who, merge)).collect()
}

fn shown(tx: &mut Tx<'_>, who: &Who, merge: Merge) -> Result<Card> {
    let gone = store::row(tx, who.org(), merge.gone)?.ok_or_else(Error::unknown)?;
    let people = People::of(tx, who, [Some(merge.member), merge.undone_by].into_iter().flatten())?;
    let most = Count::MOST + 1;
    Ok(Card {
        id: merge.id,
        kept: merge.kept,
        from: merge.gone,
        name: gone.profile.name,
        by: people.get(merge.member),
        at: merge.at,
        tickets: Count::of(store::merge::parts(tx, &merge, "ticket", most)?),
        identities: Count::of(store::merge::parts(tx, &merge, "identity", most)?),
        undone_by: merge.undone_by.map(|by| people.get(by)),
        undone_at: merge.undone_at,
        undoable: merge.undone_at.is_none() && !store::merge::entangled(tx, &merge)?,
    })
}
