//! The second factor where it is asked for: a code of the moment, which serves once, or a recovery code, which serves once.

use db::Tx;
use kit::{Error, Result};

use super::Credentials;
use super::store::credential;
use crate::who::{recovery, totp};

/// What somebody shows besides the password.
#[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "AccountSecondShown")]
pub struct Shown {
    /// Six digits of the authenticator application.
    pub code: Option<String>,
    /// Or one of the codes kept for when it is lost.
    pub recovery_code: Option<String>,
}

/// What was used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Used {
    /// The account has no second factor.
    None,
    Code,
    RecoveryCode {
        left: i64,
    },
}

/// Uses up what is shown. The password was proved before: only then is it told that a second factor is wanted.
pub fn check(tx: &mut Tx<'_>, known: &Credentials, shown: &Shown) -> Result<Used> {
    let wrong = || Error::unauthenticated("sign_in_failed");
    let (Some(secret), true) = (&known.totp_secret, known.totp_on) else {
        return Ok(Used::None);
    };
    match (&shown.code, &shown.recovery_code) {
        (Some(code), _) => {
            let step = totp::check(secret, code, tx.now(), known.totp_step)?.ok_or_else(wrong)?;
            if credential::use_step(tx, known.account, step)? {
                Ok(Used::Code)
            } else {
                Err(wrong())
            }
        }
        (None, Some(code)) => {
            let hash = recovery::hash(code).ok_or_else(wrong)?;
            if !credential::use_code(tx, known.account, &hash)? {
                return Err(wrong());
            }
            Ok(Used::RecoveryCode {
                left: credential::codes_left(tx, known.account)?,
            })
        }
        (None, None) => Err(Error::unauthenticated("second_factor_required")),
    }
}
