//! Archive a team: it takes nothing any more, gives no rights, and keeps its name.

use access::{Caller, Facts, Perm};
use db::Tx;
use kit::{Error, MemberId, Result, TeamId};
use serde_json::json;
use std::collections::BTreeMap;

use super::{Team, events, policy, store};
use crate::audit;
use crate::member::store::page;
use crate::member::{events as member_events, rights};
use crate::ticket::leave::{self, Left};
use crate::who::Who;

/// `to`: where its live tickets, its channels and its subteams go. Without, it must have none.
pub fn archive(tx: &mut Tx<'_>, who: &Who, id: TeamId, to: Option<TeamId>) -> Result<Left> {
    let before = policy::find(tx, who, id, Perm::TeamManage)?;
    let heir = to.map(|to| heir(tx, who, id, to)).transpose()?;
    let busy = leave::team_is_busy(tx, who, id)? || store::has_channels(tx, who.org(), id)? || store::has_children(tx, who.org(), id)?;
    if busy && heir.is_none() {
        return Err(Error::conflict("team_in_use"));
    }
    let members = page::of_team(tx, who.org(), id)?;
    let mut standings = Vec::new();
    for member in &members {
        standings.push((*member, rights::standing(tx, who.org(), *member)?));
    }
    let now = tx.now();
    store::update(
        tx,
        who.org(),
        &Team {
            archived_at: Some(now),
            ..before
        },
    )?;
    let mut left = Left::default();
    if let Some(heir) = &heir {
        let mut known: BTreeMap<MemberId, Option<Caller>> = BTreeMap::new();
        left = leave::move_team(tx, who, id, heir.id, |tx, member, facts: &Facts| {
            if let std::collections::btree_map::Entry::Vacant(place) = known.entry(member) {
                place.insert(rights::standing(tx, who.org(), member)?);
            }
            Ok(known.get(&member).and_then(Option::as_ref).is_some_and(|c| c.keeps(facts, who.now)))
        })?;
        store::move_channels(tx, who.org(), id, heir.id)?;
        store::move_children(tx, who.org(), id, heir)?;
    }
    for (member, standing) in standings {
        let after = rights::standing(tx, who.org(), member)?;
        rights::lost(tx, who, member, standing.as_ref(), after.as_ref())?;
    }
    audit::write(
        tx,
        who,
        "team.archived",
        id,
        json!({ "to": to, "moved": left.moved, "unassigned": left.unassigned }),
    )?;
    events::changed(tx, Some(who), id, "archived")?;
    member_events::access_changed(tx, Some(who), id, &["team_archived"])?;
    Ok(left)
}

fn heir(tx: &mut Tx<'_>, who: &Who, id: TeamId, to: TeamId) -> Result<Team> {
    let heir = store::row(tx, who.org(), to)?.filter(|team| team.archived_at.is_none() && team.id != id);
    heir.ok_or_else(|| Error::invalid("move_to", "team_unknown"))
}
