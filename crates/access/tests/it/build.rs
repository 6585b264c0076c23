//! From membership to entitlements, on random members.

use std::collections::BTreeSet;

use access::{Base, Caller, Cell, Facts, Membership, Perm, Place, Role, Scope, State, Term};
use kit::Time;
use proptest::prelude::*;

use crate::oracle;
use crate::world::{ALL_FACTS, at, config, few, host, membership, narrowing, scope, time, until};

/// The tickets of [`ALL_FACTS`] on which a member may do something.
pub fn admitted(m: &Membership, perm: Perm, now: Time) -> BTreeSet<usize> {
    let reach = Caller::build(m).reach(perm, now);
    ALL_FACTS
        .iter()
        .enumerate()
        .filter(|(_, f)| reach.contains(f, now))
        .map(|(i, _)| i)
        .collect()
}

/// The permissions that have an extent.
fn somewhere() -> impl Strategy<Value = Perm> {
    let all: Vec<Perm> = Perm::ALL.iter().copied().filter(|perm| !perm.desk_wide()).collect();
    proptest::sample::select(all)
}

/// One permission of each kind of scope.
fn switchable() -> impl Strategy<Value = Perm> {
    proptest::sample::select(&[Perm::ContactEdit, Perm::UserEdit, Perm::ContactMerge][..])
}

fn state() -> impl Strategy<Value = State> {
    proptest::sample::select(&[State::Always, State::Off, State::Off, State::On][..])
}

/// Mostly the same places, so that switches meet.
fn near() -> impl Strategy<Value = Scope> {
    prop_oneof![2 => Just(Scope::Org), 1 => Just(Scope::Channel(crate::member::id(1))), 1 => Just(Scope::Team(crate::member::id(1)))]
}

proptest! {
    #![proptest_config(config())]

    /// One test for the whole algorithm: terms, switches with their ends, caps, narrowing, dispenser.
    #[test]
    fn the_caller_is_what_the_model_says_ticket_by_ticket(m in membership(), perm in few(), now in time()) {
        let caller = Caller::build(&m);
        let reach = caller.reach(perm, now);
        for f in ALL_FACTS.iter() {
            prop_assert_eq!(reach.contains(f, now), oracle::may(&m, perm, f, now), "{} {:?}", perm, f);
        }
    }

    /// The same, crowded: switches of one permission in few places, on and off, with and without ends.
    #[test]
    fn switches_of_one_permission_are_weighed_ticket_by_ticket(
        m in membership(), perm in switchable(), state in state(), switches in proptest::collection::vec((near(), any::<bool>(), until()), 1..5), now in time(),
    ) {
        let always = Cell { state: State::Always, base: Base::Desk };
        let cells = [(perm.read_of(), always), (perm, Cell { state, base: Base::Desk })].into();
        let role = Role { cells, ..access::Builtin::ViewOnly.role().clone() };
        let switches = switches.into_iter().map(|(scope, on, until)| access::Switch { perm, scope, on, until }).collect();
        let m = Membership { standing: access::Standing::GOOD, until: None, roles: Vec::new(), switches, external: None, token: None, narrowing: Term::ALL, ..m };
        let m = m.with_role(&role);
        let reach = Caller::build(&m).reach(perm, now);
        for f in ALL_FACTS.iter().step_by(2) {
            prop_assert_eq!(reach.contains(f, now), oracle::may(&m, perm, f, now), "{:?}", f);
        }
    }

    #[test]
    fn two_roles_give_what_each_gave_and_nothing_more(m in membership(), perm in few(), now in time()) {
        let with = |roles: &[access::Given]| Membership { roles: roles.to_vec(), ..m.clone() };
        let caller = Caller::build(&m);
        let apart: Vec<Caller> = m.roles.iter().map(|role| Caller::build(&with(std::slice::from_ref(role)))).collect();
        for e in caller.entitlements().iter().filter(|e| e.perm == perm && e.live(now)) {
            let one = apart.iter().any(|c| c.entitlements().iter().any(|o| o.perm == perm && o.live(now) && o.extent.covers(&e.extent)));
            prop_assert!(one, "{:?} comes from no single role", e);
        }
        // The reading may come from one role and the acting from another, but each in its own extent.
        for f in ALL_FACTS.iter().filter(|f| caller.reach(perm, now).contains(f, now)) {
            let held = |p: Perm| apart.iter().any(|c| c.alive && c.entitlements().iter().any(|e| e.perm == p && e.live(now) && e.extent.contains(f, m.member, now)));
            prop_assert!(held(perm) && held(perm.read_of()));
        }
    }

    #[test]
    fn token_external_and_narrowing_only_take_away(m in membership(), n in narrowing(), subset in proptest::collection::btree_set(few(), 0..8), perm in few(), now in time()) {
        let free = Membership { token: None, external: None, narrowing: Term::ALL, ..m.clone() };
        let all = admitted(&free, perm, now);
        for less in [
            Membership { token: Some(subset), ..free.clone() },
            Membership { narrowing: n, ..free.clone() },
            Membership { external: m.external.clone(), ..free.clone() },
            m,
        ] {
            let some = admitted(&less, perm, now);
            prop_assert!(some.is_subset(&all), "{:?}", less);
        }
    }

    #[test]
    fn an_external_member_holds_nothing_outside_the_host_teams(m in membership(), host in host(), perm in somewhere(), now in time()) {
        let m = Membership { external: Some(host), ..m };
        let caller = Caller::build(&m);
        let outside = |f: &&Facts| !f.team.is_some_and(|team| m.teams.contains(&team));
        for f in ALL_FACTS.iter().filter(outside) {
            prop_assert!(!caller.allows(perm, &Place::At(*f), now));
        }
        prop_assert!(perm.external_ok() || !caller.holds_anywhere(perm, now));
    }

    #[test]
    fn off_wins_over_on_and_never_over_always(m in membership(), perm in few(), scope in scope(), now in time()) {
        let mut off = m.clone();
        off.switches.push(access::Switch { perm, scope, on: false, until: None });
        let caller = Caller::build(&off);
        let always = m.roles.iter().any(|g| g.role.cell(perm).is_some_and(|c| c.state == State::Always));
        let inside = ALL_FACTS.iter().filter(|f| scope.term().contains(f, m.member, now));
        let by_dispenser = perm == Perm::TicketRead && m.roles.iter().any(|g| g.role.cell(Perm::TicketTake).is_some());
        if !always && !by_dispenser {
            prop_assert!(inside.clone().all(|f| !caller.allows(perm, &Place::At(*f), now)));
        }
        let only_always = Membership { switches: Vec::new(), ..m.clone() };
        let mut kept = only_always.clone();
        for given in &mut kept.roles {
            given.role.cells.retain(|_, cell| cell.state == State::Always);
        }
        prop_assert!(admitted(&kept, perm, now).is_subset(&admitted(&off, perm, now)), "what is Y stays");
    }

    #[test]
    fn nothing_outlives_its_end(m in membership(), perm in few(), end in time()) {
        let ended = Membership { until: Some(end), ..m.clone() };
        prop_assert!(admitted(&ended, perm, end).is_empty());
        let mut roles = m.clone();
        roles.roles.iter_mut().for_each(|given| given.until = Some(end));
        prop_assert!(admitted(&roles, perm, end).is_empty());
        // Until then all is as if there were no end.
        let before = Membership { until: None, ..m };
        if end > at(0) {
            let still = Time::from_micros(end.micros() - 1);
            prop_assert_eq!(admitted(&ended, perm, still), admitted(&before, perm, still));
        }
    }

    #[test]
    fn between_changes_nothing_changes(m in membership(), perm in few(), now in time()) {
        let caller = Caller::build(&m);
        let next = caller.next_change(now).unwrap_or(Time::MAX);
        let held = |t: Time| caller.entitlements().iter().map(|e| e.live(t)).collect::<Vec<_>>();
        for t in (0..=9).map(at).filter(|t| *t > now && *t < next) {
            prop_assert_eq!(held(t), held(now));
        }
        if next < Time::MAX {
            prop_assert_ne!(held(next), held(now), "{}", perm);
        }
    }
}

