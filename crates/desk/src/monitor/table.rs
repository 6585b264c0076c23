//! The table, whole or what of it has changed.

use std::collections::BTreeMap;

use access::{Perm, Place, Set, Term};
use db::{Tx, event};
use kit::{ChannelId, Error, MemberId, Result, TeamId, Time};

use super::changed::changed;
use crate::member::colleagues::{self, Colleague};
use crate::member::store::page::Cut;
use crate::member::{Member, State};
use crate::organisation;
use crate::place;
use crate::ticket::count::MOST;
use crate::ticket::store::tally::{self, Tally};
use crate::who::Who;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    pub team: Option<TeamId>,
    pub channel: Option<ChannelId>,
}

impl Narrow {
    fn term(self) -> Term {
        Term {
            team: self.team.map_or_else(Set::any, |id| Set::only([id])),
            channel: self.channel.map_or_else(Set::any, |id| Set::only([id])),
            ..Term::ALL
        }
    }

    /// Who stands in it without having anything: all, or the team's people.
    fn shows(self, person: &Colleague, tally: &Tally) -> bool {
        let theirs = self.team.is_none_or(|team| person.teams.contains(&team));
        !tally.is_nothing() || (theirs && self.channel.is_none())
    }
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MonitorRow")]
pub struct Line {
    pub member: Colleague,
    pub presence_since: Time,
    /// Up to how many they are given others; none: no limit.
    pub quota: Option<u32>,
    pub tally: Tally,
}

/// What nobody has yet.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MonitorQueue")]
pub struct Queue {
    pub waiting: i64,
    /// There are more than it says.
    pub more: bool,
    /// Since when the first in it waits.
    pub since: Option<Time>,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Monitor")]
pub struct Table {
    /// What `since` takes next time.
    pub cursor: String,
    /// When today began where the organisation is. With another one, all rows are to be read anew.
    pub day: Time,
    /// Whether these are all rows, or only those that may have changed.
    pub whole: bool,
    pub queue: Queue,
    pub rows: Vec<Line>,
    /// Of those that may have changed, who has no row any more.
    pub without: Vec<MemberId>,
}

/// Invalid `since`: `cursor_invalid`.
pub fn table(tx: &mut Tx<'_>, who: &Who, narrow: Narrow, since: Option<&str>) -> Result<Table> {
    who.may(Perm::MonitorRead, &Place::Anywhere)?;
    let org = who.org();
    let head = event::head(tx, org)?;
    let only = match since {
        Some(since) => changed(tx, org, place::seq(since).ok_or_else(|| Error::invalid("since", "cursor_invalid"))?)?,
        None => None,
    };
    let organisation = organisation::store::row(tx, org)?.ok_or_else(Error::unknown)?;
    let day = today(&organisation.time_zone, who.now)?;
    let reach = who.reach(Perm::MonitorRead).within(&narrow.term());
    let (waiting, first) = tally::queue(tx, &reach, who.now, MOST + 1)?;

    let cut = Cut {
        state: Some(State::Active),
        only: only.as_ref().map(|ids| ids.iter().copied().collect()),
        ..Cut::default()
    };
    let people = colleagues::known_to(tx, who, &cut)?;
    let ids: Vec<MemberId> = people.iter().map(|(m, _)| m.id).collect();
    let mut tallies = tally::tallies(tx, &reach, who.now, day, &ids)?;
    let rows = rows(people, &mut tallies, narrow, organisation.settings.quota);
    let without = only.iter().flatten().filter(|id| !rows.iter().any(|row| row.member.id == **id));
    Ok(Table {
        cursor: place::cursor(head),
        day,
        whole: only.is_none(),
        queue: Queue {
            waiting: waiting.min(MOST),
            more: waiting > MOST,
            since: first,
        },
        without: without.copied().collect(),
        rows,
    })
}

fn rows(people: Vec<(Member, Colleague)>, tallies: &mut BTreeMap<MemberId, Tally>, narrow: Narrow, quota: Option<u32>) -> Vec<Line> {
    people
        .into_iter()
        .map(|(member, person)| Line {
            tally: tallies.remove(&member.id).unwrap_or_default(),
            presence_since: member.presence_at,
            quota: member.quota.or(quota),
            member: person,
        })
        .filter(|line| narrow.shows(&line.member, &line.tally))
        .collect()
}

/// When today began where the organisation is; where clocks skip midnight, with the first moment of the day.
fn today(zone: &str, now: Time) -> Result<Time> {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let start = now.to_jiff().to_zoned(zone).start_of_day().map_err(Error::internal)?;
    Ok(start.timestamp().into())
}
