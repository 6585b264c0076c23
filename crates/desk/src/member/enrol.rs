//! A member who is there at once, without an invitation: the first administrator, the people of the demo and of tests.
//!
//! Relevo's own work: nobody's rights are asked, so no route comes here.

use access::Builtin;
use db::Tx;
use kit::{AccountId, Email, Locale, MemberId, OrgId, Result, RoleId, TeamId};
use serde_json::json;

use super::model::{Member, Presence, State};
use super::store::{self, sets};
use crate::account::{self, Account};
use crate::audit::{self, Actor};
use crate::text;

/// Who they are, as persons.
#[derive(Clone, Debug)]
pub struct Person {
    pub first_name: String,
    pub last_name: String,
    pub email: Email,
    pub phone: Option<String>,
    pub locale: Locale,
    pub time_zone: String,
    pub password_hash: Option<String>,
}

/// A new person whose home is `org`: account and membership.
pub fn enrol(tx: &mut Tx<'_>, org: OrgId, person: &Person, roles: &[RoleId], teams: &[TeamId]) -> Result<(AccountId, MemberId)> {
    let now = tx.now();
    let account = Account {
        id: AccountId::new(now),
        home: Some(org),
        first_name: text::line("first_name", &person.first_name, 80)?,
        last_name: text::line("last_name", &person.last_name, 80)?,
        email: person.email.as_str().to_owned(),
        phone: person.phone.clone(),
        locale: person.locale,
        time_zone: person.time_zone.clone(),
        active: true,
        frozen: false,
        two_factor: false,
        preferences: json!({}),
        created_at: now,
    };
    account::store::insert(tx, &account, person.password_hash.as_deref())?;
    let member = host(tx, org, &account, roles, teams)?;
    Ok((account.id, member))
}

/// A membership for an account that exists; external when its home is another organisation. The first team is the default one.
pub fn host(tx: &mut Tx<'_>, org: OrgId, account: &Account, roles: &[RoleId], teams: &[TeamId]) -> Result<MemberId> {
    let now = tx.now();
    let member = Member {
        org,
        id: MemberId::new(now),
        account: Some(account.id),
        service: false,
        state: State::Active,
        first_name: account.first_name.clone(),
        last_name: account.last_name.clone(),
        email: account.email.clone(),
        phone: account.phone.clone(),
        photo: None,
        locale: account.locale,
        signature: String::new(),
        presence: Presence::Offline,
        presence_at: now,
        connected_until: None,
        quota: None,
        until: None,
        invited_by: None,
        created_at: now,
        home: account.home.filter(|home| *home != org),
    };
    store::insert(tx, &member)?;
    sets::put_roles(tx, org, member.id, roles)?;
    let teams: Vec<_> = teams.iter().enumerate().map(|(i, team)| (*team, i == 0)).collect();
    sets::put_teams(tx, org, member.id, &teams)?;
    audit::write(
        tx,
        Actor::relevo(org),
        "member.created",
        member.id,
        json!({ "roles": roles, "teams": teams }),
    )?;
    super::events::changed(tx, None, member.id, &["created"])?;
    Ok(member.id)
}

/// The row of a built-in role.
pub fn built_in(tx: &mut Tx<'_>, org: OrgId, role: Builtin) -> Result<RoleId> {
    sets::role_of(tx, org, role.into())?.ok_or_else(kit::Error::unknown)
}
