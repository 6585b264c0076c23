//! What a handler holds. A handler of an organisation's route has no database but through [`Cx`], and no [`Cx`] without a member.

use access::Place;
use aide::OperationInput;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::Method;
use axum::http::request::Parts;
use db::Tx;
use kit::{Error, OrgId, Result, ViewingId};

use super::credential::{self, Shown};
use super::{Fault, Permit};
use crate::App;
use crate::audit;
use crate::who::{Via, Who, view_as};

/// A member at work in one organisation.
#[derive(Clone)]
pub struct Cx {
    pub app: App,
    pub who: Who,
    pub via: Via,
    /// `Idempotency-Key`, if one was sent.
    pub key: Option<String>,
    /// `X-Relevo-View-As`: through whose eyes the caller looks; then nothing is changed.
    pub eyes: Option<ViewingId>,
    permit: Permit,
}

impl FromRequestParts<App> for Cx {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let permit = parts
            .extensions
            .get::<Permit>()
            .copied()
            .ok_or_else(|| Error::internal("a route without a permit"))?;
        let shown = credential::shown(parts, app)?;
        let org = organisation(parts, app).await;
        let address = credential::address(parts, app);
        let key = credential::idempotency_key(parts)?;
        let eyes = credential::eyes(parts)?;
        let cache = app.clone();
        let (via, who) = app
            .db
            .read(move |tx| -> Result<(Via, Who)> {
                let via = credential::check(tx, &shown)?;
                let who = caller(tx, &cache, org.ok_or_else(Error::unknown)?, &via, eyes)?;
                if let Permit::Desk(perm) = permit {
                    who.may(perm, &Place::Desk)?;
                }
                Ok((via, who))
            })
            .await?;
        credential::seen(app, &via);
        Ok(Self {
            app: app.clone(),
            who: Who { address, ..who },
            via,
            key,
            eyes,
            permit,
        })
    }
}

/// `{org}` of the path; one that is not even an id is unknown, after the credential has been checked.
async fn organisation(parts: &mut Parts, app: &App) -> Option<OrgId> {
    let params = RawPathParams::from_request_parts(parts, app).await.ok()?;
    params
        .iter()
        .find(|(name, _)| *name == "org")
        .and_then(|(_, value)| value.parse().ok())
}

/// Whoever is not in good standing (suspended, frozen, let go at home) is nobody here, whatever the route asks for.
fn caller(tx: &mut Tx<'_>, app: &App, org: OrgId, via: &Via, eyes: Option<ViewingId>) -> Result<Who> {
    let who = match via {
        Via::Session(session) => app.callers.of_account(tx, org, session.account),
        Via::Token(token) => app.callers.of_token(tx, org, token),
    }?;
    if !who.caller.alive {
        return Err(Error::unknown());
    }
    match eyes {
        Some(id) => view_as::through(tx, &app.callers, &who, id),
        None => Ok(who),
    }
}

impl Cx {
    pub fn org(&self) -> OrgId {
        self.who.org()
    }

    /// A snapshot read as this caller.
    pub async fn read<T: Send + 'static>(&self, f: impl Fn(&mut Tx<'_>, &Who) -> Result<T> + Send + Sync + 'static) -> Result<T> {
        let who = self.who.clone();
        self.app.db.read(move |tx| f(tx, &who)).await
    }

    /// A write as this caller, who is loaded again inside the transaction: what was revoked before it began does not count.
    pub async fn write<T: Send + 'static>(&self, f: impl Fn(&mut Tx<'_>, &Who) -> Result<T> + Send + Sync + 'static) -> Result<T> {
        let cx = self.clone();
        let write = move |tx: &mut Tx<'_>| {
            let who = cx.fresh(tx)?;
            f(tx, &who)
        };
        self.app.db.write(self.org(), write).await
    }

    /// As [`Cx::write`] of a create: with an `Idempotency-Key`, a repeat of the same request makes nothing and gives the first one's id.
    /// `print` is the body's hash. What the id names is read anew, and only if it can still be read.
    pub async fn create<I: kit::Id, T: Send + 'static>(
        &self,
        print: [u8; 32],
        make: impl Fn(&mut Tx<'_>, &Who) -> Result<I> + Send + Sync + 'static,
        show: impl Fn(&mut Tx<'_>, &Who, I) -> Result<T> + Send + Sync + 'static,
    ) -> Result<super::Created<T>> {
        let cx = self.clone();
        let value = self
            .app
            .db
            .write(self.org(), move |tx| {
                let who = cx.fresh(tx)?;
                let id = super::idempotency::once(tx, who.org(), &who.member().to_string(), cx.key.as_deref(), print, |tx| {
                    make(tx, &who)
                })?;
                show(tx, &who, id)
            })
            .await?;
        Ok(super::Created(value))
    }

    /// A person of another organisation has read a ticket: kept once a day, before it is answered.
    pub async fn read_across(&self, ticket: kit::TicketId) -> Result<()> {
        // Who looks through their eyes is of this organisation.
        if self.eyes.is_none() && self.who.caller.external && self.read(move |tx, who| audit::wants_cross_read(tx, who, ticket)).await? {
            self.write(move |tx, who| audit::cross_read(tx, who, ticket)).await?;
        }
        Ok(())
    }

    fn fresh(&self, tx: &mut Tx<'_>) -> Result<Who> {
        if self.eyes.is_some() {
            return Err(view_as::reads_only());
        }
        let who = caller(tx, &self.app, self.org(), &self.via, None)?;
        credential::still(tx, &self.via)?;
        if let Permit::Desk(perm) = self.permit {
            who.may(perm, &Place::Desk)?;
        }
        Ok(Who {
            address: self.who.address.clone(),
            ..who
        })
    }
}

impl OperationInput for Cx {}

/// A signed-in person, outside organisations.
#[derive(Clone)]
pub struct Person {
    pub app: App,
    pub session: crate::who::Session,
    pub address: String,
    pub agent: String,
}

impl FromRequestParts<App> for Person {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let shown = credential::shown(parts, app)?;
        // A token belongs to one member and speaks for nothing beyond.
        if matches!(shown, Shown::Token(_)) {
            return Err(Error::unauthenticated("sign_in_required").into());
        }
        let via = app.db.read(move |tx| credential::check(tx, &shown)).await?;
        credential::seen(app, &via);
        let Via::Session(session) = via else {
            return Err(Error::unauthenticated("sign_in_required").into());
        };
        Ok(Self {
            app: app.clone(),
            session,
            address: credential::address(parts, app),
            agent: credential::agent(parts),
        })
    }
}

impl OperationInput for Person {}

/// Whether a method may change something, and so must not come from another site.
pub fn unsafe_method(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}
