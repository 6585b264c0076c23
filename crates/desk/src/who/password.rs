//! Passwords: argon2id with OWASP's parameters, on few threads, with the same work for known and unknown people (SECURITY 10).

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::{PasswordHash, Salt};
use argon2::password_hash::{CustomizedPasswordHasher, PasswordVerifier};
use argon2::{Argon2, Params};
use kit::{Error, Result};
use unicode_normalization::UnicodeNormalization;

use super::{common, secret};
use crate::pool::Pool;

/// Characters. Length beats rules about kinds of characters, which people satisfy by `Password1!`.
pub const MIN_CHARS: usize = 10;
/// Longer ones are refused before hashing: the work must not grow with what a stranger sends.
pub const MAX_BYTES: usize = 1024;

/// What a sign-in learns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Right,
    /// Right, and the stored hash was made with weaker parameters: store a new one.
    RightButWeak,
    Wrong,
}

/// Hashes and checks. Cheap to clone.
#[derive(Clone)]
pub struct Passwords {
    pool: Pool,
    params: Params,
    /// The hash of a password that nobody knows, checked when there is no account, so that the answer costs the same.
    nobody: Arc<str>,
}

impl Passwords {
    /// 19 MiB, two passes, one lane (OWASP); as many at once as there are cores.
    pub fn new() -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self::with(
            Params::new(19 * 1024, 2, 1, None).map_err(|e| Error::internal(e.to_string()))?,
            cores,
        )
    }

    /// Other parameters: hardly any work, for tests that sign in a thousand people.
    pub fn with(params: Params, at_once: usize) -> Result<Self> {
        let nobody = hash(&params, &data_encoding::BASE64.encode(&secret::random()?))?;
        Ok(Self {
            pool: Pool::new(at_once, Duration::from_secs(10)),
            params,
            nobody: nobody.into(),
        })
    }

    /// Hashes a password that was found [`acceptable`].
    pub async fn hash(&self, password: &str) -> Result<String> {
        let password = normal(password)?;
        let params = self.params.clone();
        self.pool.run(move || hash(&params, &password)).await?
    }

    /// Checks a password against what is stored; `None` when there is no such account or it has no password.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<Verdict> {
        let password = normal(password)?;
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.nobody).to_owned();
        let params = self.params.clone();
        let verdict = self.pool.run(move || verify(&params, &password, &stored)).await??;
        Ok(if known { verdict } else { Verdict::Wrong })
    }
}

/// Whether somebody may choose this password. `about` are words that belong to the person: address, names, organisation.
pub fn acceptable(password: &str, about: &[&str]) -> Result<()> {
    let refused = |code| Error::invalid("password", code);
    if password.len() > MAX_BYTES {
        return Err(refused("password_too_long"));
    }
    if password.chars().count() < MIN_CHARS {
        return Err(refused("password_too_short").with_param("min", MIN_CHARS));
    }
    if common::is_common(password, about) {
        Err(refused("password_common"))
    } else {
        Ok(())
    }
}

/// One form for the same password typed on different keyboards; refuses what is too long to be one.
fn normal(password: &str) -> Result<String> {
    if password.len() > MAX_BYTES {
        return Err(Error::invalid("password", "password_too_long"));
    }
    Ok(password.nfc().collect())
}

fn hash(params: &Params, password: &str) -> Result<String> {
    let salt = secret::random()?;
    let (salt, _) = salt.split_at(Salt::RECOMMENDED_LENGTH);
    let hash = Argon2::default().hash_password_with_params(password.as_bytes(), salt, params.clone());
    Ok(hash.map_err(Error::internal)?.to_string())
}

