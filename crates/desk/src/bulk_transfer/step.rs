//! The work: a few tickets in one transaction, and how far it has come.

use access::{Destination, MoveRefused, Perm, Place};
use db::Tx;
use kit::{BulkTransferId, Kind, MemberId, OrgId, Result};
use serde_json::json;

use super::model::{Act, State, Stays, Why};
use super::plan::{self, Shares};
use super::store::{self, Row};
use super::{events, jobs};
use crate::ticket::store::{By, Line, leave};
use crate::ticket::{self, Ticket};
use crate::who::{Cache, Who};

/// So many at once, so that no closure holds the organisation for long.
pub const STEP: i64 = 25;

/// The next few. One that is not under way is done.
pub fn step(tx: &mut Tx<'_>, callers: &Cache, org: OrgId, id: BulkTransferId) -> Result<()> {
    let Some(mut act) = store::row(tx, org, id)? else { return Ok(()) };
    let by = match act.state {
        State::Running => act.asked_by,
        State::Undoing => act.undone_by.unwrap_or(act.asked_by),
        State::Done | State::Undone => return Ok(()),
    };
    // Who asked and is no more moves nothing more: what is left stays where it is.
    let who = match callers.of_member(tx, org, by) {
        Ok(who) => Some(who),
        Err(gone) if gone.kind == Kind::Unknown => None,
        Err(error) => return Err(error),
    };
    let more = match (&who, act.state) {
        (Some(who), State::Running) => forward(tx, callers, who, &mut act)?,
        (Some(who), _) => back(tx, callers, who, &mut act)?,
        (None, _) => false,
    };
    if more {
        store::update(tx, &act)?;
        return jobs::enqueue(tx, &act);
    }
    act.state = if act.state == State::Running { State::Done } else { State::Undone };
    act.ended_at = Some(tx.now());
    store::update(tx, &act)?;
    let counts = store::counts(tx, &act)?;
    events::ended(tx, by, &act, &counts)
}

fn forward(tx: &mut Tx<'_>, callers: &Cache, who: &Who, act: &mut Act) -> Result<bool> {
    let given = store::given(tx, act)?;
    let mut shares = Shares::load(tx, callers, who, &act.draft, &given)?;
    let some = leave::assigned_after(tx, act.org, act.draft.from, act.cursor, STEP)?;
    for before in &some {
        act.cursor = Some(before.id);
        if !act.draft.means(before) || !who.can(Perm::TicketRead, &Place::At(before.facts())) {
            continue;
        }
        let row = match shares.decide(who, before) {
            Ok(to) => {
                hand(tx, who, act, before, to, false)?;
                Row::moved(before.id, to)
            }
            Err(reasons) => Row::stayed(before.id, reasons),
        };
        store::put(tx, act, &row)?;
    }
    Ok(some.len() == usize::try_from(STEP).unwrap_or(0))
}

fn back(tx: &mut Tx<'_>, callers: &Cache, who: &Who, act: &mut Act) -> Result<bool> {
    let owner = match callers.of_member(tx, act.org, act.draft.from) {
        Ok(owner) => Some(owner),
        Err(gone) if gone.kind == Kind::Unknown => None,
        Err(error) => return Err(error),
    };
    let some = store::moved(tx, act, act.cursor, STEP)?;
    for (id, to) in &some {
        act.cursor = Some(*id);
        let found = ticket::store::row(tx, act.org, *id)?;
        let row = match returns(who, found.as_ref(), *to, owner.as_ref()) {
            Ok(before) => {
                hand(tx, who, act, before, Some(act.draft.from), true)?;
                Row::returned(*id, *to)
            }
            Err(why) => Row::kept(*id, *to, Stays { member: None, why }),
        };
        store::put(tx, act, &row)?;
    }
    Ok(some.len() == usize::try_from(STEP).unwrap_or(0))
}

/// Only what is still where the act has put it, and only to who could be given it.
fn returns<'t>(who: &Who, ticket: Option<&'t Ticket>, to: Option<MemberId>, owner: Option<&Who>) -> Result<&'t Ticket, Why> {
    let ticket = ticket.filter(|t| t.live() && t.assignee == to).ok_or(Why::Changed)?;
    let owner = owner.ok_or(Why::Unknown)?;
    let destination = Destination {
        team: Some((ticket.team, false)),
        assignee: Some(&owner.caller),
    };
    match who.caller.may_move(Perm::TicketTransferBulk, &ticket.facts(), destination, who.now) {
        Ok(()) => Ok(ticket),
        Err(MoveRefused::Mover(_)) => Err(Why::Mover),
        Err(MoveRefused::Destination) => Err(Why::Unknown),
        Err(MoveRefused::Assignee(why)) => Err(plan::ineligible(why)),
    }
}

fn hand(tx: &mut Tx<'_>, who: &Who, act: &Act, before: &Ticket, to: Option<MemberId>, undo: bool) -> Result<()> {
    let mut after = before.clone();
    after.assign(to, tx.now());
    let line = Line::new("handed", json!({ "to": to, "transfer": act.id, "undo": undo }));
    ticket::store::save(tx, By::from(who), before, after, line)?;
    Ok(())
}
