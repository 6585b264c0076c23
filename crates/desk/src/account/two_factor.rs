//! Set up a second factor, and take it away again.

use db::Tx;
use kit::{AccountId, Error, Result};

use super::sign_in::{From, prove};
use super::store::credential;
use super::{jobs, limit, password, second};
use crate::App;
use crate::mail::Template;
use crate::who::totp::Enrolment;
use crate::who::{recovery, totp};

/// Shown once, and for those who have just confirmed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct RecoveryCodes {
    pub recovery_codes: Vec<String>,
}

/// A secret to put into an authenticator application. It asks for nothing yet; another enrolment replaces it.
pub async fn enrol(app: &App, account: AccountId) -> Result<Enrolment> {
    let secret = totp::fresh()?;
    let begin = move |tx: &mut Tx<'_>| {
        let (person, known) = password::load(tx, account)?;
        if known.totp_on {
            return Err(Error::conflict("two_factor_on"));
        }
        credential::set_totp(tx, account, &secret)?;
        Ok(person.email)
    };
    let email = app.db.write_global(&account.to_bytes(), begin).await?;
    totp::enrolment(&secret, &email)
}

/// A right code shows that the application has the secret: from now on it is asked for.
pub async fn confirm(app: &App, from: &From, account: AccountId, code: String) -> Result<RecoveryCodes> {
    limit::take(app, &[limit::by_account("two-factor", &account.to_string())]).await?;
    let (codes, hashes) = codes()?;
    let from = from.clone();
    let turn_on = move |tx: &mut Tx<'_>| {
        let (_, known) = password::load(tx, account)?;
        let secret = known
            .totp_secret
            .as_deref()
            .filter(|_| !known.totp_on)
            .ok_or_else(|| Error::conflict("two_factor_not_begun"))?;
        let wrong = || Error::invalid("code", "code_wrong");
        let step = totp::check(secret, &code, tx.now(), known.totp_step)?.ok_or_else(wrong)?;
        if !credential::use_step(tx, account, step)? {
            return Err(wrong());
        }
        credential::turn_totp_on(tx, account)?;
        credential::put_codes(tx, account, &hashes)?;
        jobs::enqueue_notice(tx, account, jobs::Notice::new(Template::TwoFactorOn, &from))
    };
    app.db.write_global(&account.to_bytes(), turn_on).await?;
    Ok(RecoveryCodes { recovery_codes: codes })
}

/// What taking it away needs: both factors once more.
#[derive(Clone, serde::Deserialize, schemars::JsonSchema)]
pub struct Proof {
    pub password: String,
    #[serde(flatten)]
    pub second: second::Shown,
}

pub async fn remove(app: &App, from: &From, account: AccountId, proof: Proof) -> Result<()> {
    let (_, known) = app.db.read(move |tx| password::load(tx, account)).await?;
    prove(app, &known.email, &proof.password, Some(&known))
        .await
        .map_err(|error| password::at_field(error, "password"))?;
    let from = from.clone();
    let turn_off = move |tx: &mut Tx<'_>| {
        let (_, now) = password::load(tx, account)?;
        if !now.totp_on {
            return Err(Error::conflict("two_factor_off"));
        }
        second::check(tx, &now, &proof.second).map_err(at_code)?;
        credential::turn_totp_off(tx, account)?;
        jobs::enqueue_notice(tx, account, jobs::Notice::new(Template::TwoFactorOff, &from))
    };
    app.db.write_global(&account.to_bytes(), turn_off).await
}

/// New recovery codes; the old ones die.
pub async fn renew_codes(app: &App, account: AccountId, typed: String) -> Result<RecoveryCodes> {
    let (_, known) = app.db.read(move |tx| password::load(tx, account)).await?;
    prove(app, &known.email, &typed, Some(&known))
        .await
        .map_err(|error| password::at_field(error, "password"))?;
    let (codes, hashes) = codes()?;
    let put = move |tx: &mut Tx<'_>| {
        let (_, now) = password::load(tx, account)?;
        if !now.totp_on {
            return Err(Error::conflict("two_factor_off"));
        }
        credential::put_codes(tx, account, &hashes)
    };
    app.db.write_global(&account.to_bytes(), put).await?;
    Ok(RecoveryCodes { recovery_codes: codes })
}

fn codes() -> Result<(Vec<String>, Vec<[u8; 32]>)> {
    let codes = recovery::fresh()?;
    let hashes = codes.iter().filter_map(|code| recovery::hash(code)).collect();
    Ok((codes, hashes))
}

/// A wrong code of somebody who is signed in is a wrong field, not a missing sign-in.
fn at_code(error: Error) -> Error {
    match error.code {
        "sign_in_failed" => Error::invalid("code", "code_wrong"),
        "second_factor_required" => Error::invalid("code", "required"),
        _ => error,
    }
}
