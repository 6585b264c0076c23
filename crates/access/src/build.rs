//! From a membership to its entitlements: the only place where roles, switches, teams, narrowings and caps meet.
//!
//! Pair by pair, never permissions and places apart: two roles together give what each gave and nothing else.

use std::collections::BTreeSet;

use crate::caller::{Caller, Giving};
use crate::entitlement::{Cap, Capped, Entitlement, Source, earlier};
use crate::membership::{Given, Membership};
use crate::role::{Base, Cell, RoleReach, State};
use crate::switch::{Area, areas};
use crate::{Kind, Perm, Set, Term, When, Who};

impl Caller {
    /// All that follows from a membership. Whoever is not in good standing keeps the entitlements, for comparing rights
    /// before and after, but decides nothing with them.
    pub fn build(m: &Membership) -> Self {
        let mut caller = Self::bare(m);
        for given in &m.roles {
            for (perm, cell) in &given.role.cells {
                for entitlement in from_cell(m, given, *perm, *cell) {
                    caller.entitlements.extend(cap(m, entitlement, &mut caller.capped));
                }
                if cell.state != State::Always {
                    caller.optional.push((*perm, given.role.key));
                    caller.offered.extend(offered(m, given, *perm, *cell));
                }
            }
            // Members of other houses give nothing away.
            if m.external.is_none() && !given.role.gives.is_empty() {
                caller.gives.push(Giving {
                    roles: given.role.gives.clone(),
                    until: earlier(given.until, m.until),
                });
            }
        }
        caller.index();
        caller
    }
}

/// `base ∧ area`, and for the dispenser the same again for reading.
fn from_cell(m: &Membership, given: &Given, perm: Perm, cell: Cell) -> Vec<Entitlement> {
    let ends = earlier(given.until, m.until);
    let areas = match cell.state {
        State::Always => vec![Area {
            term: Term::ALL,
            from: None,
            until: None,
            scope: None,
        }],
        state => areas(perm, state == State::On, &m.switches),
    };
    let bases = bases(m, given.role.reach, perm, cell.base);
    let mut all = Vec::new();
    for area in &areas {
        for base in &bases {
            let by = Source {
                role: given.role.key,
                switch: area.scope,
                through: None,
            };
            let entitlement = Entitlement {
                perm,
                extent: base.meet(&area.term),
                by,
                from: area.from,
                until: earlier(area.until, ends),
            };
            let ever = entitlement
                .until
                .is_none_or(|until| entitlement.from.is_none_or(|from| from < until));
            if entitlement.extent.is_empty() || !ever {
                continue;
            }
            if perm == Perm::TicketTake {
                let by = Source { through: Some(perm), ..by };
                all.push(Entitlement {
                    perm: Perm::TicketRead,
                    by,
                    ..entitlement.clone()
                });
            }
            all.push(entitlement);
        }
    }
    all
}

/// What an optional cell gives where nothing switches it off.
fn offered(m: &Membership, given: &Given, perm: Perm, cell: Cell) -> Vec<Entitlement> {
    let on = Cell {
        state: State::Always,
        ..cell
    };
    let own = from_cell(m, given, perm, on).into_iter().filter(|e| e.perm == perm);
    own.filter_map(|entitlement| cap(m, entitlement, &mut Vec::new())).collect()
}

/// The terms from which a cell's extent starts.
fn bases(m: &Membership, reach: RoleReach, perm: Perm, base: Base) -> Vec<Term> {
    if perm.desk_wide() {
        return vec![Term::ALL];
    }
    match base {
        Base::Desk => vec![Term::ALL],
        Base::Teams => vec![in_my_teams(m)],
        Base::Pool => pool(m),
        Base::Reach => reach_terms(m, reach),
        // A role without a reach of its own still has own tickets, if another role lets its holder read them.
        Base::Own if reach == RoleReach::None => vec![Term::OWN],
        Base::Own => reach_terms(m, reach)
            .iter()
            .map(|term| Term {
                who: term.who.meet(Who::ME),
                ..term.clone()
            })
            .collect(),
    }
}

fn reach_terms(m: &Membership, reach: RoleReach) -> Vec<Term> {
    match reach {
        RoleReach::None => Vec::new(),
        RoleReach::Own => vec![Term::OWN],
        RoleReach::Pool => pool(m),
        RoleReach::Teams => vec![Term::OWN, in_my_teams(m)],
        RoleReach::Org => vec![Term::ALL],
    }
}

fn in_my_teams(m: &Membership) -> Term {
    Term::in_teams(Set::only(m.teams.iter().copied()))
}

/// Own, and what waits in my teams for someone who serves its channel and origin. Those narrow only what is not yet assigned.
fn pool(m: &Membership) -> Vec<Term> {
    let waiting = Term {
        who: Who::NOBODY,
        channel: m.served_channels(),
        origin: m.served_origins(),
        when: When::OPEN,
        ..in_my_teams(m)
    };
    vec![Term::OWN, waiting]
}

/// Narrowing, external cap and token: each only takes away, and leaves a note of what it took.
fn cap(m: &Membership, mut ent: Entitlement, capped: &mut Vec<Capped>) -> Option<Entitlement> {
    let perm = ent.perm;
    if let Some(by) = never(m, perm) {
        capped.push(Capped { by, entitlement: ent });
        return None;
    }
    if !perm.desk_wide() {
        let host_teams = m.external.as_ref().map(|_| in_my_teams(m));
        for (by, limit) in [(Cap::Narrowing, Some(&m.narrowing)), (Cap::HostTeams, host_teams.as_ref())] {
            let Some(limit) = limit.filter(|limit| !limit.covers(&ent.extent)) else {
                continue;
            };
            let left = ent.extent.meet(limit);
            capped.push(Capped {
                by,
                entitlement: ent.clone(),
            });
            ent.extent = left;
        }
    }
    let nothing = ent.extent.is_empty() || perm.kind() == Kind::Whole && !ent.extent.is_whole();
    (!nothing).then_some(ent)
}

/// Caps that take the permission as such.
fn never(m: &Membership, perm: Perm) -> Option<Cap> {
    let subset: Option<&BTreeSet<Perm>> = m.token.as_ref();
    match &m.external {
        Some(_) if !perm.external_ok() => Some(Cap::External),
        Some(host) if !host.policy.contains(Some(perm)) => Some(Cap::HostPolicy),
        _ if subset.is_some_and(|perms| !perms.contains(&perm)) => Some(Cap::Token),
        _ => None,
    }
}
