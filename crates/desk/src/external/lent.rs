//! Who of ours serves where, since when and in which teams (E10): all that a home may know of a host's work, beside the hours.

use access::{Can, Perm, Place};
use db::Tx;
use kit::{MemberId, OrgId, Result, Time};

use super::store;
use crate::member::store::page;
use crate::member::{self, rights};
use crate::who::Who;

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Lent {
    pub member: MemberId,
    pub first_name: String,
    pub last_name: String,
    pub host: Host,
    /// Those that are not hidden there.
    pub teams: Vec<String>,
    pub since: Time,
    pub until: Option<Time>,
    /// Whether the reader may call them back.
    pub recall: Can,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "LentHost")]
pub struct Host {
    pub id: OrgId,
    pub name: String,
}

pub fn list(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Lent>> {
    who.may(Perm::UserView, &Place::Desk)?;
    let mut all = Vec::new();
    for away in store::away(tx, who.org())? {
        let Some(person) = member::store::row(tx, who.org(), away.member)? else {
            continue;
        };
        let edits = who.decide(Perm::UserEdit, &Place::Desk).can();
        let covered = away.member != who.member() && rights::may_act_on(tx, who, away.member).is_ok();
        all.push(Lent {
            member: away.member,
            first_name: person.first_name,
            last_name: person.last_name,
            teams: team_names(tx, away.host, away.there)?,
            host: Host {
                id: away.host,
                name: away.host_name,
            },
            since: away.since,
            until: away.until,
            recall: if covered { edits } else { Can::Plain(false) },
        });
    }
    Ok(all)
}

/// The names of a member's teams, as another organisation may know them.
pub fn team_names(tx: &mut Tx<'_>, org: OrgId, member: MemberId) -> Result<Vec<String>> {
    let teams = page::teams_of(tx, org, &[member])?.remove(&member).unwrap_or_default();
    Ok(teams.into_iter().filter(|(_, hidden)| !hidden).map(|(team, _)| team.name).collect())
}
