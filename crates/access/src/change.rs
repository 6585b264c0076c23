//! Changes of rights: compared before and after, for everyone whom a change touches, by whatever door it comes.
//!
//! Callers for comparing are built without a token: what counts is what the member has.

use kit::Time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::builtin::Builtin;
use crate::entitlement::{Entitlement, outlasts};
use crate::{Caller, Perm, Role, RoleKey, Set, Term};

/// Why a change of rights is refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "refused", rename_all = "snake_case")]
pub enum Refusal {
    /// Nobody changes their own rights.
    Oneself,
    /// Of another organisation, or not in good standing.
    Stranger,
    /// The other holds something that the actor does not.
    NotCovered { permission: Perm, extent: Term },
    /// The change gives something that is not the actor's to give.
    NotYours { permission: Perm, extent: Term },
    /// The change lets somebody give roles that the actor may not give.
    Giving { roles: Set<RoleKey> },
    /// Nobody would be left who administers.
    LastAdministrator,
}

/// Whether the actor may act on the other as a person: reset, delete, view as. Needs covering all that they hold.
pub fn may_act_on(actor: &Caller, other: &Caller, now: Time) -> Result<(), Refusal> {
    if actor.org != other.org || !actor.alive {
        return Err(Refusal::Stranger);
    }
    if actor.administers() {
        return Ok(());
    }
    for held in other.entitlements().iter().filter(|e| !e.over(now)) {
        let left = not_held(actor, held.perm, &held.extent, held.until, now);
        if let Some(extent) = left.into_iter().next() {
            return Err(Refusal::NotCovered {
                permission: held.perm,
                extent,
            });
        }
    }
    for giving in &other.gives {
        let roles = giving.roles.minus(&given_roles(Some(actor), giving.until));
        if !roles.is_empty() {
            return Err(Refusal::Giving { roles });
        }
    }
    Ok(())
}

/// Whether the actor may bring a member from `before` to `after` (`None`: not there yet, or not any more).
pub fn may_change(actor: &Caller, before: Option<&Caller>, after: Option<&Caller>, now: Time) -> Result<(), Refusal> {
    let subjects = || before.into_iter().chain(after);
    if !actor.alive || subjects().any(|subject| subject.org != actor.org) {
        return Err(Refusal::Stranger);
    }
    if subjects().any(|subject| subject.account == actor.account) {
        let same = matches!((before, after), (Some(b), Some(a)) if b.same_rights(a));
        return if same { Ok(()) } else { Err(Refusal::Oneself) };
    }
    if let Some(before) = before {
        may_act_on(actor, before, now)?;
    }
    let Some(after) = after else { return Ok(()) };
    for gain in gained(before, after, now) {
        if let Some(extent) = not_givable(actor, after, &gain, now) {
            return Err(Refusal::NotYours {
                permission: gain.perm,
                extent,
            });
        }
    }
    for giving in &after.gives {
        let had = given_roles(before, giving.until);
        let roles = giving.roles.minus(&had).minus(&given_roles(Some(actor), giving.until));
        if !roles.is_empty() && !actor.administers() {
            return Err(Refusal::Giving { roles });
        }
    }
    Ok(())
}

/// Whether the actor may make a role, or change it to this. Every permission that a changed role has must be the actor's in
/// full and for good: whoever holds the role may hold it anywhere.
pub fn may_edit_role(actor: &Caller, before: Option<&Role>, after: &Role, now: Time) -> Result<(), Refusal> {
    if !actor.alive {
        return Err(Refusal::Stranger);
    }
    if actor.administers() {
        return Ok(());
    }
    let reached = before.is_some_and(|role| role.reach == after.reach);
    for (perm, cell) in &after.cells {
        let unchanged = reached && before.and_then(|role| role.cell(*perm)) == Some(*cell);
        let left = if unchanged {
            Vec::new()
        } else {
            not_held(actor, *perm, &Term::ALL, None, now)
        };
        if let Some(extent) = left.into_iter().next() {
            return Err(Refusal::NotYours { permission: *perm, extent });
        }
    }
    let had = before.map_or(Set::none(), |role| role.gives.clone());
    let roles = after.gives.minus(&had).minus(&given_roles(Some(actor), None));
    if roles.is_empty() { Ok(()) } else { Err(Refusal::Giving { roles }) }
}

/// At least one active, home, unexpiring administrator. Asked of all members as they would be, under the organisation's lock.
pub fn keeps_an_administrator<'a>(members: impl IntoIterator<Item = &'a Caller>) -> Result<(), Refusal> {
    let kept = members.into_iter().any(|member| member.alive && member.administers());
    if kept { Ok(()) } else { Err(Refusal::LastAdministrator) }
}

/// What `after` has that `before` has not, in pieces. The other way round it is what was lost: *what if*.
pub fn gained(before: Option<&Caller>, after: &Caller, now: Time) -> Vec<Entitlement> {
    let mut gains = Vec::new();
    for have in after.entitlements().iter().filter(|e| !e.over(now)) {
        let had = before.map(|b| b.of(have.perm)).unwrap_or_default().iter();
        let had = had.filter(|e| e.outlasts(have.until) && e.from.is_none_or(|from| from <= now || have.from.is_some_and(|f| from <= f)));
        let pieces = have.extent.minus_all(had.map(|e| &e.extent));
        gains.extend(pieces.into_iter().map(|extent| Entitlement { extent, ..have.clone() }));
    }
    gains
}

/// What of another's extent the actor does not hold now and as long. The other's *me* is somebody else to the actor.
fn not_held(actor: &Caller, perm: Perm, extent: &Term, until: Option<Time>, now: Time) -> Vec<Term> {
    let mine = actor.of(perm).iter().filter(|e| e.live(now) && e.outlasts(until));
    extent.as_other().minus_all(mine.map(|e| &e.extent))
}

/// What of a gain is not the actor's to give: neither held, nor part of a role that the actor may give.
fn not_givable(actor: &Caller, after: &Caller, gain: &Entitlement, now: Time) -> Option<Term> {
    let by_role = gain.by.switch.is_none() && given_roles(Some(actor), gain.until).contains(Some(gain.by.role));
    if actor.administers() || by_role {
        return None;
    }
    let left = not_held(actor, gain.perm, &gain.extent, gain.until, now).into_iter().next()?;
    // `external.invite` includes the role External advisor in teams that the inviter reads.
    let invited = after.external && gain.by.switch.is_none() && gain.by.role == Builtin::ExternalAdvisor.into();
    let may_invite = actor.extents(Perm::ExternalInvite, now).any(|e| e.outlasts(gain.until));
    let readable = gain.perm.desk_wide() || not_held(actor, Perm::TicketRead, &gain.extent, gain.until, now).is_empty();
    if invited && may_invite && readable { None } else { Some(left) }
}

/// The roles that somebody may give for at least as long.
fn given_roles(caller: Option<&Caller>, until: Option<Time>) -> Set<RoleKey> {
    let gives = caller
        .map(|c| c.gives.as_slice())
        .unwrap_or_default()
        .iter()
        .filter(|g| outlasts(g.until, until));
    gives.fold(Set::none(), |all, giving| all.join(&giving.roles))
}

impl Caller {
    /// The same entitlements and the same roles to give, whatever else has changed.
    fn same_rights(&self, other: &Self) -> bool {
        self.entitlements == other.entitlements && self.gives == other.gives && self.alive == other.alive
    }
}
