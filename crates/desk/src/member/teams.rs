//! Which teams a member is in, and which of them is the default one (E15).

use access::{Perm, Place};
use db::Tx;
use kit::{Error, MemberId, Result, TeamId};
use serde_json::json;

use super::store::{self, sets};
use super::{events, rights};
use crate::who::Who;
use crate::{audit, team};

/// One team of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "MemberSeat")]
pub struct Seat {
    pub id: TeamId,
    #[serde(default)]
    pub default: bool,
}

/// A member is in these teams from now on. Those that the actor does not know of stay as they are.
pub fn teams(tx: &mut Tx<'_>, who: &Who, id: MemberId, seats: &[Seat]) -> Result<()> {
    who.may(Perm::UserEdit, &Place::Desk)?;
    store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?.must_be_person()?;
    let (before, after) = seated(tx, who, id, seats)?;
    put(tx, who, id, &before, after)
}

/// The teams of a member, and those that they would have with these.
pub fn seated(tx: &mut Tx<'_>, who: &Who, id: MemberId, seats: &[Seat]) -> Result<(Vec<(TeamId, bool)>, Vec<(TeamId, bool)>)> {
    for seat in seats {
        if !team::policy::knows(tx, who, seat.id)? {
            return Err(Error::invalid("teams", "team_unknown"));
        }
    }
    let before = sets::teams(tx, who.org(), id)?;
    let mut after: Vec<(TeamId, bool)> = Vec::new();
    for team in &before {
        if !seats.iter().any(|s| s.id == team.id) && !team::policy::knows(tx, who, team.id)? {
            after.push((team.id, team.default));
        }
    }
    for seat in seats {
        if after.iter().all(|(team, _)| *team != seat.id) {
            after.push((seat.id, seat.default));
        }
    }
    Ok((before.iter().map(|t| (t.id, t.default)).collect(), after))
}

/// Puts a member into a team, or out of it, leaving the others as they are; for the team's own page.
pub fn join(tx: &mut Tx<'_>, who: &Who, id: MemberId, team: TeamId, default: Option<bool>) -> Result<()> {
    store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?.must_be_person()?;
    let before: Vec<_> = sets::teams(tx, who.org(), id)?.into_iter().map(|t| (t.id, t.default)).collect();
    let mut after = before.clone();
    match after.iter_mut().find(|(t, _)| *t == team) {
        Some(seat) => seat.1 = default.unwrap_or(seat.1),
        None => after.push((team, default.unwrap_or(false))),
    }
    if default == Some(true) {
        after.iter_mut().for_each(|seat| seat.1 = seat.0 == team);
    }
    put(tx, who, id, &before, after)
}

/// See [`join`].
pub fn leave(tx: &mut Tx<'_>, who: &Who, id: MemberId, team: TeamId) -> Result<()> {
    store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?.must_be_person()?;
    let before: Vec<_> = sets::teams(tx, who.org(), id)?.into_iter().map(|t| (t.id, t.default)).collect();
    if before.iter().all(|(t, _)| *t != team) {
        return Err(Error::unknown());
    }
    let after = before.iter().copied().filter(|(t, _)| *t != team).collect();
    put(tx, who, id, &before, after)
}

/// Exactly one team is the default one, if there is any.
fn put(tx: &mut Tx<'_>, who: &Who, id: MemberId, before: &[(TeamId, bool)], mut after: Vec<(TeamId, bool)>) -> Result<()> {
    if after.iter().filter(|(_, default)| *default).count() > 1 {
        return Err(Error::invalid("teams", "one_default_team"));
    }
    if after.iter().all(|(_, default)| !default)
        && let Some(first) = after.first_mut()
    {
        first.1 = true;
    }
    if after == before {
        return Ok(());
    }
    let ids = |seats: &[(TeamId, bool)]| seats.iter().map(|(team, _)| *team).collect::<std::collections::BTreeSet<_>>();
    if ids(before) == ids(&after) {
        // Only the default has changed, which decides nothing.
        sets::put_teams(tx, who.org(), id, &after)?;
        return events::changed(tx, Some(who), id, &["default_team"]);
    }
    rights::changing(tx, who, id, "teams", |tx| sets::put_teams(tx, who.org(), id, &after))?;
    audit::write(tx, who, "member.teams", id, json!({ "before": ids(before), "after": ids(&after) }))?;
    for team in ids(before).symmetric_difference(&ids(&after)) {
        team::events::changed(tx, Some(who), *team, "members")?;
    }
    events::changed(tx, Some(who), id, &["teams"])
}
