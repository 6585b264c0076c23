//! *What if* a member had other roles, teams, channels, origins or switches: decided as the change itself would be, and nothing is written.

use access::{Caller, Given, Membership, Perm, Place, RoleKey, Switch, change};
use db::Tx;
use kit::{ChannelId, Error, MemberId, OriginId, Result, SwitchId};

use super::effect::Effect;
use super::teams::Seat;
use super::{create, rights, served, switches, teams};
use crate::role;
use crate::who::{self, Who};

/// What is thought of; what is not said stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    pub roles: Option<Vec<RoleKey>>,
    pub teams: Option<Vec<Seat>>,
    /// None listed: all.
    pub channels: Option<Vec<ChannelId>>,
    /// None listed: all.
    pub origins: Option<Vec<OriginId>>,
    pub switch: Option<Switch>,
    /// A switch that would go.
    pub unswitch: Option<SwitchId>,
}

/// Refused as the change would be.
pub fn what_if(tx: &mut Tx<'_>, who: &Who, id: MemberId, proposal: &Proposal) -> Result<Effect> {
    who.may(Perm::UserEdit, &Place::Desk)?;
    let found = who::store::by_member(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    if found.kind != "person" {
        return Err(Error::unknown());
    }
    let before = who::load::membership(tx, who.org(), &found, None)?;
    let after = proposed(tx, who, id, before.clone(), proposal)?;
    may(tx, who, id, &Caller::build(&before), &Caller::build(&after))?;
    let mut effect = Effect::default();
    effect.add(tx, who, found.name(), &before, after)?;
    Ok(effect)
}

fn proposed(tx: &mut Tx<'_>, who: &Who, id: MemberId, mut m: Membership, proposal: &Proposal) -> Result<Membership> {
    if let Some(keys) = &proposal.roles {
        m.roles.clear();
        for role in create::roles(tx, who, keys)? {
            let role = role::store::row(tx, who.org(), role)?.ok_or_else(Error::unknown)?.role;
            m.roles.push(Given { role, until: None });
        }
    }
    if let Some(seats) = &proposal.teams {
        let (_, after) = teams::seated(tx, who, id, seats)?;
        m.teams = after.into_iter().map(|(team, _)| team).collect();
    }
    if let Some(channels) = &proposal.channels {
        served::known_channels(tx, who, channels)?;
        m.channels = (!channels.is_empty()).then(|| channels.iter().copied().collect());
    }
    if let Some(origins) = &proposal.origins {
        create::origins(tx, who, origins)?;
        m.origins = (!origins.is_empty()).then(|| origins.iter().copied().collect());
    }
    if let Some(switch) = &proposal.switch {
        switches::check(tx, who, id, switch)?;
        m = m.with_switch(*switch);
    }
    if let Some(gone) = proposal.unswitch {
        let gone = switches::find(tx, who, id, gone)?.switch;
        m.switches.retain(|one| (one.perm, one.scope) != (gone.perm, gone.scope));
    }
    Ok(m)
}

fn may(tx: &mut Tx<'_>, who: &Who, id: MemberId, before: &Caller, after: &Caller) -> Result<()> {
    change::may_change(&who.caller, Some(before), Some(after), who.now)?;
    if before.alive && before.administers() && !after.administers() {
        rights::keeps_an_administrator(tx, who.org(), Some(id))?;
    }
    Ok(())
}
