//! A team as it is listed and shown.

use std::collections::BTreeMap;

use access::{Can, Perm, Place};
use db::Tx;
use kit::{FileId, MemberId, Result, TeamId, Time};

use super::{Mode, Team, policy, store};
use crate::member::card::known;
use crate::member::store::page::{self, Cut, walk};
use crate::member::{Member, Presence};
use crate::who::Who;

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TeamRow")]
pub struct Row {
    pub id: TeamId,
    pub name: String,
    pub description: String,
    pub hidden: bool,
    pub parent: Option<TeamId>,
    /// How what waits is shared out.
    pub mode: Mode,
    /// How many are in it.
    pub members: i64,
    /// I am in it.
    pub mine: bool,
    pub created_at: Time,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TeamCard")]
pub struct Card {
    #[serde(flatten)]
    pub row: Row,
    /// Those of its members whom the reader may know.
    pub people: Vec<Seat>,
    pub can: BTreeMap<Perm, Can>,
}

/// A member of a team.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TeamCardSeat")]
pub struct Seat {
    pub id: MemberId,
    pub first_name: String,
    pub last_name: String,
    pub photo: Option<FileId>,
    pub presence: Presence,
    pub external: bool,
    /// It is their default team.
    pub default: bool,
}

/// The teams that the caller knows of, by name.
pub fn list(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Row>> {
    let counts = store::counts(tx, who.org())?;
    let teams = store::all(tx, who.org())?
        .into_iter()
        .filter(|team| who.can(Perm::TeamRead, &policy::place(team)));
    Ok(teams.map(|team| row(who, team, &counts)).collect())
}

pub fn card(tx: &mut Tx<'_>, who: &Who, id: TeamId) -> Result<Card> {
    let team = policy::find(tx, who, id, Perm::TeamRead)?;
    let counts = store::counts(tx, who.org())?;
    let can = who.caller.can(&[Perm::TeamManage], &policy::place(&team), who.now);
    Ok(Card {
        row: row(who, team, &counts),
        people: people(tx, who, id)?,
        can,
    })
}

fn row(who: &Who, team: Team, counts: &BTreeMap<TeamId, i64>) -> Row {
    Row {
        members: counts.get(&team.id).copied().unwrap_or(0),
        mine: who.caller.teams.contains(&team.id),
        id: team.id,
        name: team.name,
        description: team.description,
        hidden: team.hidden,
        parent: team.parent,
        mode: team.mode,
        created_at: team.created_at,
    }
}

fn people(tx: &mut Tx<'_>, who: &Who, id: TeamId) -> Result<Vec<Seat>> {
    let mut found: Vec<Member> = Vec::new();
    walk(
        tx,
        who.org(),
        &Cut {
            team: Some(id),
            ..Cut::default()
        },
        |member| {
            found.push(member);
            true
        },
    )?;
    let ids: Vec<MemberId> = found.iter().map(|m| m.id).collect();
    let mut teams = page::teams_of(tx, who.org(), &ids)?;
    let mut seats = Vec::new();
    for m in found {
        let theirs = teams.remove(&m.id).unwrap_or_default();
        let place = Place::Person {
            teams: theirs.iter().map(|(t, _)| t.id).collect(),
        };
        if m.id != who.member() && !who.can(Perm::DirectoryRead, &place) {
            continue;
        }
        seats.push(Seat {
            default: known(who, theirs).iter().any(|t| t.id == id && t.default),
            presence: if m.id == who.member() { m.presence } else { m.presence.shown() },
            external: m.home.is_some(),
            id: m.id,
            first_name: m.first_name,
            last_name: m.last_name,
            photo: m.photo,
        });
    }
    seats.sort_by_cached_key(|s| (kit::fold::fold(&s.first_name), kit::fold::fold(&s.last_name), s.id));
    Ok(seats)
}
