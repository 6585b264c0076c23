//! A member as those see them who may view users.

use std::collections::BTreeMap;

use access::{Can, Perm, Place};
use db::Tx;
use kit::{ChannelId, Error, FileId, InvitationId, Locale, MemberId, OrgId, OriginId, Result, Time};

use super::store::sets::{RoleName, TeamName};
use super::store::{self, page, sets};
use super::{Member, Presence, State, rights};
use crate::who::Who;

/// A row of the list.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MemberRow")]
pub struct Row {
    pub id: MemberId,
    pub state: State,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: Option<String>,
    pub photo: Option<FileId>,
    pub presence: Presence,
    /// At home in another organisation.
    pub external: bool,
    pub home: Option<Home>,
    pub roles: Vec<RoleName>,
    pub teams: Vec<TeamName>,
    pub invitation: Option<Invitation>,
    pub created_at: Time,
    /// The end of an external membership.
    pub until: Option<Time>,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Home {
    pub id: OrgId,
    pub name: String,
}

/// An invitation that can still be sent again or cancelled.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Invitation {
    pub id: InvitationId,
    pub expires_at: Time,
    pub expired: bool,
}

/// One member in full.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MemberCard")]
pub struct Card {
    #[serde(flatten)]
    pub row: Row,
    pub locale: Locale,
    pub signature: String,
    /// Open tickets up to which they are given others; none: as the organisation says.
    pub quota: Option<u32>,
    /// None listed: all.
    pub origins: Vec<OriginId>,
    /// None listed: all.
    pub channels: Vec<ChannelId>,
    pub invited_by: Option<MemberId>,
    pub can: BTreeMap<Perm, Can>,
}

/// What the page of a member offers.
const OFFERED: &[Perm] = &[Perm::UserCreate, Perm::UserEdit, Perm::UserDelete, Perm::ViewAs];

pub fn card(tx: &mut Tx<'_>, who: &Who, id: MemberId) -> Result<Card> {
    who.may(Perm::UserView, &Place::Desk)?;
    let member = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    let can = can(tx, who, id)?;
    let (origins, channels) = (sets::origins(tx, who.org(), id)?, sets::channels(tx, who.org(), id)?);
    let (locale, signature, invited_by, quota) = (member.locale, member.signature.clone(), member.invited_by, member.quota);
    let row = rows(tx, who, vec![member])?.pop().ok_or_else(Error::unknown)?;
    Ok(Card {
        row,
        locale,
        signature,
        quota,
        origins,
        channels,
        invited_by,
        can,
    })
}

/// A permission over people is worth something only over those whose rights one covers.
fn can(tx: &mut Tx<'_>, who: &Who, id: MemberId) -> Result<BTreeMap<Perm, Can>> {
    let covered = rights::may_act_on(tx, who, id).is_ok();
    let decided = who.caller.can(OFFERED, &Place::Desk, who.now);
    Ok(decided
        .into_iter()
        .map(|(perm, can)| (perm, if covered { can } else { Can::Plain(false) }))
        .collect())
}

/// Rows with what hangs on them, by as many statements for one as for a page.
pub fn rows(tx: &mut Tx<'_>, who: &Who, members: Vec<Member>) -> Result<Vec<Row>> {
    let ids: Vec<MemberId> = members.iter().map(|m| m.id).collect();
    let homes: Vec<OrgId> = members.iter().filter_map(|m| m.home).collect();
    let mut roles = page::roles_of(tx, who.org(), &ids)?;
    let mut teams = page::teams_of(tx, who.org(), &ids)?;
    let invitations = page::invitations_of(tx, who.org(), &ids)?;
    let names = page::organisation_names(tx, &homes)?;
    let now = tx.now();
    let row = |m: Member| Row {
        roles: roles.remove(&m.id).unwrap_or_default(),
        teams: known(who, teams.remove(&m.id).unwrap_or_default()),
        invitation: invitations.get(&m.id).map(|(id, expires_at)| Invitation {
            id: *id,
            expires_at: *expires_at,
            expired: *expires_at <= now,
        }),
        external: m.home.is_some(),
        home: m.home.and_then(|id| {
            Some(Home {
                id,
                name: names.get(&id)?.clone(),
            })
        }),
        presence: if m.id == who.member() { m.presence } else { m.presence.shown() },
        id: m.id,
        state: m.state,
        first_name: m.first_name,
        last_name: m.last_name,
        email: m.email,
        phone: m.phone,
        photo: m.photo,
        created_at: m.created_at,
        until: m.until,
    };
    Ok(members.into_iter().map(row).collect())
}

/// The teams that the reader knows of.
pub fn known(who: &Who, teams: Vec<(TeamName, bool)>) -> Vec<TeamName> {
    let knows = |(team, hidden): &(TeamName, bool)| {
        who.can(
            Perm::TeamRead,
            &Place::Team {
                team: team.id,
                hidden: *hidden,
            },
        )
    };
    teams.into_iter().filter(knows).map(|(team, _)| team).collect()
}
