//! The first set-up of an installation: an organisation, its first administrator, a team and a web chat (while there is nothing yet).
//!
//! Invariants:
//! - Only while the installation has no organisation, and only with the one link that the server printed. A newer link kills the older;
//!   it does not expire, since nobody knows when it will be read, and dies when it is used.
//! - A hundred at once with the same link make one organisation.
//! - What a new organisation starts with, in its own language, is in `texts/start.*.json`.

pub mod api;
pub mod start;
#[cfg(test)]
mod tests;

use db::Tx;
use kit::{Email, Error, Locale, OrgId, Result, Time};

use crate::account::limit;
use crate::account::sign_in::{self, Prepared, SignedIn};
use crate::account::store::credential;
use crate::channel::{self, Kind};
use crate::member::enrol::{self, Person};
use crate::organisation::{self, Organisation};
use crate::who::secret::{self, Purpose};
use crate::who::{Cache, password};
use crate::{App, team};

const PURPOSE: &str = "setup";

/// The link to print while the installation is empty.
pub async fn link(app: &App) -> Result<Option<String>> {
    let shown = secret::new(Purpose::Setup)?;
    let hash = secret::sha256(shown.as_bytes());
    let put = move |tx: &mut Tx<'_>| {
        let empty = !organisation::store::any(tx)?;
        if empty {
            credential::put_secret(tx, &hash, PURPOSE, None, "{}", Time::MAX)?;
        }
        Ok::<_, Error>(empty)
    };
    let empty = app.db.write_global(PURPOSE.as_bytes(), put).await?;
    Ok(empty.then(|| format!("{}/set-up?token={shown}", app.config.public_url)))
}

/// Whether the installation is empty and the link is the one that was printed last.
pub fn ready(tx: &mut Tx<'_>, token: &str) -> Result<()> {
    if organisation::store::any(tx)? {
        return Err(Error::conflict("already_set_up"));
    }
    let hash = secret::hash(Purpose::Setup, token).ok_or_else(Error::unknown)?;
    match credential::secret(tx, &hash, PURPOSE)? {
        Some(found) if found.used_at.is_none() => Ok(()),
        Some(_) => Err(Error::conflict("link_used")),
        None => Err(Error::unknown()),
    }
}

#[derive(Clone, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "SetupAsk")]
pub struct Ask {
    pub token: String,
    pub organisation: Ground,
    pub person: First,
    pub team: Named,
    pub channel: Named,
}

#[derive(Clone, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "SetupGround")]
pub struct Ground {
    pub name: String,
    pub locale: Locale,
    pub time_zone: String,
    pub country: String,
}

/// The first administrator.
#[derive(Clone, serde::Deserialize, schemars::JsonSchema)]
pub struct First {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub password: String,
}

#[derive(Clone, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "SetupNamed")]
pub struct Named {
    pub name: String,
}

/// What was made.
pub struct Made {
    pub organisation: Organisation,
    pub signed_in: SignedIn,
    /// The page on which the web chat can be tried.
    pub try_url: String,
}

/// All of it in one transaction, and the administrator signed in; with the secret of the session's cookie.
pub async fn set_up(app: &App, from: &sign_in::From, ask: Ask) -> Result<(Made, String)> {
    limit::take(app, &[limit::by_address("set-up", &from.address)]).await?;
    let token = ask.token.clone();
    app.db.read(move |tx| ready(tx, &token)).await?;
    let email = Email::parse(&ask.person.email, "person.email")?;
    let name = format!("{} {}", ask.person.first_name, ask.person.last_name);
    let about = [
        email.as_str(),
        &ask.person.first_name,
        &ask.person.last_name,
        &name,
        &ask.organisation.name,
    ];
    password::acceptable(&ask.person.password, &about).map_err(|error| error.with_field("person.password"))?;
    let password_hash = app.passwords.hash(&ask.person.password).await?;
    let session = Prepared::new(from)?;
    let shown = session.shown.clone();
    let signing = secret::new(Purpose::Signing)?;
    let address = data_encoding::BASE64URL_NOPAD.encode(&secret::random()?[..15]);
    let try_url = format!("{}/try/{address}", app.config.public_url);
    let id = OrgId::new(app.clock.now());
    let make = move |tx: &mut Tx<'_>| {
        let person = Person {
            first_name: ask.person.first_name.clone(),
            last_name: ask.person.last_name.clone(),
            email: email.clone(),
            phone: None,
            locale: ask.organisation.locale,
            time_zone: ask.organisation.time_zone.clone(),
            password_hash: Some(password_hash.clone()),
        };
        let (organisation, account) = found(tx, id, &ask, &person, &address, &signing)?;
        Ok::<_, Error>((organisation, session.open(tx, account)?))
    };
    let (organisation, signed_in) = app.db.write(id, make).await?;
    Ok((
        Made {
            organisation,
            signed_in,
            try_url,
        },
        shown,
    ))
}

fn found(tx: &mut Tx<'_>, id: OrgId, ask: &Ask, person: &Person, address: &str, signing: &str) -> Result<(Organisation, kit::AccountId)> {
    ready(tx, &ask.token)?;
    let hash = secret::hash(Purpose::Setup, &ask.token).ok_or_else(Error::unknown)?;
    // Two organisations have two locks: this row is what only one of them gets.
    if !credential::spend_secret(tx, &hash, PURPOSE)? {
        return Err(Error::conflict("link_used"));
    }
    let new = organisation::New {
        id,
        name: ask.organisation.name.clone(),
        locale: ask.organisation.locale,
        time_zone: ask.organisation.time_zone.clone(),
        country: ask.organisation.country.clone(),
    };
    let organisation = organisation::create(tx, &new)?;
    let team = team::found(tx, id, &ask.team.name)?;
    let admin = enrol::built_in(tx, id, access::Builtin::Admin)?;
    let (account, member) = enrol::enrol(tx, id, person, &[admin], &[team])?;
    // A cache of its own: what is not committed must not be remembered.
    let who = Cache::default().of_member(tx, id, member)?;
    let chat = channel::save::Draft {
        kind: Kind::Webchat,
        name: ask.channel.name.clone(),
        team,
        settings: serde_json::Value::Null,
        credentials: Default::default(),
    };
    channel::save::create(tx, &who, &chat, address, signing)?;
    start::words(tx, &who, ask.organisation.locale)?;
    Ok((organisation, account))
}
