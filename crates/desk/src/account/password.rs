//! The owner chooses another password.

use db::Tx;
use kit::{AccountId, Error, Result, SessionId};

use super::sign_in::{From, prove};
use super::store::{self, credential};
use super::{jobs, sessions};
use crate::App;
use crate::mail::Template;
use crate::who::password;

#[derive(Clone, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "AccountPasswordChange")]
pub struct Change {
    pub current: String,
    pub password: String,
}

/// Ends every other session: whoever knew the old one is out.
pub async fn change(app: &App, from: &From, account: AccountId, session: SessionId, ask: Change) -> Result<()> {
    let (person, known) = app.db.read(move |tx| load(tx, account)).await?;
    prove(app, &known.email, &ask.current, Some(&known))
        .await
        .map_err(|error| at_field(error, "current"))?;
    password::acceptable(
        &ask.password,
        &[&person.email, &person.first_name, &person.last_name, &person.name()],
    )?;
    let hash = app.passwords.hash(&ask.password).await?;
    let from = from.clone();
    let set = move |tx: &mut Tx<'_>| {
        let (_, now) = load(tx, account)?;
        if !now.same_password(&known) {
            return Err(Error::conflict("state_conflict"));
        }
        set(tx, account, &hash, &from)?;
        sessions::end_others(tx, account, Some(session)).map(drop)
    };
    app.db.write_global(&account.to_bytes(), set).await
}

/// Stores a new password's hash; links for choosing another die, and the owner is told.
pub fn set(tx: &mut Tx<'_>, account: AccountId, hash: &str, from: &From) -> Result<()> {
    credential::set_password(tx, account, hash)?;
    credential::kill_secrets(tx, super::reset::PURPOSE, Some(account))?;
    jobs::enqueue_notice(tx, account, jobs::Notice::new(Template::PasswordChanged, from))
}

pub fn load(tx: &mut Tx<'_>, account: AccountId) -> Result<(super::Account, super::Credentials)> {
    let person = store::row(tx, account)?.ok_or_else(Error::unknown)?;
    let known = credential::of(tx, account)?.ok_or_else(Error::unknown)?;
    Ok((person, known))
}

/// A wrong password of somebody who is signed in is a wrong field, not a missing sign-in.
pub fn at_field(error: Error, field: &str) -> Error {
    if error.code == "sign_in_failed" {
        Error::invalid(field, "password_wrong")
    } else {
        error
    }
}
