//! Hands out what waits in a team.

use std::collections::{BTreeMap, BTreeSet};

use db::Tx;
use kit::{ChannelId, Kind, MemberId, OrgId, OriginId, Result, TeamId, TicketId};
use serde_json::json;

use super::ready::{self, Modes};
use super::store::{self, Ready};
use crate::team::Mode;
use crate::ticket::Ticket;
use crate::ticket::store::{By, Line, queue, save, share};
use crate::who::{Cache, Who};

/// How many are looked at together: nearly always the first is it.
const LOOK: u32 = 16;

/// The people of one round, as callers; nobody of whom is no more.
type Known = BTreeMap<MemberId, Option<Who>>;

/// Until nothing waits, nobody is ready, or enough has been given for once.
pub fn drain(
    tx: &mut Tx<'_>,
    callers: &Cache,
    (org, team, mode): (OrgId, TeamId, Mode),
    modes: &Modes,
    returned: &BTreeMap<TicketId, MemberId>,
    left: &mut usize,
) -> Result<()> {
    let mut known = Known::new();
    // Whom nobody serves now is not asked for again for the next one of its kind.
    let mut unserved: BTreeSet<(ChannelId, Option<OriginId>)> = BTreeSet::new();
    let mut after = None;
    loop {
        if store::next(tx, org, team, None, 1)?.is_empty() {
            return Ok(());
        }
        let waiting = share::waiting(tx, org, team, after, LOOK)?;
        for before in &waiting {
            if *left == 0 {
                return Ok(());
            }
            if unserved.contains(&(before.channel, before.origin)) {
                continue;
            }
            let shy = returned.get(&before.id).copied();
            match taker(tx, callers, before, shy, modes, &mut known)? {
                Some(member) => {
                    give(tx, before, member, mode)?;
                    ready::refresh(tx, org, member, modes)?;
                    *left -= 1;
                }
                None => drop(unserved.insert((before.channel, before.origin))),
            }
        }
        let Some(last) = waiting.last().filter(|_| waiting.len() == LOOK as usize) else {
            return Ok(());
        };
        after = Some(queue::key(last));
    }
}

fn give(tx: &mut Tx<'_>, before: &Ticket, member: MemberId, mode: Mode) -> Result<()> {
    let now = tx.now();
    let mut after = before.clone();
    after.assign(Some(member), now);
    let line = Line::new("assigned", json!({ "to": member, "shared": mode }));
    save(tx, By::Relevo, before, after, line)?;
    store::given(tx, before.org, member, now)
}

/// Whose turn it is, of those who are the right ones for it. `shy` has just let go of it, and gets it again only when nobody else would.
fn taker(
    tx: &mut Tx<'_>,
    callers: &Cache,
    ticket: &Ticket,
    shy: Option<MemberId>,
    modes: &Modes,
    known: &mut Known,
) -> Result<Option<MemberId>> {
    let (org, team) = (ticket.org, ticket.team);
    let (mut after, mut else_nobody): (Option<Ready>, _) = (None, None);
    loop {
        let next = store::next(tx, org, team, after, LOOK)?;
        for ready in &next {
            let who = caller(tx, callers, org, ready.member, known)?;
            let of_the_team = who.as_ref().is_some_and(|who| who.caller.teams.contains(&team));
            // What the list says may be older than what is so.
            if !of_the_team || ready::free(tx, org, ready.member)?.is_none() {
                ready::refresh(tx, org, ready.member, modes)?;
                continue;
            }
            if who.is_some_and(|who| who.caller.eligible(&ticket.facts(), who.now).is_err()) {
                continue;
            }
            if shy == Some(ready.member) {
                else_nobody = shy;
                continue;
            }
            return Ok(Some(ready.member));
        }
        match next.last().filter(|_| next.len() == LOOK as usize) {
            Some(last) => after = Some(*last),
            None => return Ok(else_nobody),
        }
    }
}

fn caller(tx: &mut Tx<'_>, callers: &Cache, org: OrgId, member: MemberId, known: &mut Known) -> Result<Option<Who>> {
    if let Some(who) = known.get(&member) {
        return Ok(who.clone());
    }
    let who = match callers.of_member(tx, org, member) {
        Ok(who) => Some(who),
        Err(gone) if gone.kind == Kind::Unknown => None,
        Err(error) => return Err(error),
    };
    known.insert(member, who.clone());
    Ok(who)
}
