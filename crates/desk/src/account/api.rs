//! The routes of a person: outside organisations, about themselves.

use axum::Json;
use axum::response::NoContent;
use kit::{AccountId, Page, SessionId};

use super::me::{Me, Own};
use super::password::Change as PasswordChange;
use super::sign_in::{From, LIVES};
use super::two_factor::{Proof, RecoveryCodes};
use super::{edit, limit, me, password, reset, sessions, sign_in, two_factor};
use crate::http::Permit::{Person as Signed, Public};
use crate::http::{Accepted, Answer, Ask, Body, Client, Created, Fault, On, Person, Slice, WithCookie};
use crate::who::totp::Enrolment;

const SELF: &str = "about oneself";

pub fn routes() -> Slice {
    let before = Public("nobody is signed in yet");
    let by_link = Public("by a link that only its owner has");
    Slice::root("account")
        .post("/api/v1/session", before, "session.open: sign in", open)
        .delete("/api/v1/session", Signed(SELF), "session.close: sign out", close)
        .get("/api/v1/me", Signed(SELF), "me.get: who I am and where I work", get)
        .patch("/api/v1/me", Signed(SELF), "me.edit: what I say about myself", change)
        .post(
            "/api/v1/me/password",
            Signed(SELF),
            "me.password: choose another password; ends my other sessions",
            change_password,
        )
        .get("/api/v1/me/sessions", Signed(SELF), "session.list: where I am signed in", list)
        .delete(
            "/api/v1/me/sessions",
            Signed(SELF),
            "session.end_others: end all of my other sessions",
            end_others,
        )
        .delete(
            "/api/v1/me/sessions/{session}",
            Signed(SELF),
            "session.end: end one of my sessions",
            end,
        )
        .post(
            "/api/v1/me/two-factor",
            Signed(SELF),
            "two_factor.enrol: begin to set up a second factor",
            enrol,
        )
        .post(
            "/api/v1/me/two-factor/confirmation",
            Signed(SELF),
            "two_factor.confirm: show that it works; from now on it is asked for",
            confirm,
        )
        .delete(
            "/api/v1/me/two-factor",
            Signed(SELF),
            "two_factor.remove: take the second factor away",
            remove,
        )
        .post(
            "/api/v1/me/recovery-codes",
            Signed(SELF),
            "two_factor.recovery_codes: new recovery codes",
            recovery_codes,
        )
        .post(
            "/api/v1/password-reset",
            before,
            "password_reset.ask: ask for a link; the answer is always the same",
            ask,
        )
        .get(
            "/api/v1/password-reset",
            by_link,
            "password_reset.get: whether a link can be used",
            view,
        )
        .post(
            "/api/v1/password-reset/confirmation",
            by_link,
            "password_reset.confirm: choose a password; ends all sessions",
            choose,
        )
}

/// Somebody is signed in now; the cookie is in the header.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct Opened {
    pub account: AccountId,
}

/// 201 with the session's cookie.
pub type Begun = WithCookie<Created<Opened>>;

pub fn begun(app: &crate::App, account: AccountId, secret: &str) -> Begun {
    WithCookie::begin(app, Created(Opened { account }), secret, LIVES)
}

impl Client {
    pub fn from(&self) -> From {
        From {
            address: self.address.clone(),
            agent: self.agent.clone(),
        }
    }
}

impl Person {
    fn from(&self) -> From {
        From {
            address: self.address.clone(),
            agent: self.agent.clone(),
        }
    }

    fn account(&self) -> AccountId {
        self.session.account
    }
}

async fn open(client: Client, body: Body<sign_in::Ask>) -> Result<Begun, Fault> {
    let (signed_in, secret) = sign_in::sign_in(&client.app, &client.from(), body.value).await?;
    Ok(begun(&client.app, signed_in.account, &secret))
}

async fn close(person: Person) -> Result<WithCookie<NoContent>, Fault> {
    let (account, session) = (person.account(), person.session.id);
    let end = person
        .app
        .db
        .write_global(&account.to_bytes(), move |tx| sessions::end(tx, account, session))
        .await;
    match end {
        // Ended by somebody else in this moment: it is what was asked for.
        Err(gone) if gone.kind == kit::Kind::Unknown => {}
        end => end?,
    }
    Ok(WithCookie::end(&person.app, NoContent))
}