fn verify(params: &Params, password: &str, stored: &str) -> Result<Verdict> {
    let stored = PasswordHash::new(stored).map_err(|e| Error::internal(e.to_string()))?;
    match Argon2::default().verify_password(password.as_bytes(), &stored) {
        Ok(()) => {
            let used = Params::try_from(&stored).map_err(|e| Error::internal(e.to_string()))?;
            let weak = used.m_cost() < params.m_cost() || used.t_cost() < params.t_cost();
            Ok(if weak { Verdict::RightButWeak } else { Verdict::Right })
        }
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(Verdict::Wrong),
        Err(other) => Err(Error::internal(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn light() -> Passwords {
        Passwords::with(Params::new(64, 1, 1, None).unwrap(), 2).unwrap()
    }

    #[tokio::test]
    async fn hashes_are_argon2id_with_the_parameters_of_owasp_and_salted() {
        let passwords = Passwords::new().unwrap();
        let (one, two) = (
            passwords.hash("tractor verde 77").await.unwrap(),
            passwords.hash("tractor verde 77").await.unwrap(),
        );
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, two);
        assert_eq!(passwords.verify("tractor verde 77", Some(&one)).await.unwrap(), Verdict::Right);
        assert_eq!(passwords.verify("tractor verde 78", Some(&one)).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn the_same_password_from_another_keyboard_and_weak_hashes() {
        let light = light();
        let stored = light.hash("contrasen\u{303}a de Íñigo").await.unwrap();
        assert_eq!(light.verify("contraseña de Íñigo", Some(&stored)).await.unwrap(), Verdict::Right);
        let stronger = Passwords::with(Params::new(128, 1, 1, None).unwrap(), 2).unwrap();
        assert_eq!(
            stronger.verify("contraseña de Íñigo", Some(&stored)).await.unwrap(),
            Verdict::RightButWeak
        );
        assert_eq!(stronger.verify("x", Some(&stored)).await.unwrap(), Verdict::Wrong);
    }

    /// The same work, shown by what is done and not by a clock: an unknown person is checked against a hash of the same cost.
    #[tokio::test]
    async fn an_unknown_person_costs_a_whole_hash_and_is_never_right() {
        let passwords = Passwords::new().unwrap();
        let nobody = PasswordHash::new(&passwords.nobody).unwrap();
        let cost = Params::try_from(&nobody).unwrap();
        assert_eq!((cost.m_cost(), cost.t_cost(), cost.p_cost()), (19 * 1024, 2, 1));
        assert_eq!(passwords.verify("whatever it is", None).await.unwrap(), Verdict::Wrong);

        // That the hash is really checked shows when it cannot be; that it opens nothing, when somebody knows its password.
        let unreadable = Passwords {
            nobody: "not a hash".into(),
            ..light()
        };
        assert_eq!(unreadable.verify("x", None).await.unwrap_err().kind, kit::Kind::Internal);
        assert_eq!(light().verify("x", Some("not a hash")).await.unwrap_err().kind, kit::Kind::Internal);
        let known = light();
        let nobody = known.hash("tractor verde 77").await.unwrap();
        let known = Passwords {
            nobody: nobody.into(),
            ..known
        };
        assert_eq!(known.verify("tractor verde 77", None).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn more_than_a_kibibyte_is_refused_before_hashing() {
        let light = light();
        let long = "a".repeat(MAX_BYTES + 1);
        assert_eq!(light.hash(&long).await.unwrap_err().code, "password_too_long");
        assert_eq!(
            light.verify(&long, Some("not even looked at")).await.unwrap_err().code,
            "password_too_long"
        );
        assert_eq!(light.verify(&long, None).await.unwrap_err().code, "password_too_long");
        assert!(light.hash(&"a".repeat(MAX_BYTES)).await.is_ok());
    }

    #[test]
    fn what_may_be_chosen() {
        let code = |password: &str| acceptable(password, &["rosa@elmezquite.mx", "El Mezquite"]).err().map(|e| e.code);
        for good in ["tractor verde 77", "ñandúñandúx", "correcto caballo", "🚜🚜🌽🌽🐄🐄🌾🌾🍅🥑"] {
            assert_eq!(code(good), None, "{good}");
        }
        assert_eq!(code("corto 123"), Some("password_too_short"));
        assert_eq!(code("ñandúñand"), Some("password_too_short"));
        assert_eq!(code(&"x y".repeat(400)), Some("password_too_long"));
        for bad in [
            "contraseña",
            "Password123!",
            "1234567890",
            "ElMezquite2026",
            "rosa@elmezquite.mx",
            "aaaaaaaaaaaa",
        ] {
            assert_eq!(code(bad), Some("password_common"), "{bad}");
        }
    }
}
