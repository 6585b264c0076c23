//! Where calendars hold: the organisation, teams, channels. Each reader hears only of those that they know of.

use std::collections::{BTreeMap, BTreeSet};

use access::Perm;
use db::Tx;
use kit::{ChannelId, Error, HoursId, Result, TeamId};

use super::check::Draft;
use super::store;
use crate::who::Who;
use crate::{channel, team};

#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "HoursPlace")]
pub enum Kind {
    Channel,
    Team,
    Organisation,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Channel => "channel",
            Self::Team => "team",
            Self::Organisation => "organisation",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Channel, Self::Team, Self::Organisation]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// One of them.
pub struct Place {
    pub hours: HoursId,
    pub at: access::Place,
}

/// Those of one calendar.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "HoursPlaces")]
pub struct Places {
    /// It holds for the whole organisation.
    pub organisation: bool,
    pub teams: BTreeSet<TeamId>,
    pub channels: BTreeSet<ChannelId>,
}

impl Places {
    fn add(&mut self, at: &access::Place) {
        match at {
            access::Place::Team { team, .. } => drop(self.teams.insert(*team)),
            access::Place::Channel { channel, .. } => drop(self.channels.insert(*channel)),
            _ => self.organisation = true,
        }
    }
}

/// Whether this reader knows of it. All who read calendars know of the organisation.
fn known(who: &Who, at: &access::Place) -> bool {
    match at {
        access::Place::Team { .. } => who.can(Perm::TeamRead, at),
        access::Place::Channel { .. } => who.can(Perm::ChannelRead, at),
        _ => true,
    }
}

/// Of all calendars, as this reader knows them.
pub fn all(tx: &mut Tx<'_>, who: &Who) -> Result<BTreeMap<HoursId, Places>> {
    let mut all: BTreeMap<HoursId, Places> = BTreeMap::new();
    for place in store::places(tx, who.org())?.iter().filter(|place| known(who, &place.at)) {
        all.entry(place.hours).or_default().add(&place.at);
    }
    Ok(all)
}

/// As a draft says, and no other calendar holds there. What the writer does not know of stays.
pub fn set(tx: &mut Tx<'_>, who: &Who, id: HoursId, draft: &Draft) -> Result<()> {
    let org = who.org();
    for (at, team) in draft.teams.iter().enumerate() {
        if !team::policy::knows(tx, who, *team)? {
            return Err(Error::invalid(format!("teams[{at}]"), "team_unknown"));
        }
    }
    for (at, id) in draft.channels.iter().enumerate() {
        let found = channel::store::one(tx, org, *id)?.filter(|c| c.state != channel::State::Archived);
        let place = |c: &channel::Channel| access::Place::Channel {
            channel: c.id,
            team: Some(c.team),
        };
        if !found.is_some_and(|c| known(who, &place(&c))) {
            return Err(Error::invalid(format!("channels[{at}]"), "channel_unknown"));
        }
    }
    let before = all(tx, who)?.remove(&id).unwrap_or_default();
    for team in before.teams.difference(&draft.teams) {
        store::take(tx, org, id, *team)?;
    }
    for channel in before.channels.difference(&draft.channels) {
        store::take(tx, org, id, *channel)?;
    }
    for team in &draft.teams {
        store::put(tx, org, id, Kind::Team, *team)?;
    }
    for channel in &draft.channels {
        store::put(tx, org, id, Kind::Channel, *channel)?;
    }
    match (before.organisation, draft.organisation) {
        (_, true) => store::put(tx, org, id, Kind::Organisation, org),
        (true, false) => store::take(tx, org, id, org),
        _ => Ok(()),
    }
}