async fn get(person: Person) -> Answer<Me> {
    let (callers, account) = (person.app.callers.clone(), person.account());
    let sends_mail = !person.app.mailer.is_off();
    Ok(Json(person.app.db.read(move |tx| me::me(tx, &callers, account, sends_mail)).await?))
}

async fn change(person: Person, body: Body<edit::Change>) -> Answer<Own> {
    let account = person.account();
    let changed = move |tx: &mut db::Tx<'_>| {
        edit::edit(tx, account, &body.value)?;
        me::own(tx, account)
    };
    Ok(Json(person.app.db.write_global(&account.to_bytes(), changed).await?))
}

async fn change_password(person: Person, body: Body<PasswordChange>) -> Result<NoContent, Fault> {
    password::change(&person.app, &person.from(), person.account(), person.session.id, body.value).await?;
    Ok(NoContent)
}

async fn list(person: Person) -> Answer<Page<sessions::Session>> {
    let (account, current) = (person.account(), person.session.id);
    Ok(Json(Page::whole(
        person.app.db.read(move |tx| sessions::list(tx, account, current)).await?,
    )))
}

async fn end_others(person: Person) -> Result<NoContent, Fault> {
    let (account, current) = (person.account(), person.session.id);
    person
        .app
        .db
        .write_global(&account.to_bytes(), move |tx| sessions::end_others(tx, account, Some(current)))
        .await?;
    Ok(NoContent)
}

/// `/me/sessions/{session}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct SessionPath {
    pub session: SessionId,
}

async fn end(person: Person, On(path): On<SessionPath>) -> Result<NoContent, Fault> {
    let account = person.account();
    person
        .app
        .db
        .write_global(&account.to_bytes(), move |tx| sessions::end(tx, account, path.session))
        .await?;
    Ok(NoContent)
}

async fn enrol(person: Person) -> Answer<Enrolment> {
    Ok(Json(two_factor::enrol(&person.app, person.account()).await?))
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct Code {
    pub code: String,
}

async fn confirm(person: Person, body: Body<Code>) -> Answer<RecoveryCodes> {
    Ok(Json(
        two_factor::confirm(&person.app, &person.from(), person.account(), body.value.code).await?,
    ))
}

async fn remove(person: Person, body: Body<Proof>) -> Result<NoContent, Fault> {
    two_factor::remove(&person.app, &person.from(), person.account(), body.value).await?;
    Ok(NoContent)
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct Password {
    pub password: String,
}

async fn recovery_codes(person: Person, body: Body<Password>) -> Answer<RecoveryCodes> {
    Ok(Json(
        two_factor::renew_codes(&person.app, person.account(), body.value.password).await?,
    ))
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct Email {
    pub email: String,
}

async fn ask(client: Client, body: Body<Email>) -> Result<Accepted, Fault> {
    reset::ask(&client.app, &client.from(), body.value.email).await?;
    Ok(Accepted)
}

/// A link's secret.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "AccountToken")]
pub struct Token {
    pub token: String,
}

async fn view(client: Client, Ask(ask): Ask<Token>) -> Answer<reset::Shown> {
    limit::take(&client.app, &[limit::by_address("reset", &client.address)]).await?;
    Ok(Json(client.app.db.read(move |tx| reset::view(tx, &ask.token)).await?))
}

/// Whether this signed the person in: not with a second factor, which is asked for at the next sign-in.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct Chosen {
    pub signed_in: bool,
}

async fn choose(client: Client, body: Body<reset::Choice>) -> Result<WithCookie<Json<Chosen>>, Fault> {
    let (signed_in, secret) = reset::confirm(&client.app, &client.from(), body.value).await?;
    let answer = Json(Chosen {
        signed_in: signed_in.is_some(),
    });
    Ok(match signed_in {
        Some(_) => WithCookie::begin(&client.app, answer, &secret, LIVES),
        None => WithCookie::none(answer),
    })
}
