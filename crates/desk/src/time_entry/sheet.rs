//! Hours in a period, counted for whoever works for another organisation: as the host sees them, as their home does, and one's own (E11). Both
//! sides read the same rows; neither is shown a ticket.

use std::collections::BTreeMap;

use access::{Perm, Place};
use db::Tx;
use kit::{AccountId, MemberId, OrgId, Result};

use super::model::Day;
use super::period::Period;
use super::store;
use crate::who::Who;

/// Whose hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Of who is at home elsewhere and works here.
    Here,
    /// Of who is at home here and works elsewhere.
    Away,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TimeOrganisation")]
pub struct Organisation {
    pub name: String,
    pub id: OrgId,
}

/// A line of the file: one day, person, organisation and team.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    pub day: Day,
    pub first_name: String,
    pub last_name: String,
    pub member: Option<MemberId>,
    /// Their home, or their host.
    pub organisation: Organisation,
    /// None of a team that is hidden from the reader.
    pub team: Option<String>,
}

/// A period's hours, by day.
pub fn lines(tx: &mut Tx<'_>, who: &Who, side: Side, period: Period) -> Result<BTreeMap<Line, i64>> {
    who.may(Perm::UserView, &Place::Desk)?;
    let found = match side {
        Side::Here => store::here(tx, who.org(), period)?,
        Side::Away => store::away(tx, who.org(), period)?,
    };
    let mut lines = BTreeMap::new();
    for l in found {
        // Of a host's teams a home knows those that are not hidden there.
        let place = Place::Team {
            team: l.team,
            hidden: l.team_hidden,
        };
        let named = !l.team_hidden || (side == Side::Here && who.can(Perm::TeamRead, &place));
        let line = Line {
            day: l.day,
            first_name: l.first_name,
            last_name: l.last_name,
            member: l.member,
            organisation: Organisation {
                name: l.organisation_name,
                id: l.organisation,
            },
            team: named.then_some(l.team_name),
        };
        *lines.entry(line).or_default() += l.seconds;
    }
    // What was corrected to nothing.
    lines.retain(|_, seconds| *seconds != 0);
    Ok(lines)
}

/// As a screen shows it.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TimeSheet")]
pub struct Sheet {
    pub seconds: i64,
    pub rows: Vec<Row>,
}

/// One person in one organisation.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TimeSheetRow")]
pub struct Row {
    /// As the reader's organisation calls them; none of who is not of it any more.
    pub member: Option<MemberId>,
    pub first_name: String,
    pub last_name: String,
    /// Their home, or their host.
    pub organisation: Organisation,
    pub seconds: i64,
    pub teams: Vec<InTeam>,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TimeSheetTeam")]
pub struct InTeam {
    /// None of a team that is hidden from the reader.
    pub name: Option<String>,
    pub seconds: i64,
}

pub fn sheet(tx: &mut Tx<'_>, who: &Who, side: Side, period: Period) -> Result<Sheet> {
    let mut rows: BTreeMap<_, BTreeMap<Option<String>, i64>> = BTreeMap::new();
    for (line, seconds) in lines(tx, who, side, period)? {
        let key = (line.first_name, line.last_name, line.member, line.organisation);
        *rows.entry(key).or_default().entry(line.team).or_default() += seconds;
    }
    let rows: Vec<Row> = rows.into_iter().map(row).collect();
    Ok(Sheet {
        seconds: rows.iter().map(|row| row.seconds).sum(),
        rows,
    })
}

type Key = (String, String, Option<MemberId>, Organisation);

fn row(((first_name, last_name, member, organisation), teams): (Key, BTreeMap<Option<String>, i64>)) -> Row {
    Row {
        member,
        first_name,
        last_name,
        organisation,
        seconds: teams.values().sum(),
        teams: teams.into_iter().map(|(name, seconds)| InTeam { name, seconds }).collect(),
    }
}

/// One's own in one organisation.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "OwnTime")]
pub struct Own {
    pub organisation: Organisation,
    pub seconds: i64,
}

pub fn own(tx: &mut Tx<'_>, account: AccountId, period: Period) -> Result<Vec<Own>> {
    let rows = store::own(tx, account, period)?.into_iter();
    Ok(rows
        .map(|(id, name, seconds)| Own {
            organisation: Organisation { name, id },
            seconds,
        })
        .collect())
}
