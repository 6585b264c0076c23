//! Work that follows: letters to the owner of an account, and sweeping away what says nothing any more.
//!
//! The secret of a letter is made when the letter is written: a job's row holds none.

use std::time::Duration;

use db::Tx;
use db::job::Dedup;
use kit::{AccountId, Email, OrgId, Result, Time};
use serde::{Deserialize, Serialize};

use super::reset::Asked;
use super::sign_in::From;
use super::store::{self, attempt, credential, session};
use super::{Account, password, reset};
use crate::mail::{Letter, NotSent, Template, when};
use crate::who::secret::{self, Purpose};
use crate::work::{self, Done, Failed};
use crate::{App, organisation};

pub const NOTICE: &str = "account.notice";
pub const RESET: &str = "account.reset";
pub const RESET_BY_ADMIN: &str = "account.reset_by_admin";
pub const SWEEP: &str = "account.sweep";

/// Something happened to an account that its owner should know of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// The letter's key.
    letter: String,
    address: String,
    agent: String,
    left: Option<i64>,
}

impl Notice {
    pub fn new(template: Template, from: &From) -> Self {
        Self {
            letter: template.key().to_owned(),
            address: from.address.clone(),
            agent: from.agent.clone(),
            left: None,
        }
    }

    /// How many recovery codes are left.
    #[must_use]
    pub fn left(self, left: i64) -> Self {
        Self { left: Some(left), ..self }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct NoticeJob {
    account: AccountId,
    at: Time,
    notice: Notice,
}

#[derive(Debug, Serialize, Deserialize)]
struct ResetJob {
    email: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct ResetByAdminJob {
    account: AccountId,
    organisation: OrgId,
}

pub fn enqueue_notice(tx: &mut Tx<'_>, account: AccountId, notice: Notice) -> Result<()> {
    let at = tx.now();
    work::enqueue(tx, NOTICE, &NoticeJob { account, at, notice }, None, at, None)
}

pub fn enqueue_reset(tx: &mut Tx<'_>, folded: &str) -> Result<()> {
    let at = tx.now();
    work::enqueue(tx, RESET, &ResetJob { email: folded.to_owned() }, None, at, None)
}

pub fn enqueue_reset_by_admin(tx: &mut Tx<'_>, account: AccountId, organisation: OrgId) -> Result<()> {
    let at = tx.now();
    work::enqueue(tx, RESET_BY_ADMIN, &ResetByAdminJob { account, organisation }, None, at, None)
}

/// Once a day, while people sign in.
pub fn enqueue_sweep(tx: &mut Tx<'_>) -> Result<()> {
    let tomorrow = tx.now().plus(Duration::from_secs(24 * 3600));
    work::enqueue(tx, SWEEP, &serde_json::json!({}), None, tomorrow, Some(Dedup::Keep("sweep".into())))
}

/// Writes the letter to the owner.
pub async fn notice(app: &App, body: &str) -> Done {
    let job: NoticeJob = read(body)?;
    let Some(person) = person(app, job.account).await? else {
        return Ok(());
    };
    let Some(template) = Template::ALL.iter().copied().find(|t| t.key() == job.notice.letter) else {
        return Err(Failed::Fail(format!("job_unreadable: no letter {}", job.notice.letter)));
    };
    let Some(mut letter) = letter(&person, template) else {
        return Ok(());
    };
    for name in template.params() {
        letter = match *name {
            "at" => letter.with("at", when(person.locale, job.at, &person.time_zone)),
            "address" => letter.with("address", job.notice.address.clone()),
            "agent" => letter.with("agent", job.notice.agent.clone()),
            "left" => letter.with("left", job.notice.left.unwrap_or(0).to_string()),
            _ => letter,
        };
    }
    if template.has_button() {
        letter = letter.leading_to("/me/security");
    }
    deliver(app, &letter).await
}

/// Somebody asked for a link: if they are somebody, they get one.
pub async fn reset(app: &App, body: &str) -> Done {
    let job: ResetJob = read(body)?;
    let found = app.db.read(move |tx| store::by_email(tx, &job.email)).await?;
    let Some(person) = found.filter(|a| a.active) else { return Ok(()) };
    link(app, &person, Template::PasswordReset, Asked::Owner, None).await
}

/// An administrator of the home organisation sends a link.
pub async fn reset_by_admin(app: &App, body: &str) -> Done {
    let job: ResetByAdminJob = read(body)?;
    let Some(person) = person(app, job.account).await? else {
        return Ok(());
    };
    let ground = app.db.read(move |tx| organisation::store::row(tx, job.organisation)).await?;
    link(
        app,
        &person,
        Template::PasswordResetByAdmin,
        Asked::Administrator,
        ground.map(|o| o.name),
    )
    .await
}

/// A fresh link, and the letter that carries it. A letter that is written again carries another link, and the earlier one is dead.
async fn link(app: &App, person: &Account, template: Template, asked: Asked, organisation: Option<String>) -> Done {
    let Some(mut letter) = letter(person, template) else {
        return Ok(());
    };
    if app.mailer.is_off() {
        return Ok(());
    }
    let shown = secret::new(Purpose::Reset)?;
    let (hash, account) = (secret::sha256(shown.as_bytes()), person.id);
    app.db
        .write_global(&account.to_bytes(), move |tx| reset::make(tx, account, &hash, asked))
        .await?;
    letter = letter.with(
        "expires",
        when(person.locale, app.clock.now().plus(asked.lives()), &person.time_zone),
    );
    if let Some(name) = organisation {
        letter = letter.with("organisation", name);
    }
    deliver(app, &letter.leading_to(format!("/reset?token={shown}"))).await
}

/// Takes away what expired a month ago.
pub async fn sweep(app: &App) -> Done {
    let sweep = |tx: &mut Tx<'_>| {
        let before = tx.now().minus(Duration::from_secs(30 * 24 * 3600));
        Ok::<_, kit::Error>(session::sweep(tx, before)? + credential::sweep(tx, before)? + attempt::sweep(tx, before)?)
    };
    let gone = app.db.write_global(b"sweep", sweep).await?;
    tracing::debug!(gone, "old sessions, secrets and attempts swept away");
    Ok(())
}

async fn person(app: &App, account: AccountId) -> Result<Option<Account>> {
    let found = app.db.read(move |tx| password::load(tx, account)).await;
    match found {
        Ok((person, _)) => Ok(Some(person)),
        Err(gone) if gone.kind == kit::Kind::Unknown => Ok(None),
        Err(error) => Err(error),
    }
}

fn letter(person: &Account, template: Template) -> Option<Letter> {
    let to = Email::parse(&person.email, "email").ok()?;
    Some(Letter::new(to, person.locale, template).with("first_name", person.first_name.clone()))
}

/// Sends it; without a mail server nothing is sent, which is no failure.
pub async fn deliver(app: &App, letter: &Letter) -> Done {
    match app.mailer.send(letter, app.clock.now()).await {
        Ok(()) | Err(NotSent::Off) => Ok(()),
        Err(NotSent::Later(why)) => Err(Failed::Retry(format!("mail_unreachable: {why}"))),
        Err(NotSent::Refused(why)) => Err(Failed::Fail(format!("mail_refused: {why}"))),
        Err(NotSent::Unwritten(why)) => Err(Failed::Fail(format!("letter_unwritten: {why}"))),
    }
}

pub fn read<T: serde::de::DeserializeOwned>(body: &str) -> std::result::Result<T, Failed> {
    Ok(serde_json::from_str(body)?)
}
