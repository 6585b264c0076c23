//! The model said again, one ticket at a time and without terms: what the algebra must agree with.

use access::{Base, Cell, Facts, Given, Kind, Membership, Perm, RoleReach, Scope, State, Switch};
use kit::Time;

/// Whether the member may do this to a ticket with these facts.
pub fn may(m: &Membership, perm: Perm, facts: &Facts, now: Time) -> bool {
    alive(m) && facts.org == m.org && holds(m, perm, facts, now) && holds(m, perm.read_of(), facts, now)
}

fn alive(m: &Membership) -> bool {
    let s = m.standing;
    s.account && s.membership && s.organisation && (m.external.is_none() || (s.home_membership && s.home_organisation && !s.frozen))
}

fn over(until: Option<Time>, now: Time) -> bool {
    until.is_some_and(|until| until <= now)
}

fn holds(m: &Membership, perm: Perm, f: &Facts, now: Time) -> bool {
    if over(m.until, now) || m.token.as_ref().is_some_and(|subset| !subset.contains(&perm)) {
        return false;
    }
    if let Some(host) = &m.external {
        let outside = !perm.desk_wide() && !f.team.is_some_and(|team| m.teams.contains(&team));
        if !perm.external_ok() || !host.policy.contains(Some(perm)) || outside {
            return false;
        }
    }
    let n = &m.narrowing;
    let narrowed = !(n.team.contains(f.team) && n.channel.contains(f.channel) && n.origin.contains(f.origin));
    if narrowed && !perm.desk_wide() {
        return false;
    }
    m.roles
        .iter()
        .filter(|given| !over(given.until, now))
        .any(|given| by_role(m, given, perm, f, now))
}

fn by_role(m: &Membership, given: &Given, perm: Perm, f: &Facts, now: Time) -> bool {
    let by = |perm| {
        given
            .role
            .cell(perm)
            .is_some_and(|cell| by_cell(m, given.role.reach, perm, cell, f, now))
    };
    let dispenser = |cell: Cell| switched(m, Perm::TicketTake, cell.state, f, now) && base(m, given.role.reach, cell.base, f, now);
    if perm.kind() == Kind::Whole {
        return by(perm) && whole(m, given, perm);
    }
    by(perm) || perm == Perm::TicketRead && given.role.cell(Perm::TicketTake).is_some_and(dispenser)
}

/// Some permissions are held for the whole organisation or not at all.
fn whole(m: &Membership, given: &Given, perm: Perm) -> bool {
    let n = &m.narrowing;
    let base = given.role.cell(perm).map(|cell| cell.base);
    let everything = base == Some(Base::Desk) || base == Some(Base::Reach) && given.role.reach == RoleReach::Org;
    everything && n.team.is_any() && n.channel.is_any() && n.origin.is_any()
}

fn by_cell(m: &Membership, reach: RoleReach, perm: Perm, cell: Cell, f: &Facts, now: Time) -> bool {
    switched(m, perm, cell.state, f, now) && (perm.desk_wide() || base(m, reach, cell.base, f, now))
}

/// Y, or (default or on) and not off.
fn switched(m: &Membership, perm: Perm, state: State, f: &Facts, now: Time) -> bool {
    let fits = |s: &&Switch| perm.scopes().contains(&s.scope.kind());
    let here = |s: &&Switch| {
        let place = match s.scope {
            // Off in a scope that the permission does not have is off everywhere; on there is nothing.
            _ if !fits(s) => !s.on,
            Scope::Org => true,
            Scope::Channel(id) => f.channel == Some(id),
            Scope::Team(id) => f.team == Some(id),
        };
        s.perm == perm && place && !over(s.until, now)
    };
    let on = m.switches.iter().filter(here).any(|s| s.on);
    let off = m.switches.iter().filter(here).any(|s| !s.on);
    state == State::Always || (state == State::On || on) && !off
}

fn base(m: &Membership, reach: RoleReach, base: Base, f: &Facts, now: Time) -> bool {
    let mine = f.assignee == Some(m.member);
    let open = f.deferred_until.is_none_or(|until| until <= now);
    let my_team = f.team.is_some_and(|team| m.teams.contains(&team));
    let served = m.origins.as_ref().is_none_or(|all| f.origin.is_none_or(|o| all.contains(&o)))
        && m.channels.as_ref().is_none_or(|all| f.channel.is_none_or(|c| all.contains(&c)));
    let own = mine && open;
    let pool = own || f.assignee.is_none() && my_team && served && open;
    let reached = match reach {
        RoleReach::None => false,
        RoleReach::Own => own,
        RoleReach::Pool => pool,
        RoleReach::Teams => own || my_team,
        RoleReach::Org => true,
    };
    match base {
        Base::Reach => reached,
        Base::Own if reach == RoleReach::None => own,
        Base::Own => reached && mine,
        Base::Pool => pool,
        Base::Teams => my_team,
        Base::Desk => true,
    }
}
