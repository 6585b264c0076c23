//! Changes of rights: what each may give, and that no sequence of accepted changes raises anybody above what was there.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use access::change::{gained, keeps_an_administrator, may_act_on, may_change, may_edit_role};
use access::{Builtin::*, Caller, Given, Membership, Perm, Perm::*, Place, Refusal, Role, Scope, Set, Switch};
use kit::Time;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::member::{NOW, caller, external, field, id, later, member, sales, with};
use crate::world::{ALL_FACTS, FEW, at, config, custom, given, narrowing, switch, time, until};

/// What a person can do: permission, ticket, time.
fn powers(c: &Caller, from: Time) -> BTreeSet<(Perm, usize, Time)> {
    let mut all = BTreeSet::new();
    for t in (from.micros()..=9).map(at) {
        for perm in FEW {
            let reach = c.reach(*perm, t);
            let facts = ALL_FACTS.iter().enumerate().step_by(7).filter(|(_, f)| reach.contains(f, t));
            all.extend(facts.map(|(i, _)| (*perm, i, t)));
        }
    }
    all
}

/// One change that somebody asks for: to a member (which of four), of one sort.
#[derive(Clone, Debug)]
enum Wish {
    Give(Given),
    Take,
    Switch(Switch),
    Unswitch,
    Narrow(access::Term),
    Join(u8),
    End(Option<Time>),
    Leave,
}

fn wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        3 => given().prop_map(Wish::Give),
        2 => custom().prop_map(|role| Wish::Give(Given { role, until: None })),
        1 => Just(Wish::Take),
        3 => switch().prop_map(Wish::Switch),
        1 => Just(Wish::Unswitch),
        1 => narrowing().prop_map(Wish::Narrow),
        1 => (1u8..=2).prop_map(Wish::Join),
        1 => until().prop_map(Wish::End),
        1 => Just(Wish::Leave),
    ]
}

fn wished(m: &Membership, wish: Wish) -> Membership {
    let mut m = m.clone();
    match wish {
        Wish::Give(given) => m.roles.push(given),
        Wish::Take => drop(m.roles.pop()),
        Wish::Switch(switch) => m.switches.push(switch),
        Wish::Unswitch => drop(m.switches.pop()),
        Wish::Narrow(term) => m.narrowing = term,
        Wish::Join(team) => drop(m.teams.insert(id(team))),
        Wish::End(until) => m.until = until,
        Wish::Leave => m.teams.clear(),
    }
    m
}

/// A home member with custom roles: nobody gives by role, so that only what is held can be given.
fn plain() -> impl Strategy<Value = Membership> {
    (crate::world::membership(), proptest::collection::vec(custom(), 1..=2)).prop_map(|(m, roles)| {
        let roles = roles.into_iter().map(|role| Given { role, until: None }).collect();
        Membership {
            roles,
            external: None,
            token: None,
            standing: access::Standing::GOOD,
            ..m
        }
    })
}

/// Somebody who holds much, so that there is something to give away; the caps of [`plain`] still apply.
fn strong() -> impl Strategy<Value = Membership> {
    let cells = proptest::sample::subsequence(FEW, FEW.len() - 4..=FEW.len());
    (plain(), cells, any::<bool>()).prop_map(|(m, perms, narrowed)| {
        let cell = access::Cell {
            state: access::State::Always,
            base: access::Base::Desk,
        };
        let cells = perms.into_iter().map(|perm| (perm, cell)).collect();
        let role = Role {
            key: access::RoleKey::Custom(id(4)),
            reach: access::RoleReach::Org,
            cells,
            gives: Set::none(),
        };
        let narrowing = if narrowed { m.narrowing.clone() } else { access::Term::ALL };
        Membership {
            roles: vec![Given { role, until: None }],
            narrowing,
            ..m
        }
    })
}

#[test]
fn no_sequence_of_changes_raises_anybody() {
    let accepted = AtomicUsize::new(0);
    let gains = AtomicUsize::new(0);
    let actor = prop_oneof![3 => 0..2usize, 1 => 2..4usize];
    let steps = proptest::collection::vec((actor, 0..4usize, wish(), time()), 1..8);
    let people = (strong(), strong(), plain(), plain()).prop_map(|(a, b, c, d)| vec![a, b, c, d]);
    let world = (people, steps);
    let outcome = TestRunner::new(config()).run(&world, |(mut people, mut steps)| {
        for (i, m) in people.iter_mut().enumerate() {
            (m.member, m.account) = (id(u8::try_from(i).unwrap() + 1), id(u8::try_from(i).unwrap() + 1));
        }
        steps.sort_by_key(|step| step.3);
        let last = steps.last().map(|step| step.3);
        let at_first: BTreeSet<_> = people.iter().flat_map(|m| powers(&Caller::build(m), at(0))).collect();
        for (actor, subject, wish, now) in steps {
            let after = wished(&people[subject], wish);
            let (by, before, next) = (
                Caller::build(&people[actor]),
                Caller::build(&people[subject]),
                Caller::build(&after),
            );
            if may_change(&by, Some(&before), Some(&next), now).is_err() {
                continue;
            }
            accepted.fetch_add(1, Ordering::Relaxed);
            // Each step: whatever is new is something that the actor can do too, as long as it lasts.
            let (had, has, actors) = (powers(&before, now), powers(&next, now), powers(&by, now));
            let new: BTreeSet<_> = has.difference(&had).copied().collect();
            gains.fetch_add(usize::from(!new.is_empty()), Ordering::Relaxed);
            prop_assert!(new.is_subset(&actors), "{:?}", new.difference(&actors).next());
            prop_assert!(actor != subject || new.is_empty(), "nobody gains through their own act");
            people[subject] = after;
        }
        // All together, from the last of them on: nothing that nobody could do before.
        let last = last.unwrap_or(at(0));
        for m in &people {
            let now: BTreeSet<_> = powers(&Caller::build(m), last);
            prop_assert!(now.is_subset(&at_first));
        }
        Ok(())
    });
    outcome.unwrap();
    let (accepted, gains) = (accepted.into_inner(), gains.into_inner());
    assert!(
        accepted > 50 && gains > 10,
        "{accepted} changes were accepted, {gains} gave something"
    );
}

