//! The people one works with: names for assigning, mentioning, and seeing who is there. Placed in their teams, of which one must know.

use std::collections::BTreeMap;

use access::{Facts, Perm, Place};
use db::Tx;
use kit::{ChannelId, FileId, MemberId, OrgId, Result, TeamId};

use super::card::known;
use super::store::page::{self, Cut, walk};
use super::store::sets::TeamName;
use super::{Member, Presence, State};
use crate::who::{Who, crowd};

/// A colleague: nothing of their address or rights.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Colleague {
    pub id: MemberId,
    pub first_name: String,
    pub last_name: String,
    pub photo: Option<FileId>,
    pub presence: Presence,
    pub external: bool,
    /// The home of an external one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    pub teams: Vec<TeamId>,
    /// Whether a ticket of the asked team and channel could be given to them; absent when neither was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eligible: Option<bool>,
}

#[derive(Clone, Copy, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "MemberColleaguesFilter")]
pub struct Filter {
    /// Of tickets in this team.
    pub team: Option<TeamId>,
    /// Of tickets of this channel.
    pub channel: Option<ChannelId>,
}

pub fn colleagues(tx: &mut Tx<'_>, who: &Who, filter: &Filter) -> Result<Vec<Colleague>> {
    let active = Cut {
        state: Some(State::Active),
        ..Cut::default()
    };
    let eligible = eligible(tx, who, filter)?;
    let mut list: Vec<Colleague> = known_to(tx, who, &active)?
        .into_iter()
        .map(|(member, colleague)| Colleague {
            eligible: eligible.as_ref().map(|e| e.get(&member.id).copied().unwrap_or(false)),
            ..colleague
        })
        .collect();
    list.sort_by_cached_key(|c| (kit::fold::fold(&c.first_name), kit::fold::fold(&c.last_name), c.id));
    Ok(list)
}

/// Of the people of a cut those whom one knows, with what one knows of them; the newest first.
pub fn known_to(tx: &mut Tx<'_>, who: &Who, cut: &Cut) -> Result<Vec<(Member, Colleague)>> {
    let mut found: Vec<Member> = Vec::new();
    walk(tx, who.org(), cut, |member| {
        found.push(member);
        true
    })?;
    let ids: Vec<MemberId> = found.iter().map(|m| m.id).collect();
    let mut teams = page::teams_of(tx, who.org(), &ids)?;
    let sees = |id: MemberId, teams: &[(TeamName, bool)]| {
        id == who.member()
            || who.can(
                Perm::DirectoryRead,
                &Place::Person {
                    teams: teams.iter().map(|(t, _)| t.id).collect(),
                },
            )
    };
    found.retain(|m| sees(m.id, teams.get(&m.id).map_or(&[], Vec::as_slice)));
    let homes: Vec<OrgId> = found.iter().filter_map(|m| m.home).collect();
    let homes = page::organisation_names(tx, &homes)?;
    Ok(found
        .into_iter()
        .map(|m| {
            let colleague = Colleague {
                teams: known(who, teams.remove(&m.id).unwrap_or_default())
                    .into_iter()
                    .map(|t| t.id)
                    .collect(),
                presence: if m.id == who.member() { m.presence } else { m.presence.shown() },
                external: m.home.is_some(),
                organisation: m.home.and_then(|home| homes.get(&home).cloned()),
                eligible: None,
                id: m.id,
                first_name: m.first_name.clone(),
                last_name: m.last_name.clone(),
                photo: m.photo,
            };
            (m, colleague)
        })
        .collect())
}

/// Of everybody at once: building each alone would ask the database as often as there are people.
fn eligible(tx: &mut Tx<'_>, who: &Who, filter: &Filter) -> Result<Option<BTreeMap<MemberId, bool>>> {
    if filter.team.is_none() && filter.channel.is_none() {
        return Ok(None);
    }
    let facts = Facts {
        team: filter.team,
        channel: filter.channel,
        ..Facts::of(who.org())
    };
    let callers = crowd::callers(tx, who.org())?;
    Ok(Some(
        callers
            .iter()
            .map(|caller| (caller.member, caller.eligible(&facts, who.now).is_ok()))
            .collect(),
    ))
}
