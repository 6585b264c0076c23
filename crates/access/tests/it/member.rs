//! One organisation with two teams and two channels, for tests that tell a story.

use access::{Builtin, Caller, External, Facts, Membership, Perm, Place, Scope, Set, Switch};
use kit::{AccountId, ChannelId, Id, MemberId, OrgId, OriginId, TeamId, Time};

pub fn id<T: Id>(n: u8) -> T {
    T::from_bytes([n; 16])
}

pub const NOW: Time = Time::from_micros(1_000_000);

pub fn later(seconds: i64) -> Time {
    Time::from_micros(1_000_000 + seconds * 1_000_000)
}

pub fn org() -> OrgId {
    id(1)
}
pub fn sales() -> TeamId {
    id(10)
}
pub fn field() -> TeamId {
    id(11)
}
pub fn whatsapp() -> ChannelId {
    id(20)
}
pub fn mail() -> ChannelId {
    id(21)
}
pub fn claims() -> OriginId {
    id(30)
}
pub fn payments() -> OriginId {
    id(31)
}

/// A member in sales with these roles.
pub fn member(n: u8, roles: &[Builtin]) -> Membership {
    let mut m = Membership::new(org(), id::<MemberId>(n), id::<AccountId>(n));
    m.teams.insert(sales());
    roles.iter().fold(m, |m, role| m.with_role(role.role()))
}

pub fn external(n: u8, roles: &[Builtin]) -> Membership {
    Membership {
        external: Some(External {
            home: id(2),
            policy: Set::any(),
        }),
        ..member(n, roles)
    }
}

pub fn caller(n: u8, role: Builtin) -> Caller {
    Caller::build(&member(n, &[role]))
}

pub fn with(m: Membership, perm: Perm, scope: Scope) -> Membership {
    switched(
        m,
        Switch {
            perm,
            scope,
            on: true,
            until: None,
        },
    )
}

pub fn without(m: Membership, perm: Perm, scope: Scope) -> Membership {
    switched(
        m,
        Switch {
            perm,
            scope,
            on: false,
            until: None,
        },
    )
}

pub fn switched(mut m: Membership, switch: Switch) -> Membership {
    m.switches.push(switch);
    m
}

/// A ticket in sales, by WhatsApp, assigned to the member of that number (0: to nobody).
pub fn ticket(assignee: u8) -> Facts {
    let assignee = (assignee > 0).then(|| id(assignee));
    Facts {
        assignee,
        team: Some(sales()),
        channel: Some(whatsapp()),
        ..Facts::of(org())
    }
}

pub fn at(facts: Facts) -> Place {
    Place::At(facts)
}
