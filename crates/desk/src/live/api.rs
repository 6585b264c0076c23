//! The route of open panels.

use aide::OperationInput;
use axum::extract::ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection};
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kit::Error;

use super::socket;
use crate::App;
use crate::http::{Fault, Permit, Slice, credential};
use crate::who::Via;

pub fn routes() -> Slice {
    Slice::root("live").get(
        "/api/v1/me/live",
        Permit::Person("hears what each of their memberships may read"),
        "live.connect: a WebSocket of events",
        connect,
    )
}

/// Who connects. A browser's page must be ours: cookies travel with sockets whatever page opens them.
pub struct Guest(Via);

impl FromRequestParts<App> for Guest {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let shown = credential::shown(parts, app)?;
        let host = parts.headers.get(header::HOST).and_then(|v| v.to_str().ok());
        let origin = parts.headers.get(header::ORIGIN).map(|v| v.to_str().unwrap_or_default());
        if matches!(shown, credential::Shown::Session(_)) && origin.and_then(|o| o.split_once("://")).map(|(_, h)| h) != host {
            return Err(Error::new(kit::Kind::Denied, "foreign_origin").into());
        }
        Ok(Self(app.db.read(move |tx| credential::check(tx, &shown)).await?))
    }
}

impl OperationInput for Guest {}

/// The upgrade, or 426 for who does not ask for one.
pub struct Upgrade(pub Result<WebSocketUpgrade, WebSocketUpgradeRejection>);

impl FromRequestParts<App> for Upgrade {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self(WebSocketUpgrade::from_request_parts(parts, app).await))
    }
}

impl OperationInput for Upgrade {}

async fn connect(State(app): State<App>, Guest(via): Guest, Upgrade(upgrade): Upgrade) -> Response {
    let Ok(upgrade) = upgrade else {
        return StatusCode::UPGRADE_REQUIRED.into_response();
    };
    // axum's defaults cost 137 kB a connection; these 6 kB, and less CPU.
    let upgrade = upgrade.read_buffer_size(4096).write_buffer_size(0).max_message_size(64 * 1024);
    upgrade.on_upgrade(move |link| socket::serve(app, via, link))
}
