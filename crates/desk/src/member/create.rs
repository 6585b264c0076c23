//! A new member: invited, until somebody accepts (R1).

use access::{Perm, Place, RoleKey};
use db::Tx;
use kit::{Email, Error, Locale, MemberId, OriginId, Phone, Result, RoleId, TeamId};
use serde_json::json;

use super::model::{Member, Presence, State};
use super::store::{self, sets};
use super::{events, rights};
use crate::who::Who;
use crate::{audit, organisation, team, text};

/// What one must say, and may.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "MemberNew")]
pub struct New {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: Option<String>,
    pub locale: Option<Locale>,
    /// Built-in ones by their word, custom ones by their id; at least one.
    pub roles: Vec<RoleKey>,
    /// The first is the default one.
    #[serde(default)]
    pub teams: Vec<TeamId>,
    /// None: all.
    #[serde(default)]
    pub origins: Vec<OriginId>,
}

/// Makes the member. The invitation is a step of its own: [`super::invitation::send`].
pub fn create(tx: &mut Tx<'_>, who: &Who, new: &New) -> Result<MemberId> {
    who.may(Perm::UserCreate, &Place::Desk)?;
    let ground = organisation::store::row(tx, who.org())?.ok_or_else(Error::unknown)?;
    let email = Email::parse(&new.email, "email")?;
    if store::email_taken(tx, who.org(), &email.folded())? {
        return Err(Error::conflict("email_taken").with_field("email"));
    }
    let phone = new.phone.as_deref().filter(|p| !p.trim().is_empty());
    let member = Member {
        org: who.org(),
        id: MemberId::new(tx.now()),
        account: None,
        service: false,
        state: State::Invited,
        first_name: text::line("first_name", &new.first_name, 80)?,
        last_name: text::line("last_name", &new.last_name, 80)?,
        email: email.as_str().to_owned(),
        phone: phone
            .map(|p| Phone::parse(p, Some(&ground.country), "phone"))
            .transpose()?
            .map(|p| p.as_str().to_owned()),
        photo: None,
        locale: new.locale.unwrap_or(ground.locale),
        signature: String::new(),
        presence: Presence::Offline,
        presence_at: tx.now(),
        connected_until: None,
        quota: None,
        until: None,
        invited_by: Some(who.member()),
        created_at: tx.now(),
        home: None,
    };
    let roles = roles(tx, who, &new.roles)?;
    let teams = teams(tx, who, &new.teams)?;
    origins(tx, who, &new.origins)?;
    rights::changing(tx, who, member.id, "created", |tx| {
        store::insert(tx, &member)?;
        sets::put_roles(tx, who.org(), member.id, &roles)?;
        sets::put_teams(tx, who.org(), member.id, &teams)?;
        sets::put_origins(tx, who.org(), member.id, &new.origins)
    })?;
    let body = json!({ "email": member.email, "roles": new.roles, "teams": new.teams, "origins": new.origins });
    audit::write(tx, who, "member.created", member.id, body)?;
    events::changed(tx, Some(who), member.id, &["created"])?;
    Ok(member.id)
}

/// The rows of these roles. Whether they are the actor's to give, the comparison of rights says.
pub fn roles(tx: &mut Tx<'_>, who: &Who, keys: &[RoleKey]) -> Result<Vec<RoleId>> {
    if keys.is_empty() {
        return Err(Error::invalid("roles", "required"));
    }
    let mut ids = Vec::new();
    for key in keys {
        let id = sets::role_of(tx, who.org(), *key)?.ok_or_else(|| Error::invalid("roles", "role_unknown"))?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// These teams with the first as the default one; each must be one that the actor knows of.
fn teams(tx: &mut Tx<'_>, who: &Who, ids: &[TeamId]) -> Result<Vec<(TeamId, bool)>> {
    let mut teams: Vec<(TeamId, bool)> = Vec::new();
    for id in ids {
        if !team::policy::knows(tx, who, *id)? {
            return Err(Error::invalid("teams", "team_unknown"));
        }
        if teams.iter().all(|(team, _)| team != id) {
            teams.push((*id, teams.is_empty()));
        }
    }
    Ok(teams)
}

/// Each must be there.
pub fn origins(tx: &mut Tx<'_>, who: &Who, ids: &[OriginId]) -> Result<()> {
    for id in ids {
        if !sets::origin_exists(tx, who.org(), *id)? {
            return Err(Error::invalid("origins", "origin_unknown"));
        }
    }
    Ok(())
}