#[test]
fn a_gift_switched_off_for_a_while_comes_back() {
    use crate::member::{NOW, at as place, later, member, switched, ticket};
    let off = access::Switch {
        perm: Perm::TicketTransfer,
        scope: access::Scope::Org,
        on: false,
        until: Some(later(60)),
    };
    let c = Caller::build(&switched(member(5, &[access::Builtin::Advisor]), off));
    let access::Decision::Denied(denial) = c.decide(Perm::TicketTransfer, &place(ticket(5)), NOW) else {
        panic!()
    };
    assert_eq!(denial.resumes, Some(later(60)));
    assert_eq!(c.next_change(NOW), Some(later(60)));
    assert!(c.decide(Perm::TicketTransfer, &place(ticket(5)), later(60)).is_allowed());
}

#[test]
fn of_two_that_switch_off_the_longer_decides() {
    use crate::member::{at as place, later, member, switched, ticket};
    let off = |seconds| access::Switch {
        perm: Perm::TicketTransfer,
        scope: Scope::Org,
        on: false,
        until: Some(later(seconds)),
    };
    for (first, second) in [(30, 60), (60, 30)] {
        let c = Caller::build(&switched(switched(member(5, &[access::Builtin::Advisor]), off(first)), off(second)));
        assert!(!c.allows(Perm::TicketTransfer, &place(ticket(5)), later(59)));
        assert!(c.allows(Perm::TicketTransfer, &place(ticket(5)), later(60)));
    }
}

#[test]
fn an_optional_permission_dies_with_its_role() {
    use crate::member::{member, with};
    let mut m = with(member(5, &[access::Builtin::Operator]), Perm::ContactEdit, access::Scope::Org);
    assert_eq!(m.dead_switches().count(), 0);
    m.roles[0].role = access::Builtin::ViewOnly.role().clone();
    assert_eq!(m.dead_switches().count(), 1);
}
