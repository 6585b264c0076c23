//! One as it is shown: how far it is, who got how many, what stays and why, until when it can be taken back.

use access::{Perm, Place};
use db::Tx;
use kit::{BulkTransferId, Error, MemberId, Result, Time};

use super::model::{Act, State, Way};
use super::preview::{self, NAMED, Share, Stay};
use super::store;
use crate::ticket::person::{People, Person};
use crate::who::Who;

/// So many of the latest are listed.
const RECENT: u32 = 20;

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "BulkTransfer")]
pub struct Card {
    pub id: BulkTransferId,
    pub state: State,
    pub from: Person,
    pub way: Way,
    pub asked_by: Person,
    pub asked_at: Time,
    pub ended_at: Option<Time>,
    /// How many have gone, those that were taken back among them.
    pub moved: i64,
    pub shares: Vec<Share>,
    pub stays: i64,
    /// Those that stayed, and those that could not be taken back; the first hundred.
    pub staying: Vec<Stay>,
    pub returned: i64,
    /// How many could not be taken back.
    pub kept: i64,
    /// Until when it can be taken back; none when it cannot be now.
    pub undo_until: Option<Time>,
}

pub fn card(tx: &mut Tx<'_>, who: &Who, id: BulkTransferId) -> Result<Card> {
    who.may(Perm::TicketTransferBulk, &Place::Desk)?;
    let act = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    shown(tx, who, act)
}

/// The latest, of one person or of all.
pub fn list(tx: &mut Tx<'_>, who: &Who, from: Option<MemberId>) -> Result<Vec<Card>> {
    who.may(Perm::TicketTransferBulk, &Place::Desk)?;
    let acts = store::recent(tx, who.org(), from, RECENT)?;
    acts.into_iter().map(|act| shown(tx, who, act)).collect()
}

fn shown(tx: &mut Tx<'_>, who: &Who, act: Act) -> Result<Card> {
    let counts = store::counts(tx, &act)?;
    let mut staying = store::staying(tx, &act, NAMED)?;
    staying.retain(|(ticket, _)| who.can(Perm::TicketRead, &Place::At(ticket.facts())));
    let people = preview::people(tx, who, &counts.got, &staying)?;
    let two = People::of(tx, who, [act.draft.from, act.asked_by])?;
    let now = tx.now();
    Ok(Card {
        id: act.id,
        state: act.state,
        from: two.get(act.draft.from),
        way: act.draft.way,
        asked_by: two.get(act.asked_by),
        asked_at: act.asked_at,
        ended_at: act.ended_at,
        moved: counts.moved,
        shares: preview::shown(&counts.got, &people),
        stays: counts.stayed,
        staying: staying
            .into_iter()
            .map(|(ticket, why)| preview::stay(ticket, why, &people))
            .collect(),
        returned: counts.returned,
        kept: counts.kept,
        undo_until: Some(act.undo_until()).filter(|until| act.state == State::Done && counts.moved > 0 && now < *until),
    })
}
