//! What a request was signed with, where it came from, and whether a browser was tricked into sending it.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use db::Tx;
use kit::{Error, Result, ViewingId};

use crate::App;
use crate::who::secret::{self, Purpose};
use crate::who::{Via, store, view_as};

/// The session cookie. `__Host-` binds it to our host where we are served over TLS.
pub const COOKIE: &str = "relevo_session";
const SECURE_COOKIE: &str = "__Host-relevo_session";

/// How often a session's *last seen* is written, and a token's *last used*.
const SEEN_EVERY: Duration = Duration::from_secs(300);
const USED_EVERY: Duration = Duration::from_secs(60);

/// The hash of what was shown.
#[derive(Clone, Copy)]
pub enum Shown {
    Session([u8; 32]),
    Token([u8; 32]),
}

/// Reads the credential. A cookie on a request that changes something is honoured only from our own pages (SECURITY 9).
pub fn shown(parts: &Parts, app: &App) -> Result<Shown> {
    let bearer = parts
        .headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer "));
    if let Some(text) = bearer {
        return secret::hash(Purpose::Token, text)
            .map(Shown::Token)
            .ok_or_else(|| Error::unauthenticated("token_invalid"));
    }
    let cookie = cookie(&parts.headers, app.config.secure()).ok_or_else(|| Error::unauthenticated("sign_in_required"))?;
    let hash = secret::hash(Purpose::Session, &cookie).ok_or_else(|| Error::unauthenticated("session_expired"))?;
    if super::cx::unsafe_method(&parts.method) {
        own_page(&parts.headers)?;
    }
    Ok(Shown::Session(hash))
}

/// Refuses what another site's page made a browser send with our cookie.
pub fn own_page(headers: &HeaderMap) -> Result<()> {
    if !headers.contains_key("x-relevo") {
        return Err(foreign());
    }
    own_origin(headers)
}

/// Refuses what another site's page sends; what is no browser says nothing of pages.
pub fn own_origin(headers: &HeaderMap) -> Result<()> {
    if headers.get("sec-fetch-site").is_some_and(|v| v != "same-origin" && v != "none") {
        return Err(foreign());
    }
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok());
    match headers.get(header::ORIGIN).map(|v| v.to_str().unwrap_or_default()) {
        Some(origin) if origin.split_once("://").map(|(_, h)| h) != host => Err(foreign()),
        _ => Ok(()),
    }
}

fn foreign() -> Error {
    Error::new(kit::Kind::Denied, "foreign_origin")
}

fn cookie(headers: &HeaderMap, secure: bool) -> Option<String> {
    let name = if secure { SECURE_COOKIE } else { COOKIE };
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    all.flat_map(cookie::Cookie::split_parse)
        .filter_map(std::result::Result::ok)
        .find(|c| c.name() == name)
        .map(|c| c.value().to_owned())
}

/// The `Set-Cookie` of a new session, or of none.
pub fn set_cookie(secure: bool, value: Option<&str>, lives: Duration) -> String {
    let name = if secure { SECURE_COOKIE } else { COOKIE };
    let age = if value.is_some() {
        i64::try_from(lives.as_secs()).unwrap_or(0)
    } else {
        0
    };
    cookie::Cookie::build((name, value.unwrap_or_default()))
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(cookie::SameSite::Lax)
        .max_age(cookie::time::Duration::seconds(age))
        .build()
        .to_string()
}

/// Whether it is alive.
pub fn check(tx: &mut Tx<'_>, shown: &Shown) -> Result<Via> {
    match shown {
        Shown::Session(hash) => store::session(tx, hash)?
            .map(Via::Session)
            .ok_or_else(|| Error::unauthenticated("session_expired")),
        Shown::Token(hash) => store::token(tx, hash)?
            .map(Via::Token)
            .ok_or_else(|| Error::unauthenticated("token_invalid")),
    }
}

/// Whether it is still alive, inside a write.
pub fn still(tx: &mut Tx<'_>, via: &Via) -> Result<()> {
    let alive = match via {
        Via::Session(session) => store::session_lives(tx, session.id)?,
        Via::Token(token) => store::token_lives(tx, token)?,
    };
    if alive {
        Ok(())
    } else {
        Err(Error::unauthenticated("session_expired"))
    }
}

/// Writes *last seen* and *last used* now and then, off the request's way.
pub fn seen(app: &App, via: &Via) {
    let now = app.clock.now();
    let due = match via {
        Via::Session(session) => now.since(session.seen_at) >= SEEN_EVERY,
        Via::Token(token) => token.used_at.is_none_or(|at| now.since(at) >= USED_EVERY),
    };
    if !due {
        return;
    }
    let (app, via) = (app.clone(), via.clone());
    tokio::spawn(async move {
        let key = match &via {
            Via::Session(session) => session.id.to_bytes(),
            Via::Token(token) => token.id.to_bytes(),
        };
        let write = move |tx: &mut Tx<'_>| match &via {
            Via::Session(session) => store::session_seen(tx, session.id, now),
            Via::Token(token) => store::token_used(tx, token, now, USED_EVERY),
        };
        if let Err(error) = app.db.write_global(&key, write).await {
            tracing::debug!(%error, "last seen not written");
        }
    });
}

/// The client's address; a forwarded one counts only from a configured proxy (SECURITY 10).
pub fn address(parts: &Parts, app: &App) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let Some(peer) = peer else { return String::new() };
    if !app.config.trusted_proxies.contains(&peer) {
        return peer.to_string();
    }
    let chain = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','));
    let hops: Vec<IpAddr> = chain.filter_map(|hop| hop.trim().parse().ok()).collect();
    let client = hops.iter().rev().find(|hop| !app.config.trusted_proxies.contains(hop));
    client.copied().unwrap_or(peer).to_string()
}

pub fn agent(parts: &Parts) -> String {
    parts
        .headers
        .get(header::USER_AGENT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .chars()
        .take(300)
        .collect()
}

/// `Idempotency-Key`, 1 to 200 printable characters.
pub fn idempotency_key(parts: &Parts) -> Result<Option<String>> {
    let Some(value) = parts.headers.get("idempotency-key") else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default();
    if text.is_empty() || text.len() > 200 {
        return Err(Error::invalid("Idempotency-Key", "idempotency_key_invalid"));
    }
    Ok(Some(text.to_owned()))
}

/// Through whose eyes the caller looks. What would change something is refused at once, whatever it is.
pub fn eyes(parts: &Parts) -> Result<Option<ViewingId>> {
    let Some(value) = parts.headers.get("x-relevo-view-as") else {
        return Ok(None);
    };
    if super::cx::unsafe_method(&parts.method) {
        return Err(view_as::reads_only());
    }
    let id = value.to_str().ok().and_then(|text| text.parse().ok());
    id.map(Some).ok_or_else(view_as::over)
}
