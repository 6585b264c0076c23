//! Choose another password without knowing the old one: by a link that serves once, for an hour.

use std::time::Duration;

use db::Tx;
use kit::{AccountId, Error, Result};

use super::sign_in::{From, Prepared, SignedIn};
use super::store::credential;
use super::{jobs, limit, password, sessions};
use crate::App;
use crate::who::password as passwords;
use crate::who::secret::{self, Purpose};

pub const PURPOSE: &str = "reset";

/// How long a link can be used that its owner asked for, and one that an administrator sent.
pub const LIVES: Duration = Duration::from_secs(3600);
pub const LIVES_FROM_ADMIN: Duration = Duration::from_secs(24 * 3600);

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

/// A link to copy, or for a letter that is being written. Older ones die.
pub fn make(tx: &mut Tx<'_>, account: AccountId, hash: &[u8; 32], lives: Duration) -> Result<()> {
    let expires = tx.now().plus(lives);
    credential::put_secret(tx, hash, PURPOSE, Some(account), "{}", expires)
}

/// What the holder of a link is shown before choosing.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Shown {
    pub email: String,
    pub expired: bool,
}

pub fn view(tx: &mut Tx<'_>, token: &str) -> Result<Shown> {
    let hash = secret::hash(Purpose::Reset, token).ok_or_else(Error::unknown)?;
    let found = credential::secret(tx, &hash, PURPOSE)?.ok_or_else(Error::unknown)?;
    if found.used_at.is_some() {
        return Err(Error::conflict("link_used"));
    }
    let (person, _) = password::load(tx, found.account.ok_or_else(Error::unknown)?)?;
    Ok(Shown {
        email: person.email,
        expired: found.expires_at <= tx.now(),
    })
}

#[derive(Clone, serde::Deserialize, schemars::JsonSchema)]
pub struct Choice {
    pub token: String,
    pub password: String,
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
        Ok(person)
    };
    let person = app.db.read(look).await?;
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
        if known.totp_on || !known.active {
            Ok(None)
        } else {
            prepared.open(tx, account).map(Some)
        }
    };
    Ok((app.db.write_global(&account.to_bytes(), set).await?, shown))
}
