//! Who I am and where I work: what the panel asks first.

use std::collections::BTreeMap;

use access::{Can, Perm, Place};
use db::Tx;
use kit::{AccountId, Error, FileId, Locale, MemberId, OrgId, Result, RoleId, TeamId, Time};
use serde_json::Value;

use super::store::{self, me};
use crate::notification;
use crate::notification::choice::Choices;
use crate::organisation::{self, Settings};
use crate::place::cursor;
use crate::who::{self, Cache, Who};

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Me {
    pub account: Own,
    pub memberships: Vec<Membership>,
    /// Where one is a member and shut out for a while: it says why nothing of it is there, and who could change that.
    pub suspended: Vec<Suspended>,
    /// Whether this desk sends mail: without a mail server no choice of letters has an effect.
    pub sends_mail: bool,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "AccountSuspended")]
pub struct Suspended {
    pub id: OrgId,
    pub name: String,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Own {
    pub id: AccountId,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// Not shown while frozen: knowing it is part of the proof.
    pub phone: Option<String>,
    /// External memberships rest until the owner has proved e-mail and phone again.
    pub frozen: bool,
    pub locale: Locale,
    pub time_zone: String,
    pub two_factor: bool,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
    /// How I want to be told, by kind.
    pub notifications: Choices,
    /// The panel's own.
    pub preferences: Value,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Membership {
    pub organisation: Ground,
    pub member: Mine,
    /// My home is another organisation.
    pub external: bool,
    pub since: Time,
    /// When I no longer serve there, if that is settled.
    pub until: Option<Time>,
    pub roles: Vec<RoleName>,
    pub teams: Vec<TeamName>,
    /// Desk-wide permissions as decisions; the others say whether there is any place at all where they hold.
    pub can: BTreeMap<Perm, Can>,
    /// What I hold nowhere and could be given for the whole organisation: what can be asked for.
    pub askable: Vec<Perm>,
    /// Notifications not read, of what can be read now; at most 1000.
    pub unread: i64,
    /// How far the log had come when this was read: who listens from here on misses nothing of what is fetched after it.
    pub cursor: String,
}

/// Counted no further than a badge shows.
const UNREAD: i64 = 1000;

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "AccountGround")]
pub struct Ground {
    pub id: OrgId,
    pub name: String,
    pub locale: Locale,
    pub time_zone: String,
    pub country: String,
    pub settings: Settings,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Mine {
    pub id: MemberId,
    pub first_name: String,
    pub last_name: String,
    pub photo: Option<FileId>,
    pub presence: String,
    pub signature: String,
    pub default_team: Option<TeamId>,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "AccountRoleName")]
pub struct RoleName {
    pub id: RoleId,
    pub name: String,
    pub builtin: Option<String>,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "AccountTeamName")]
pub struct TeamName {
    pub id: TeamId,
    pub name: String,
}

/// Memberships that do not count now (suspended, frozen, of a suspended organisation) are left out.
pub fn me(tx: &mut Tx<'_>, callers: &Cache, account: AccountId, sends_mail: bool) -> Result<Me> {
    let mut memberships = Vec::new();
    for (org, _) in who::store::memberships(tx, account)? {
        let who = callers.of_account(tx, org, account)?;
        if who.caller.alive {
            memberships.extend(membership(tx, &who)?);
        }
    }
    let suspended = me::suspended(tx, account)?.into_iter();
    Ok(Me {
        account: own(tx, account)?,
        memberships,
        suspended: suspended.map(|(id, name)| Suspended { id, name }).collect(),
        sends_mail,
    })
}

pub fn own(tx: &mut Tx<'_>, account: AccountId) -> Result<Own> {
    let a = store::row(tx, account)?.ok_or_else(Error::unknown)?;
    let recovery_codes = store::credential::codes_left(tx, account)?;
    let (notifications, preferences) = Choices::apart(a.preferences);
    Ok(Own {
        id: a.id,
        first_name: a.first_name,
        last_name: a.last_name,
        email: a.email,
        phone: a.phone.filter(|_| !a.frozen),
        frozen: a.frozen,
        locale: a.locale,
        time_zone: a.time_zone,
        two_factor: a.two_factor,
        recovery_codes,
        notifications,
        preferences,
    })
}

/// None when there is no such organisation or member any more.
pub fn membership(tx: &mut Tx<'_>, who: &Who) -> Result<Option<Membership>> {
    let (org, member) = (who.org(), who.member());
    // Before all else: what happens meanwhile is heard of twice rather than not.
    let head = db::event::head(tx, org)?;
    let (Some(ground), Some(mine)) = (organisation::store::row(tx, org)?, me::mine(tx, org, member)?) else {
        return Ok(None);
    };
    let teams = me::teams(tx, org, member)?;
    let default_team = teams.iter().find(|(_, _, default)| *default).map(|(id, _, _)| *id);
    let roles = me::roles(tx, org, member)?.into_iter();
    Ok(Some(Membership {
        organisation: Ground {
            id: ground.id,
            name: ground.name,
            locale: ground.locale,
            time_zone: ground.time_zone,
            country: ground.country,
            settings: ground.settings,
        },
        member: Mine {
            id: member,
            first_name: mine.0,
            last_name: mine.1,
            photo: mine.2,
            presence: mine.3,
            signature: mine.4,
            default_team,
        },
        external: who.caller.external,
        since: mine.5,
        until: mine.6,
        roles: roles.map(|(id, name, builtin)| RoleName { id, name, builtin }).collect(),
        teams: teams.into_iter().map(|(id, name, _)| TeamName { id, name }).collect(),
        can: can(who),
        askable: who.caller.askable(who.now),
        unread: notification::store::unread(tx, who, UNREAD)?,
        cursor: cursor(head),
    }))
}

fn can(who: &Who) -> BTreeMap<Perm, Can> {
    let decide = |perm: &Perm| {
        let place = if perm.desk_wide() { Place::Desk } else { Place::Anywhere };
        (*perm, who.decide(*perm, &place).can())
    };
    Perm::ALL.iter().map(decide).collect()
}