#[test]
fn c11_nobody_changes_their_own_rights() {
    let admin = caller(1, Admin);
    let more = Caller::build(&member(1, &[Admin, Operator]));
    assert_eq!(may_change(&admin, Some(&admin), Some(&more), NOW), Err(Refusal::Oneself));
    assert_eq!(
        may_change(&admin, Some(&admin), Some(&admin), NOW),
        Ok(()),
        "changing one's name is not a change of rights"
    );
    let mut same_person = member(2, &[Operator]);
    same_person.account = id(1);
    let same_person = Caller::build(&same_person);
    assert_eq!(
        may_change(&admin, Some(&same_person), None, NOW),
        Err(Refusal::Oneself),
        "by account"
    );
}

#[test]
fn c11_nobody_grants_what_they_do_not_hold() {
    let coordinator = caller(1, Coordinator);
    let operator = caller(5, Operator);
    let granted = Caller::build(&with(member(5, &[Operator]), ContactEdit, Scope::Org));
    let refused = may_change(&coordinator, Some(&operator), Some(&granted), NOW);
    assert!(
        matches!(
            refused,
            Err(Refusal::NotYours {
                permission: ContactEdit,
                ..
            })
        ),
        "{refused:?}"
    );
    let holder = Caller::build(&with(member(1, &[Coordinator]), ContactEdit, Scope::Org));
    assert_eq!(may_change(&holder, Some(&operator), Some(&granted), NOW), Ok(()));
    assert!(may_change(&coordinator, Some(&operator), Some(&caller(5, Admin)), NOW).is_err());
}

#[test]
fn a_role_is_given_by_whom_it_is_theirs_to_give_though_they_hold_less() {
    let mut lead = member(1, &[ViewOnly]);
    lead.roles[0].role.gives = Set::only([Operator.into()]);
    let lead = Caller::build(&lead);
    assert_eq!(may_change(&lead, None, Some(&caller(5, Operator)), NOW), Ok(()));
    assert!(matches!(
        may_change(&lead, None, Some(&caller(5, Advisor)), NOW),
        Err(Refusal::NotYours { .. })
    ));
    let extra = Caller::build(&with(member(5, &[Operator]), CallPlace, Scope::Org));
    assert!(
        may_change(&lead, None, Some(&extra), NOW).is_err(),
        "the role, not its optional permissions"
    );
    let mut giver = member(5, &[Operator]);
    giver.roles[0].role.gives = Set::only([Admin.into()]);
    assert!(matches!(
        may_change(&lead, None, Some(&Caller::build(&giver)), NOW),
        Err(Refusal::Giving { .. })
    ));
}

#[test]
fn a_gift_ends_no_later_than_its_givers_own() {
    let mut giver = member(1, &[Supervisor]);
    giver.until = Some(later(60));
    let giver = Caller::build(&giver);
    let operator = |until| {
        let mut m = member(5, &[]).with_role(&Role {
            cells: [(TicketReply, Operator.role().cells[&TicketReply])].into(),
            ..Operator.role().clone()
        });
        m.until = until;
        Caller::build(&m)
    };
    assert_eq!(may_change(&giver, None, Some(&operator(Some(later(60)))), NOW), Ok(()));
    assert!(may_change(&giver, None, Some(&operator(Some(later(61)))), NOW).is_err());
    assert!(may_change(&giver, None, Some(&operator(None)), NOW).is_err());
}

#[test]
fn external_invite_includes_giving_external_advisor_where_the_inviter_reads() {
    let inviter = Caller::build(&with(member(1, &[Supervisor]), ExternalInvite, Scope::Org));
    let guest = Caller::build(&external(5, &[ExternalAdvisor]));
    assert_eq!(may_change(&inviter, None, Some(&guest), NOW), Ok(()));
    assert!(
        may_change(&caller(1, Supervisor), None, Some(&guest), NOW).is_err(),
        "not without the permission"
    );
    let home = caller(5, ExternalAdvisor);
    assert!(may_change(&inviter, None, Some(&home), NOW).is_err(), "only to external people");
    let mut narrow = with(member(1, &[Supervisor]), ExternalInvite, Scope::Org);
    narrow.narrowing = access::Term::in_teams(Set::only([field()]));
    let narrow = Caller::build(&narrow);
    assert!(
        may_change(&narrow, None, Some(&guest), NOW).is_err(),
        "not in {}, which they do not read",
        sales()
    );
}

