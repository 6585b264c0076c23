//! Which calendar holds for a channel or a team.

use access::{Perm, Place};
use db::Tx;
use kit::{ChannelId, Error, HoursId, Result, TeamId};

use super::places::Kind;
use super::shown::{self, Now};
use super::store;
use crate::who::Who;
use crate::{channel, team};

/// The calendar, and for what it was set; none of it: always open.
#[derive(Clone, Debug, Default, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "HoursInForce")]
pub struct InForce {
    pub hours: Option<Brief>,
    /// What it was set for.
    pub by: Option<Kind>,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "HoursBrief")]
pub struct Brief {
    pub id: HoursId,
    pub name: String,
    pub time_zone: String,
    pub now: Now,
}

/// Of a channel with its own team, of a team, or of the organisation.
pub fn in_force(tx: &mut Tx<'_>, who: &Who, channel: Option<ChannelId>, team: Option<TeamId>) -> Result<InForce> {
    let own = channel.map(|id| channel_team(tx, who, id)).transpose()?;
    if let Some(team) = team
        && !team::policy::knows(tx, who, team)?
    {
        return Err(Error::invalid("team", "team_unknown"));
    }
    let Some(found) = store::in_force(tx, who.org(), channel, team.or(own))? else {
        return Ok(InForce::default());
    };
    Ok(InForce {
        by: Some(found.by),
        hours: Some(Brief {
            now: shown::now(&found.hours, who.now),
            id: found.hours.id,
            name: found.hours.name,
            time_zone: found.hours.time_zone,
        }),
    })
}

fn channel_team(tx: &mut Tx<'_>, who: &Who, id: ChannelId) -> Result<TeamId> {
    let found = channel::store::one(tx, who.org(), id)?.filter(|c| c.state != channel::State::Archived);
    let place = |c: &channel::Channel| Place::Channel {
        channel: c.id,
        team: Some(c.team),
    };
    found
        .filter(|c| who.can(Perm::ChannelRead, &place(c)))
        .map(|c| c.team)
        .ok_or_else(|| Error::invalid("channel", "channel_unknown"))
}
