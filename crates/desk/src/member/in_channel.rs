//! Who works in a channel, and what each may do in it: contact editing, transfer and hold, given there and nowhere else (B1 to B3, B8).

use std::collections::BTreeMap;

use access::{Caller, Membership, Perm, Place, Scope, Set, Standing, State as CellState, Switch, Term, change};
use db::Tx;
use kit::{ChannelId, Error, MemberId, Result, Time};

use super::store::{page, sets};
use super::{State, switches};
use crate::who::{self, Who, crowd};

/// What is given by channel.
pub const GIVEN: [Perm; 3] = [Perm::ContactEdit, Perm::TicketTransfer, Perm::TicketHold];

/// Somebody whose tickets may come from this channel.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ChannelMember")]
pub struct Seat {
    pub id: MemberId,
    pub first_name: String,
    pub last_name: String,
    pub state: State,
    pub external: bool,
    pub roles: Vec<sets::RoleName>,
    pub permissions: BTreeMap<Perm, Stand>,
    /// The caller may change what this member holds.
    pub may: bool,
}

/// How one permission stands for a member in the channel.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ChannelStand")]
pub struct Stand {
    pub on: bool,
    /// Their roles say so in any case: nothing to switch.
    pub fixed: bool,
    /// What their roles and the switches elsewhere say, without the one of this channel.
    pub by_default: bool,
    /// The switch of this channel ends then.
    pub until: Option<Time>,
}

pub fn list(tx: &mut Tx<'_>, who: &Who, channel: ChannelId) -> Result<Vec<Seat>> {
    may(tx, who, channel)?;
    let mut seats = Vec::new();
    for (found, membership) in crowd::people(tx, who.org())? {
        let teams = membership.teams.clone();
        if !works_in(&membership, channel, who.now) || !who.can(Perm::DirectoryRead, &Place::Person { teams }) {
            continue;
        }
        let covered = change::may_act_on(&who.caller, &Caller::build(&membership), who.now).is_ok();
        let stands = GIVEN.map(|perm| (perm, stand(&membership, perm, channel, who.now)));
        seats.push(Seat {
            id: found.member,
            first_name: found.first_name,
            last_name: found.last_name,
            state: State::from_name(&found.state).ok_or_else(|| Error::internal("a member's state"))?,
            external: membership.external.is_some(),
            roles: Vec::new(),
            permissions: stands.into(),
            may: covered && found.member != who.member(),
        });
    }
    let ids: Vec<MemberId> = seats.iter().map(|seat| seat.id).collect();
    let mut roles = page::roles_of(tx, who.org(), &ids)?;
    for seat in &mut seats {
        seat.roles = roles.remove(&seat.id).unwrap_or_default();
    }
    Ok(seats)
}

/// What is wanted of several members in one channel.
#[derive(Clone, Debug)]
pub struct Wish {
    pub channel: ChannelId,
    /// What is not named stays as it is.
    pub permissions: BTreeMap<Perm, bool>,
    pub until: Option<Time>,
}

/// Each member is decided on its own, by the same verbs as one switch alone, and in a savepoint of its own. True where something changed.
pub fn set(tx: &mut Tx<'_>, who: &Who, members: &[MemberId], wish: &Wish) -> Result<Vec<(MemberId, Result<bool>)>> {
    may(tx, who, wish.channel)?;
    Ok(members.iter().map(|id| (*id, tx.attempt(|tx| one(tx, who, *id, wish)))).collect())
}

fn one(tx: &mut Tx<'_>, who: &Who, id: MemberId, wish: &Wish) -> Result<bool> {
    let mut changed = false;
    for (perm, on) in &wish.permissions {
        changed |= put(tx, who, id, *perm, *on, wish)?;
    }
    Ok(changed)
}

/// Nothing where it is so already, by itself and for good; back to what the roles say where that is what is wanted; else a switch.
fn put(tx: &mut Tx<'_>, who: &Who, id: MemberId, perm: Perm, on: bool, wish: &Wish) -> Result<bool> {
    let switch = Switch {
        perm,
        scope: Scope::Channel(wish.channel),
        on,
        until: wish.until,
    };
    switches::check(tx, who, id, &switch)?;
    let here = switches::all(tx, who, id)?
        .into_iter()
        .find(|shown| (shown.switch.perm, shown.switch.scope) == (perm, switch.scope));
    if here.as_ref().is_some_and(|shown| shown.switch == switch) {
        return Ok(false);
    }
    let found = who::store::by_member(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    let membership = who::load::membership(tx, who.org(), &found, None)?;
    let by_itself = stand(&membership, perm, wish.channel, who.now).by_default == on && wish.until.is_none();
    match here.map(|shown| shown.id) {
        None if by_itself => return Ok(false),
        Some(old) if by_itself => switches::remove(tx, who, id, old)?,
        _ => {
            switches::put(tx, who, id, switch)?;
        }
    }
    Ok(true)
}

/// Whoever manages the channel; unknown where there is none, or none to be seen.
fn may(tx: &mut Tx<'_>, who: &Who, channel: ChannelId) -> Result<()> {
    let team = sets::channel_team(tx, who.org(), channel)?;
    if team.is_none() {
        return Err(Error::unknown());
    }
    who.may(Perm::ChannelManage, &Place::Channel { channel, team })
}

/// Serves it, and could see a ticket that came through it.
fn works_in(m: &Membership, channel: ChannelId, now: Time) -> bool {
    m.served_channels().contains(Some(channel)) && holds(m, Perm::TicketRead, channel, now)
}

fn stand(m: &Membership, perm: Perm, channel: ChannelId, now: Time) -> Stand {
    let scope = Scope::Channel(channel);
    let cells: Vec<CellState> = m.roles.iter().filter_map(|given| Some(given.role.cell(perm)?.state)).collect();
    let mut bare = m.clone();
    bare.switches.retain(|switch| (switch.perm, switch.scope) != (perm, scope));
    let switch = m.switches.iter().find(|switch| (switch.perm, switch.scope) == (perm, scope));
    Stand {
        on: holds(m, perm, channel, now),
        fixed: cells.is_empty() || cells.contains(&CellState::Always),
        by_default: holds(&bare, perm, channel, now),
        until: switch.and_then(|switch| switch.until).filter(|until| now < *until),
    }
}

/// As they will stand once they have accepted, or are let in again.
fn holds(m: &Membership, perm: Perm, channel: ChannelId, now: Time) -> bool {
    let sound = Membership {
        standing: Standing::GOOD,
        ..m.clone()
    };
    let here = Term::in_channels(Set::only([channel]));
    !Caller::build(&sound).reach(perm, now).within(&here).is_empty()
}
