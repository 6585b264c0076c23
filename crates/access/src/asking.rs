//! Asking for a permission (X2): which switch would give it, and who could set that.
//!
//! What none of one's roles has as optional, and what a cap takes, no switch gives: it cannot be asked for.

use std::collections::BTreeSet;

use kit::Time;

use crate::{Caller, Membership, Perm, Place, Scope, ScopeKind, Switch, change};

impl Caller {
    /// What is held nowhere and a switch would give somewhere: to offer asking for a page, a list, a report.
    pub fn askable(&self, now: Time) -> Vec<Perm> {
        let missing = Perm::ALL.iter().copied().filter(|perm| !self.holds_anywhere(*perm, now));
        missing.filter(|perm| self.would(*perm, &Place::Anywhere, now).is_some()).collect()
    }

    /// The narrowest switch with which this would be allowed here, as far as a switch decides it. What two switches withhold, one cannot give.
    pub(crate) fn would(&self, perm: Perm, place: &Place, now: Time) -> Option<Scope> {
        let mut offers = self.offered.iter().filter(|e| e.perm == perm && e.live(now));
        if self.viewer.is_some() || !offers.any(|e| self.admits(&e.extent, place, now)) {
            return None;
        }
        let here = scopes(place);
        let off = |s: &&Switch| s.perm == perm && s.until.is_none_or(|until| now < until);
        let off: BTreeSet<Scope> = self.withheld.iter().filter(off).map(|s| s.scope).collect();
        let mut off = off.into_iter().filter(|scope| covers(*scope, perm, place, &here));
        let possible = |scope: &Scope| perm.scopes().contains(&scope.kind());
        match (off.next(), off.next()) {
            (None, _) => here.into_iter().find(possible),
            (Some(one), None) => Some(one).filter(possible).filter(|scope| here.contains(scope)),
            _ => None,
        }
    }
}

/// Where a switch could stand for a place, the narrowest first.
fn scopes(place: &Place) -> Vec<Scope> {
    let (channel, team) = match place {
        Place::At(facts) | Place::Order { facts, .. } => (facts.channel, facts.team),
        Place::Channel { channel, team } => (Some(*channel), *team),
        Place::Team { team, .. } => (None, Some(*team)),
        Place::Desk | Place::Anywhere | Place::Through(_) | Place::Person { .. } => (None, None),
    };
    let near = [channel.map(Scope::Channel), team.map(Scope::Team), Some(Scope::Org)];
    near.into_iter().flatten().collect()
}

/// Whether a switch in this scope decides about the place. The whole is spoilt by any; and off takes all where the permission has no such scope.
fn covers(scope: Scope, perm: Perm, place: &Place, here: &[Scope]) -> bool {
    here.contains(&scope) || *place == Place::Desk || !perm.scopes().contains(&scope.kind())
}

/// Whether the actor may set switches in a scope, which stands at a place: a channel's or a team's; whose they are is another question.
pub fn may_set(actor: &Caller, scope: Scope, place: &Place, now: Time) -> bool {
    let edits = actor.allows(Perm::UserEdit, &Place::Desk, now);
    match scope.kind() {
        ScopeKind::Org => edits,
        ScopeKind::Team => edits && actor.allows(Perm::TeamRead, place, now),
        ScopeKind::Channel => actor.allows(Perm::ChannelManage, place, now) || edits && actor.allows(Perm::ChannelRead, place, now),
    }
}

/// Whether the actor could set this switch of a member in good standing, and it would give what is not held yet.
pub fn could_grant(actor: &Caller, member: &Membership, switch: Switch, place: &Place, now: Time) -> bool {
    let optional = member
        .roles
        .iter()
        .any(|given| given.role.optional().any(|perm| perm == switch.perm));
    let possible = optional && switch.perm.scopes().contains(&switch.scope.kind());
    if !possible || !may_set(actor, switch.scope, place, now) {
        return false;
    }
    let (before, after) = (Caller::build(member), Caller::build(&member.with_switch(switch)));
    gives(&before, &after, switch.perm, now) && change::may_change(actor, Some(&before), Some(&after), now).is_ok()
}

/// Whether the second may do this somewhere, now, where the first may not. Nobody who is not in good standing may anything.
pub fn gives(before: &Caller, after: &Caller, perm: Perm, now: Time) -> bool {
    let mut after = after.extents(perm, now);
    after.any(|have| !have.extent.minus_all(before.extents(perm, now).map(|had| &had.extent)).is_empty())
}
