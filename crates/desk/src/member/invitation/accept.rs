//! Become the member that a link names.

use db::Tx;
use kit::{AccountId, Error, Locale, OrgId, Result};
use serde_json::json;

use super::view;
use crate::account::sign_in::{Prepared, SignedIn};
use crate::account::{self, Account, second, sign_in};
use crate::audit::{self, Actor};
use crate::member::store::{self, invitation};
use crate::member::{Member, events};
use crate::who::password;
use crate::{App, organisation, text};

/// What the invited person says.
#[derive(Clone, serde::Deserialize, schemars::JsonSchema)]
pub struct Acceptance {
    pub token: String,
    /// A new one, or that of the account that has the invitation's address.
    pub password: String,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub locale: Option<Locale>,
    pub time_zone: Option<String>,
    /// Of an account with a second factor.
    #[serde(flatten)]
    pub second: second::Shown,
}

/// What was made ready outside of the transaction.
struct Ready {
    ask: Acceptance,
    /// The password proved against this account; none: there was no account with the address, and `hash` is the new one's.
    proved: Option<account::Credentials>,
    hash: Option<String>,
}

/// A hundred at once with the same link: one becomes the member, the others are told that the link was used.
pub async fn accept(app: &App, from: &sign_in::From, ask: Acceptance) -> Result<(SignedIn, String)> {
    account::limit::take(app, &[account::limit::by_address("invitation", &from.address)]).await?;
    let token = ask.token.clone();
    let found = app.db.read(move |tx| {
        let (open, member) = view::open(tx, &token)?;
        if open.expired(tx.now()) {
            return Err(Error::conflict("link_expired"));
        }
        let known = account::store::credential::by_email(tx, &member.email.to_lowercase())?;
        let ground = organisation::store::row(tx, open.org)?.ok_or_else(Error::unknown)?;
        Ok((open.org, member, known, ground.name))
    });
    let (org, member, known, organisation): (OrgId, Member, Option<account::Credentials>, String) = found.await?;
    let (proved, hash) = match known {
        Some(known) => {
            sign_in::prove(app, &known.email, &ask.password, Some(&known)).await?;
            (Some(known), None)
        }
        None => {
            password::acceptable(
                &ask.password,
                &[&member.email, &member.first_name, &member.last_name, &member.name(), &organisation],
            )?;
            (None, Some(app.passwords.hash(&ask.password).await?))
        }
    };
    let session = Prepared::new(from)?;
    let (shown, ready) = (session.shown.clone(), std::sync::Arc::new(Ready { ask, proved, hash }));
    let signed_in = app.db.write(org, move |tx| become_member(tx, &ready, &session)).await?;
    Ok((signed_in, shown))
}

fn become_member(tx: &mut Tx<'_>, ready: &Ready, session: &Prepared) -> Result<SignedIn> {
    let (open, mut member) = view::open(tx, &ready.ask.token)?;
    if open.expired(tx.now()) {
        return Err(Error::conflict("link_expired"));
    }
    if let Some(name) = &ready.ask.first_name {
        member.first_name = text::line("first_name", name, 80)?;
    }
    if let Some(name) = &ready.ask.last_name {
        member.last_name = text::line("last_name", name, 80)?;
    }
    member.locale = ready.ask.locale.unwrap_or(member.locale);
    let account = match &ready.proved {
        Some(proved) => at_home(tx, ready, proved, &member)?,
        None => new_account(tx, ready, &member)?,
    };
    store::bind(tx, &member, account)?;
    store::bump(tx, open.org, member.id)?;
    invitation::spend(tx, open.org, open.id)?;
    let actor = Actor {
        org: open.org,
        member: Some(member.id),
        name: member.name(),
        address: session.from.address.clone(),
    };
    audit::write(tx, actor, "invitation.accepted", member.id, json!({ "invitation": open.id }))?;
    events::changed(tx, None, member.id, &["state"])?;
    events::access_changed(tx, None, member.id, &["accepted"])?;
    account::store::changed(tx, account, "account.membership", json!({ "state": "active" }).to_string())?;
    session.open(tx, account)
}

/// An account that exists joins only if it has no home or its home is here. Only who proved its password learns that it has another.
fn at_home(tx: &mut Tx<'_>, ready: &Ready, proved: &account::Credentials, member: &Member) -> Result<AccountId> {
    let now = account::store::credential::by_email(tx, &member.email.to_lowercase())?;
    let now = now
        .filter(|now| now.same_password(proved))
        .ok_or_else(|| Error::unauthenticated("sign_in_failed"))?;
    second::check(tx, &now, &ready.ask.second)?;
    let account = account::store::row(tx, now.account)?.ok_or_else(Error::unknown)?;
    match account.home {
        Some(home) if home != member.org => return Err(Error::conflict("home_elsewhere")),
        Some(_) => {}
        None => account::store::set_home(tx, account.id, Some(member.org))?,
    }
    if store::of_account(tx, member.org, account.id)?.is_some() {
        return Err(Error::conflict("already_member"));
    }
    Ok(account.id)
}

fn new_account(tx: &mut Tx<'_>, ready: &Ready, member: &Member) -> Result<AccountId> {
    if account::store::by_email(tx, &member.email.to_lowercase())?.is_some() {
        // Made between our look and now, by another organisation's invitation: its password is asked for instead.
        return Err(Error::conflict("account_exists"));
    }
    let ground = organisation::store::row(tx, member.org)?.ok_or_else(Error::unknown)?;
    let id = AccountId::new(tx.now());
    let phone = match &member.phone {
        Some(phone) if !account::store::phone_taken(tx, phone, id)? => Some(phone.clone()),
        _ => None,
    };
    let zone = ready
        .ask
        .time_zone
        .as_deref()
        .map(|zone| organisation::model::time_zone(zone, "time_zone"))
        .transpose()?;
    let account = Account {
        id,
        home: Some(member.org),
        first_name: member.first_name.clone(),
        last_name: member.last_name.clone(),
        email: member.email.clone(),
        phone,
        locale: member.locale,
        time_zone: zone.unwrap_or(ground.time_zone),
        active: true,
        frozen: false,
        two_factor: false,
        preferences: json!({}),
        created_at: tx.now(),
    };
    account::store::insert(tx, &account, ready.hash.as_deref())?;
    Ok(id)
}
