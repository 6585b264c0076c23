//! Random worlds, small enough that every ticket that can be told apart exists in them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use access::{
    Base, Builtin, Cell, External, Facts, Given, Membership, Perm, Role, RoleKey, RoleReach, Scope, Set, Standing, State, Switch, Term,
};
use access::{When, Who};
use kit::{ChannelId, Id, OrgId, OriginId, RoleId, TeamId, Time};
use proptest::prelude::*;

use crate::member::id;

/// The organisation of everybody, and another one.
pub const ORG: u8 = 1;
pub const OTHER_ORG: u8 = 2;
/// Members 1 to 4 are people of the world; 5 is a stranger who only has tickets.
pub const MEMBERS: std::ops::RangeInclusive<u8> = 1..=4;
/// Ids that sets name. Every noun also has one that no set names (9): what *except* means.
const NAMED: std::ops::RangeInclusive<u8> = 1..=2;
const UNNAMED: u8 = 9;

pub fn at(second: i64) -> Time {
    Time::from_micros(second)
}

/// Times run from 0 to 8.
pub fn time() -> impl Strategy<Value = Time> {
    (0i64..=8).prop_map(at)
}

pub fn until() -> impl Strategy<Value = Option<Time>> {
    prop_oneof![3 => Just(None), 2 => time().prop_map(Some)]
}

fn places<T: Id>() -> Vec<Option<T>> {
    NAMED.chain([UNNAMED]).map(|n| Some(id(n))).chain([None]).collect()
}

/// Every combination of facts: two organisations, assignees, teams, channels, origins, deferrals.
pub static ALL_FACTS: LazyLock<Vec<Facts>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for assignee in [None, Some(1), Some(2), Some(3), Some(5)] {
        for team in places() {
            for channel in places() {
                for origin in places() {
                    for deferred_until in [None, Some(at(3)), Some(at(6))] {
                        let facts = Facts {
                            assignee: assignee.map(id),
                            team,
                            channel,
                            origin,
                            deferred_until,
                            ..Facts::of(id(ORG))
                        };
                        all.push(facts);
                        if channel.is_none() && origin.is_none() {
                            all.push(Facts {
                                org: id(OTHER_ORG),
                                ..facts
                            });
                        }
                    }
                }
            }
        }
    }
    all
});

fn ids<T: Id + std::fmt::Debug>(most: usize) -> impl Strategy<Value = BTreeSet<T>> {
    proptest::collection::btree_set(NAMED.prop_map(id), 0..=most)
}

pub fn set<T: Id + std::fmt::Debug>() -> impl Strategy<Value = Set<T>> {
    let some = proptest::collection::btree_set(proptest::option::weighted(0.8, NAMED.prop_map(id)), 0..=3);
    prop_oneof![3 => Just(Set::any()), 3 => some.clone().prop_map(Set::Only), 1 => some.prop_map(Set::Except)]
}

pub fn who() -> impl Strategy<Value = Who> {
    let bit = |on: bool, bit: Who| if on { bit } else { Who::ANYONE.minus(Who::ANYONE) };
    any::<(bool, bool, bool)>().prop_map(move |(a, b, c)| bit(a, Who::ME).or(bit(b, Who::NOBODY)).or(bit(c, Who::OTHER)))
}

pub fn term() -> impl Strategy<Value = Term> {
    let when = prop_oneof![2 => Just(When::ALWAYS), 2 => Just(When::OPEN), 1 => Just(When::DEFERRED)];
    (who(), set(), set(), set(), when).prop_map(|(who, team, channel, origin, when)| Term {
        who,
        team,
        channel,
        origin,
        when,
    })
}

pub fn narrowing() -> impl Strategy<Value = Term> {
    let some = (set(), set(), set()).prop_map(|(team, channel, origin)| Term {
        team,
        channel,
        origin,
        ..Term::ALL
    });
    prop_oneof![2 => Just(Term::ALL), 1 => some]
}

pub fn perm() -> impl Strategy<Value = Perm> {
    proptest::sample::select(Perm::ALL)
}

