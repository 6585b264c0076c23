//! Sign in: address and password, perhaps a second factor, for a session.
//!
//! Known and unknown people take the same way: the same statements, the same hashing, the same answer. Only who has proved the
//! password learns anything else.

use std::time::Duration;

use db::Tx;
use kit::{AccountId, Error, Result, SessionId, Time};

use super::store::credential;
use super::store::session::{self, Session};
use super::{Credentials, jobs, limit, second};
use crate::App;
use crate::mail::Template;
use crate::who::password::Verdict;
use crate::who::secret::{self, Purpose};

/// How long a session lives; using it does not prolong it.
pub const LIVES: Duration = Duration::from_secs(30 * 24 * 3600);

/// Where a request came from.
#[derive(Clone, Debug, Default)]
pub struct From {
    pub address: String,
    pub agent: String,
}

/// What somebody shows.
#[derive(Clone, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "AccountAsk")]
pub struct Ask {
    pub email: String,
    pub password: String,
    #[serde(flatten)]
    pub second: second::Shown,
}

/// A session that was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub account: AccountId,
    pub session: SessionId,
}

/// A session's secret, made outside of the transaction that opens it.
#[derive(Clone)]
pub struct Prepared {
    /// For the cookie, and nowhere else.
    pub shown: String,
    hash: [u8; 32],
    pub from: From,
}

impl Prepared {
    pub fn new(from: &From) -> Result<Self> {
        let shown = secret::new(Purpose::Session)?;
        let hash = secret::sha256(shown.as_bytes());
        Ok(Self {
            shown,
            hash,
            from: from.clone(),
        })
    }

    /// A new session, whatever there was before (SECURITY 9).
    pub fn open(&self, tx: &mut Tx<'_>, account: AccountId) -> Result<SignedIn> {
        let now: Time = tx.now();
        let opened = Session {
            id: SessionId::new(now),
            created_at: now,
            seen_at: now,
            expires_at: now.plus(LIVES),
            address: self.from.address.clone(),
            agent: self.from.agent.clone(),
            current: true,
        };
        session::insert(tx, account, &opened, &self.hash)?;
        jobs::enqueue_sweep(tx)?;
        Ok(SignedIn {
            account,
            session: opened.id,
        })
    }
}

/// The session and the secret that its cookie carries.
pub async fn sign_in(app: &App, from: &From, ask: Ask) -> Result<(SignedIn, String)> {
    let folded = ask.email.trim().to_lowercase();
    limit::take(app, &[limit::by_address("sign-in", &from.address)]).await?;
    let look = folded.clone();
    let known = app.db.read(move |tx| credential::by_email(tx, &look)).await?;
    let weak = prove(app, &folded, &ask.password, known.as_ref()).await?;
    let known = known.ok_or_else(wrong)?;
    let stronger = if weak {
        Some(app.passwords.hash(&ask.password).await?)
    } else {
        None
    };
    let prepared = Prepared::new(from)?;
    let shown = prepared.shown.clone();
    let account = known.account;
    let open = move |tx: &mut Tx<'_>| {
        let now = credential::of(tx, account)?
            .filter(|now| now.active && now.same_password(&known))
            .ok_or_else(wrong)?;
        let used = second::check(tx, &now, &ask.second)?;
        limit::forgive(tx, &bucket(&folded))?;
        if let Some(hash) = &stronger {
            credential::set_password(tx, account, hash)?;
        }
        if let second::Used::RecoveryCode { left } = used {
            jobs::enqueue_notice(
                tx,
                account,
                jobs::Notice::new(Template::RecoveryCodeUsed, &prepared.from).left(left),
            )?;
        }
        let before = session::of(tx, account)?;
        if !before.is_empty() && before.iter().all(|s| s.agent != prepared.from.agent) {
            jobs::enqueue_notice(tx, account, jobs::Notice::new(Template::NewSignIn, &prepared.from))?;
        }
        prepared.open(tx, account)
    };
    Ok((app.db.write_global(&account.to_bytes(), open).await?, shown))
}

/// Checks a password, at most so often for one account; says whether its hash is a weak one. For nobody, too: it is the same work.
pub async fn prove(app: &App, email: &str, password: &str, known: Option<&Credentials>) -> Result<bool> {
    limit::take(app, &[bucket(&email.to_lowercase())]).await?;
    let stored = known.filter(|k| k.active).and_then(|k| k.password_hash.as_deref());
    match app.passwords.verify(password, stored).await? {
        Verdict::Right => Ok(false),
        Verdict::RightButWeak => Ok(true),
        Verdict::Wrong => Err(wrong()),
    }
}

fn bucket(folded: &str) -> limit::Bucket {
    limit::by_account("sign-in", folded)
}

fn wrong() -> Error {
    Error::unauthenticated("sign_in_failed")
}
