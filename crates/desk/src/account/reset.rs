//! Choose another password without knowing the old one: by a link that serves once, for an hour.

use std::time::Duration;

use db::Tx;
use kit::{AccountId, Error, Result};

use super::sign_in::{From, Prepared, SignedIn};
use super::store::credential;
use super::{jobs, limit, password, sessions, thaw};
use crate::App;
use crate::who::password as passwords;
use crate::who::secret::{self, Purpose};

pub const PURPOSE: &str = "reset";

/// Somebody asks for a link. Whether there is such a person, the job finds out: the answer, and the way to it, are the same.
pub async fn ask(app: &App, from: &From, email: String) -> Result<()> {
    let folded = email.trim().to_lowercase();
    let buckets = [limit::by_address("reset", &from.address), limit::by_account("reset", &folded)];
    limit::take(app, &buckets).await?;
    if app.mailer.is_off() {
        // An administrator can make a link to copy; nobody else learns that there is no mail.
        tracing::warn!("a password reset was asked for, and no mail server is configured");
        return Ok(());
    }
    if folded.len() > 254 {
        return Ok(());
    }
    app.db
        .write_global(folded.clone().as_bytes(), move |tx| jobs::enqueue_reset(tx, &folded))
        .await
}

/// Who asked for a link. One that the owner asked for was mailed to the account's address and nobody else saw it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    Owner,
    Administrator,
}

impl Asked {
    /// How long the link can be used.
    pub const fn lives(self) -> Duration {
        match self {
            Self::Owner => Duration::from_secs(3600),
            Self::Administrator => Duration::from_secs(24 * 3600),
        }
    }
}

/// What a link's row says of it.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Link {
    pub asked: Asked,
}

/// A link to copy, or for a letter that is being written. Older ones die.
pub fn make(tx: &mut Tx<'_>, account: AccountId, hash: &[u8; 32], asked: Asked) -> Result<()> {
    let (expires, body) = (
        tx.now().plus(asked.lives()),
        serde_json::to_string(&Link { asked }).map_err(Error::internal)?,
    );
    credential::put_secret(tx, hash, PURPOSE, Some(account), &body, expires)
}

/// What the holder of a link is shown before choosing.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "AccountResetShown")]
pub struct Shown {
    pub email: String,
    pub expired: bool,
    /// External memberships rest: with the account's phone number, this link ends that.
    pub phone_wanted: bool,
}

pub fn view(tx: &mut Tx<'_>, token: &str) -> Result<Shown> {
    let hash = secret::hash(Purpose::Reset, token).ok_or_else(Error::unknown)?;
    let found = credential::secret(tx, &hash, PURPOSE)?.ok_or_else(Error::unknown)?;
    if found.used_at.is_some() {
        return Err(Error::conflict("link_used"));
    }
    let (person, _) = password::load(tx, found.account.ok_or_else(Error::unknown)?)?;
    Ok(Shown {
        phone_wanted: thaw::can(&person, &found) && person.phone.is_some(),
        expired: found.expires_at <= tx.now(),
        email: person.email,
    })
}

#[derive(Clone, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "AccountChoice")]
pub struct Choice {
    pub token: String,
    pub password: String,
    /// The account's whole number, where it is wanted; without it the password is set and external memberships go on resting.
    pub phone: Option<String>,
}

/// Sets the password and ends every session. With a second factor nobody is signed in by this: the link proves the address only.
pub async fn confirm(app: &App, from: &From, choice: Choice) -> Result<(Option<SignedIn>, String)> {
    limit::take(app, &[limit::by_address("reset", &from.address)]).await?;
    let hash = secret::hash(Purpose::Reset, &choice.token).ok_or_else(Error::unknown)?;
    let look = move |tx: &mut Tx<'_>| {
        let found = credential::secret(tx, &hash, PURPOSE)?.ok_or_else(Error::unknown)?;
        if found.used_at.is_some() {
            return Err(Error::conflict("link_used"));
        }
        if found.expires_at <= tx.now() {
            return Err(Error::conflict("link_expired"));
        }
        let (person, _) = password::load(tx, found.account.ok_or_else(Error::unknown)?)?;
        let country = thaw::country(tx, &person)?;
        Ok((thaw::can(&person, &found), country, person))
    };
    let (can_thaw, country, person) = app.db.read(look).await?;
    limit::take(app, &[limit::by_account("thaw", &person.id.to_string())]).await?;
    let thaws = can_thaw && thaw::proved(&person, choice.phone.as_deref(), country.as_deref())?;
    passwords::acceptable(
        &choice.password,
        &[&person.email, &person.first_name, &person.last_name, &person.name()],
    )?;
    let stored = app.passwords.hash(&choice.password).await?;
    let prepared = Prepared::new(from)?;
    let shown = prepared.shown.clone();
    let account = person.id;
    let set = move |tx: &mut Tx<'_>| {
        if !credential::spend_secret(tx, &hash, PURPOSE)? {
            return Err(Error::conflict("link_used"));
        }
        let (_, known) = password::load(tx, account)?;
        password::set(tx, account, &stored, &prepared.from)?;
        sessions::end_others(tx, account, None)?;
        if thaws {
            thaw::thaw(tx, &person, &prepared.from)?;
        }
        if known.totp_on || !known.active {
            Ok(None)
        } else {
            prepared.open(tx, account).map(Some)
        }
    };
    Ok((app.db.write_global(&account.to_bytes(), set).await?, shown))
}