/// The permissions of the random stories: few, so that they meet.
pub const FEW: &[Perm] = &[
    Perm::TicketRead,
    Perm::TicketReply,
    Perm::TicketTake,
    Perm::TicketTransfer,
    Perm::ContactRead,
    Perm::ContactEdit,
    Perm::ContactMerge,
    Perm::OrganisationRead,
    Perm::UserView,
    Perm::UserEdit,
    Perm::ReportConversation,
    Perm::IntegrationView,
];

pub fn few() -> impl Strategy<Value = Perm> {
    proptest::sample::select(FEW)
}

pub fn scope() -> impl Strategy<Value = Scope> {
    prop_oneof![
        Just(Scope::Org),
        NAMED.prop_map(|n| Scope::Channel(id(n))),
        NAMED.prop_map(|n| Scope::Team(id(n)))
    ]
}

pub fn switch() -> impl Strategy<Value = Switch> {
    (few(), scope(), any::<bool>(), until()).prop_map(|(perm, scope, on, until)| Switch { perm, scope, on, until })
}

fn cell() -> impl Strategy<Value = Cell> {
    let state = proptest::sample::select(&[State::Always, State::Off, State::On][..]);
    let base = proptest::sample::select(&[Base::Reach, Base::Reach, Base::Own, Base::Pool, Base::Teams, Base::Desk][..]);
    (state, base).prop_map(|(state, base)| Cell { state, base })
}

/// A custom role of few permissions that gives nothing.
pub fn custom() -> impl Strategy<Value = Role> {
    let reaches = &[RoleReach::None, RoleReach::Own, RoleReach::Pool, RoleReach::Teams, RoleReach::Org][..];
    let cells = proptest::collection::btree_map(few(), cell(), 1..=8);
    (1u8..=3, proptest::sample::select(reaches), cells).prop_map(|(n, reach, cells)| {
        let key = RoleKey::Custom(id::<RoleId>(n));
        Role {
            key,
            reach,
            cells,
            gives: Set::none(),
        }
    })
}

pub fn role() -> impl Strategy<Value = Role> {
    let builtin = proptest::sample::select(Builtin::ALL).prop_map(|role| role.role().clone());
    prop_oneof![1 => builtin, 2 => custom()]
}

pub fn given() -> impl Strategy<Value = Given> {
    (role(), until()).prop_map(|(role, until)| Given { role, until })
}

fn standing() -> impl Strategy<Value = Standing> {
    let bad = (0..6usize).prop_map(|which| {
        let mut s = Standing::GOOD;
        *[
            &mut s.account,
            &mut s.membership,
            &mut s.organisation,
            &mut s.home_membership,
            &mut s.home_organisation,
            &mut s.frozen,
        ][which] ^= true;
        s
    });
    prop_oneof![9 => Just(Standing::GOOD), 1 => bad]
}

pub fn host() -> impl Strategy<Value = External> {
    let policy = prop_oneof![
        Just(Set::any()),
        proptest::collection::btree_set(few().prop_map(Some), 0..=4).prop_map(Set::Except),
        proptest::collection::btree_set(few().prop_map(Some), 0..=10).prop_map(Set::Only),
    ];
    policy.prop_map(|policy| External {
        home: id::<OrgId>(OTHER_ORG),
        policy,
    })
}

/// A membership of anybody, with anything.
pub fn membership() -> impl Strategy<Value = Membership> {
    let has = (
        proptest::collection::vec(given(), 0..=3),
        proptest::collection::vec(switch(), 0..=5),
        narrowing(),
        ids::<TeamId>(2),
    );
    let serves = (proptest::option::of(ids::<OriginId>(2)), proptest::option::of(ids::<ChannelId>(2)));
    let token = proptest::option::weighted(0.3, proptest::collection::btree_set(few(), 0..=10));
    (
        MEMBERS,
        standing(),
        proptest::option::weighted(0.3, host()),
        until(),
        has,
        serves,
        token,
    )
        .prop_map(
            |(n, standing, external, until, (roles, switches, narrowing, teams), (origins, channels), token)| Membership {
                org: id(ORG),
                member: id(n),
                account: id(n),
                standing,
                external,
                until,
                roles,
                switches,
                narrowing,
                teams,
                origins,
                channels,
                token,
            },
        )
}

/// 256 cases, or as many as `PROPTEST_CASES` says.
pub fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
