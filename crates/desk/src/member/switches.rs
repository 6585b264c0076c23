//! Optional permissions and grants, one by one: on or off, everywhere, in one channel or in one team, perhaps until some time (B1–B3).

use access::{Perm, Place, Scope, Switch, asking};
use db::Tx;
use kit::{Error, MemberId, Result, SwitchId, Time};
use serde_json::json;

use super::store::{self, sets};
use super::{events, rights};
use crate::who::{self, Who};
use crate::{audit, team};

/// A switch as it is shown and listed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MemberSwitchesShown")]
pub struct Shown {
    pub id: SwitchId,
    #[serde(flatten)]
    pub switch: Switch,
    pub given_by: MemberId,
    pub given_at: Time,
}

pub fn list(tx: &mut Tx<'_>, who: &Who, id: MemberId) -> Result<Vec<Shown>> {
    who.may(Perm::UserView, &Place::Desk)?;
    store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    all(tx, who, id)
}

/// One switch, for those who may set it where it is.
pub fn find(tx: &mut Tx<'_>, who: &Who, id: MemberId, switch: SwitchId) -> Result<Shown> {
    let found = all(tx, who, id)?
        .into_iter()
        .find(|shown| shown.id == switch)
        .ok_or_else(Error::unknown)?;
    may(tx, who, found.switch.scope)?;
    Ok(found)
}

/// All of a member; who may ask is decided before.
pub(super) fn all(tx: &mut Tx<'_>, who: &Who, id: MemberId) -> Result<Vec<Shown>> {
    let given = sets::switches(tx, who.org(), id)?.into_iter();
    let shown = given.filter_map(|g| {
        let switch = who::store::switch(&g.permission, &g.scope, g.scope_id, g.on, g.until)?;
        Some(Shown {
            id: g.id,
            switch,
            given_by: g.given_by,
            given_at: g.given_at,
        })
    });
    Ok(shown.collect())
}

/// Sets one. Whoever edits members may, and in one channel whoever manages it (B2); both only what is theirs to give.
pub fn put(tx: &mut Tx<'_>, who: &Who, id: MemberId, switch: Switch) -> Result<SwitchId> {
    check(tx, who, id, &switch)?;
    let made = SwitchId::new(tx.now());
    rights::changing(tx, who, id, "switches", |tx| {
        sets::put_switch(tx, who.org(), id, who.member(), made, &switch)
    })?;
    audit::write(
        tx,
        who,
        if switch.on { "member.granted" } else { "member.withheld" },
        id,
        json!(switch),
    )?;
    events::changed(tx, Some(who), id, &["switches"])?;
    Ok(made)
}

/// Whether it can be set at all. Whether it is the actor's to give, the comparison of rights says.
pub fn check(tx: &mut Tx<'_>, who: &Who, id: MemberId, switch: &Switch) -> Result<()> {
    may(tx, who, switch.scope)?;
    let member = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    member.must_be_person()?;
    if !switch.perm.scopes().contains(&switch.scope.kind()) {
        return Err(Error::invalid("scope", "scope_not_possible"));
    }
    if switch.until.is_some_and(|until| until <= tx.now()) {
        return Err(Error::invalid("until", "already_past"));
    }
    let given = who::store::roles(tx, who.org(), id)?;
    if !given.iter().any(|role| role.optional().any(|perm| perm == switch.perm)) {
        return Err(Error::invalid("permission", "not_optional").with_param("permission", switch.perm));
    }
    Ok(())
}

/// Back to what the roles say by themselves.
pub fn remove(tx: &mut Tx<'_>, who: &Who, id: MemberId, switch: SwitchId) -> Result<()> {
    let found = find(tx, who, id, switch)?;
    rights::changing(tx, who, id, "switches", |tx| sets::delete_switch(tx, who.org(), id, switch))?;
    audit::write(tx, who, "member.switch_removed", id, json!(found.switch))?;
    events::changed(tx, Some(who), id, &["switches"])
}

/// Whether switches may be set in this scope; and the place is there, and known to the actor.
pub fn may(tx: &mut Tx<'_>, who: &Who, scope: Scope) -> Result<()> {
    let place = place(tx, who, scope)?;
    if place.is_some_and(|place| asking::may_set(&who.caller, scope, &place, who.now)) {
        return Ok(());
    }
    who.may(Perm::UserEdit, &Place::Desk)?;
    match scope {
        Scope::Org => Ok(()),
        Scope::Team(_) => Err(Error::invalid("scope_id", "team_unknown")),
        Scope::Channel(_) => Err(Error::invalid("scope_id", "channel_unknown")),
    }
}

/// Where a scope is, if it is there and not archived.
pub fn place(tx: &mut Tx<'_>, who: &Who, scope: Scope) -> Result<Option<Place>> {
    Ok(match scope {
        Scope::Org => Some(Place::Desk),
        Scope::Team(id) => team::store::row(tx, who.org(), id)?
            .filter(|team| team.archived_at.is_none())
            .map(|team| team::policy::place(&team)),
        Scope::Channel(channel) => sets::channel_team(tx, who.org(), channel)?.map(|team| Place::Channel { channel, team: Some(team) }),
    })
}