#[test]
fn acting_on_a_person_needs_covering_all_they_hold() {
    assert_eq!(may_act_on(&caller(1, Coordinator), &caller(5, Operator), NOW), Ok(()));
    assert!(matches!(
        may_act_on(&caller(1, Coordinator), &caller(5, Admin), NOW),
        Err(Refusal::NotCovered { .. })
    ));
    assert_eq!(may_act_on(&caller(1, Admin), &caller(5, Admin), NOW), Ok(()));
    let mut suspended = member(5, &[Admin]);
    suspended.standing.membership = false;
    assert!(
        may_act_on(&caller(1, Coordinator), &Caller::build(&suspended), NOW).is_err(),
        "what sleeps counts"
    );
    let mut elsewhere = member(5, &[]);
    elsewhere.org = id(2);
    assert_eq!(
        may_act_on(&caller(1, Admin), &Caller::build(&elsewhere), NOW),
        Err(Refusal::Stranger)
    );
}

#[test]
fn ones_own_tickets_are_not_the_others() {
    let agent = Caller::build(&member(1, &[ConversationAgent]));
    let other = Caller::build(&member(5, &[]).with_role(&Role {
        cells: [(TicketRead, Operator.role().cells[&TicketRead])].into(),
        ..Operator.role().clone()
    }));
    assert!(matches!(
        may_change(&agent, None, Some(&other), NOW),
        Err(Refusal::NotYours {
            permission: TicketRead,
            ..
        })
    ));
}

#[test]
fn roles_are_edited_by_who_holds_all_that_is_in_them() {
    let mut team_lead = member(1, &[Supervisor]);
    team_lead.roles[0].role.cells.insert(RoleManage, Admin.role().cells[&RoleManage]);
    let lead = Caller::build(&team_lead);
    let role = |perms: &[Perm]| Role {
        cells: perms.iter().map(|p| (*p, Admin.role().cells[p])).collect(),
        key: access::RoleKey::Custom(id(9)),
        ..Operator.role().clone()
    };
    assert_eq!(may_edit_role(&lead, None, &role(&[TicketReply, LabelManage]), NOW), Ok(()));
    let refused = may_edit_role(&lead, Some(&role(&[TicketReply])), &role(&[TicketReply, SettingsManage]), NOW);
    assert!(matches!(
        refused,
        Err(Refusal::NotYours {
            permission: SettingsManage,
            ..
        })
    ));
    assert_eq!(
        may_edit_role(&lead, Some(&role(&[TicketReply, SettingsManage])), &role(&[SettingsManage]), NOW),
        Ok(()),
        "taking is not giving"
    );
    assert_eq!(may_edit_role(&caller(1, Admin), None, &role(&[SettingsManage]), NOW), Ok(()));
    let giving = Role {
        gives: Set::only([Admin.into()]),
        ..role(&[TicketReply])
    };
    assert!(matches!(may_edit_role(&lead, None, &giving, NOW), Err(Refusal::Giving { .. })));
}

#[test]
fn the_last_administrator_stays() {
    let admin = || member(1, &[Admin]);
    let kept = |m: Membership| keeps_an_administrator([&Caller::build(&m), &caller(2, Manager)]);
    assert_eq!(kept(admin()), Ok(()));
    let mut suspended = admin();
    suspended.standing.account = false;
    let mut ending = admin();
    ending.until = Some(later(60));
    let mut lent = admin();
    lent.roles[0].until = Some(later(60));
    let narrowed = Membership {
        narrowing: access::Term::in_teams(Set::only([sales()])),
        ..admin()
    };
    for m in [suspended, ending, lent, narrowed, external(1, &[Admin]), member(1, &[Supervisor])] {
        assert_eq!(kept(m), Err(Refusal::LastAdministrator));
    }
}

#[test]
fn what_if_says_what_a_change_opens_and_closes() {
    let (before, after) = (caller(5, Operator), caller(5, Advisor));
    let opened: BTreeSet<Perm> = gained(Some(&before), &after, NOW).iter().map(|e| e.perm).collect();
    assert!(opened.contains(&TicketTake) && opened.contains(&TicketRead) && !opened.contains(&LabelRead));
    let read = gained(Some(&before), &after, NOW).into_iter().filter(|e| e.perm == TicketRead);
    assert!(
        read.map(|e| e.extent).all(|t| !t.covers(&access::Term::OWN)),
        "own was there before"
    );
    assert!(
        gained(Some(&after), &before, NOW)
            .iter()
            .all(|e| [TeamRead, ChannelRead, DirectoryRead].contains(&e.perm) || !after.allows(e.perm, &Place::Anywhere, NOW))
    );
}
