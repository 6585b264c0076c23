//! Who may speak for an API channel.

use aide::OperationInput;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::header;
use axum::http::request::Parts;
use kit::{Error, OrgId};

use crate::App;
use crate::channel::{self, Channel, Kind};
use crate::http::Fault;
use crate::who::secret;

/// A request of the other system. Wrong or missing: 401 with nothing stored, the same for channels that are none.
pub struct Door {
    pub app: App,
    pub org: OrgId,
    pub channel: Channel,
}

impl FromRequestParts<App> for Door {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let refused = || Error::unauthenticated("token_invalid");
        let shown = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.strip_prefix("Bearer "));
        let shown = shown.unwrap_or_default().to_owned();
        let params = RawPathParams::from_request_parts(parts, app).await.map_err(|_| refused())?;
        let address = params
            .iter()
            .find(|(name, _)| *name == "address")
            .map(|(_, value)| value.to_owned())
            .unwrap_or_default();
        let found = app.db.read(move |tx| {
            let Some((org, channel)) = channel::store::by_address(tx, Kind::Api, &address)? else {
                return Ok(None);
            };
            let held = channel::store::secret(tx, org, channel.id)?;
            Ok::<_, Error>(Some((org, channel, held)))
        });
        let (org, channel, held) = found.await?.ok_or_else(refused)?;
        let same = secret::same(held.as_bytes(), shown.as_bytes())?;
        if same {
            Ok(Self {
                app: app.clone(),
                org,
                channel,
            })
        } else {
            Err(refused().into())
        }
    }
}

impl OperationInput for Door {}
