//! What stands in front of a provider's webhook: a request that nobody has believed yet, and the channel at whose address it came.
//!
//! What makes it believed is the provider's own: a signature over the bytes, a secret in a header. Nothing is stored before.

use aide::OperationInput;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::HeaderMap;
use bytes::Bytes;
use kit::{Error, OrgId, Result};

use crate::App;
use crate::channel::store::{self, Credentials};
use crate::channel::{Channel, Kind};
use crate::http::Fault;

/// As large as deliveries get.
const MAX: usize = 3 * 1024 * 1024;

/// A request at a webhook, read as it came.
pub struct Knock {
    pub app: App,
    /// Raw: signatures are over these bytes.
    pub body: Bytes,
    address: String,
    headers: HeaderMap,
}

/// A channel, and what requests for it are believed by.
pub struct Door {
    pub org: OrgId,
    pub channel: Channel,
    /// What we made.
    pub secret: String,
    /// What the provider gave.
    pub credentials: Credentials,
}

impl Knock {
    /// Where it came. A channel that is none refuses as a wrong signature does.
    pub async fn door(&self, kind: Kind) -> Result<Door> {
        door(&self.app, kind, self.address.clone()).await
    }

    /// `name` in lower case; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// The channel of this kind at an address.
pub async fn door(app: &App, kind: Kind, address: String) -> Result<Door> {
    let found = app.db.read(move |tx| {
        let Some((org, channel)) = store::by_address(tx, kind, &address)? else {
            return Ok(None);
        };
        Ok::<_, Error>(Some(Door {
            secret: store::secret(tx, org, channel.id)?,
            credentials: store::credentials(tx, org, channel.id)?,
            org,
            channel,
        }))
    });
    found.await?.ok_or_else(refused)
}

/// The answer to who is not believed: 401, whatever was wrong.
pub fn refused() -> Error {
    Error::unauthenticated("token_invalid")
}

impl FromRequest<App> for Knock {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        let params = RawPathParams::from_request_parts(&mut parts, app).await.map_err(|_| refused())?;
        let address = params
            .iter()
            .find(|(name, _)| *name == "address")
            .map(|(_, value)| value.to_owned());
        let body = axum::body::to_bytes(body, MAX)
            .await
            .map_err(|_| Error::new(kit::Kind::TooLarge, "body_too_large").with_param("max", MAX / 1024))?;
        Ok(Self {
            app: app.clone(),
            body,
            address: address.unwrap_or_default(),
            headers: parts.headers,
        })
    }
}

impl OperationInput for Knock {}
