//! The door of WhatsApp's webhook.

use aide::OperationInput;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use channel::Delivery;
use channel_whatsapp::sign;
use kit::{ChannelId, Error, OrgId};

use super::take;
use crate::App;
use crate::channel::{Channel, Kind, store};
use crate::http::{Ask, Fault, On};
use crate::who::secret;

/// As large as Meta's deliveries get.
const MAX: usize = 3 * 1024 * 1024;

/// The longest that is said back in a handshake; Meta's is a number.
const MAX_CHALLENGE: usize = 200;

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "HookPath")]
pub struct Path {
    address: String,
}

#[derive(Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "Handshake")]
pub struct Handshake {
    #[serde(rename = "hub.mode")]
    mode: String,
    #[serde(rename = "hub.challenge")]
    challenge: String,
    #[serde(rename = "hub.verify_token")]
    token: String,
}

/// Who knows the channel's token is told that this webhook is wanted.
pub async fn handshake(State(app): State<App>, On(path): On<Path>, Ask(asked): Ask<Handshake>) -> Result<Response, Fault> {
    let found = app.db.read(move |tx| {
        let Some((org, channel)) = store::by_address(tx, Kind::Whatsapp, &path.address)? else {
            return Ok(None);
        };
        Ok::<_, Error>(Some(store::secret(tx, org, channel.id)?))
    });
    let token = found.await?.ok_or_else(refused)?;
    let same = secret::same(token.as_bytes(), asked.token.as_bytes())?;
    if !same || asked.mode != "subscribe" || asked.challenge.len() > MAX_CHALLENGE {
        return Err(refused().into());
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], asked.challenge).into_response())
}

/// Meta is answered when what it brought is on disk; it brings again what it was not answered for.
pub async fn deliver(signed: Signed) -> Result<StatusCode, Fault> {
    let Signed {
        app,
        org,
        channel,
        deliveries,
    } = signed;
    let callers = app.callers.clone();
    let whole = app
        .db
        .write(org, move |tx| {
            let numbers: Vec<Channel> = store::all(tx, org)?.into_iter().filter(|c| c.kind == Kind::Whatsapp).collect();
            let own = |c: &&Channel| c.id == channel;
            let of = |number: &str| {
                let is = |c: &&Channel| !number.is_empty() && c.whatsapp().phone_number_id == number;
                // One webhook brings what all numbers of an app are sent.
                numbers.iter().filter(own).find(is).or_else(|| numbers.iter().find(is)).cloned()
            };
            take::take(tx, &callers, org, &deliveries, of)
        })
        .await?;
    if whole {
        Ok(StatusCode::OK)
    } else {
        Err(Error::unavailable("a channel that is paused takes nothing new").into())
    }
}

/// A delivery that Meta has signed. Wrong or missing: 401 with nothing stored, the same for channels that are none.
pub struct Signed {
    app: App,
    org: OrgId,
    channel: ChannelId,
    deliveries: Vec<Delivery>,
}

impl FromRequest<App> for Signed {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let (mut parts, body) = request.into_parts();
        let params = RawPathParams::from_request_parts(&mut parts, app).await.map_err(|_| refused())?;
        let address = params
            .iter()
            .find(|(name, _)| *name == "address")
            .map(|(_, value)| value.to_owned());
        let address = address.unwrap_or_default();
        let bytes = axum::body::to_bytes(body, MAX)
            .await
            .map_err(|_| Error::new(kit::Kind::TooLarge, "body_too_large").with_param("max", MAX / 1024))?;
        let found = app.db.read(move |tx| {
            let Some((org, channel)) = store::by_address(tx, Kind::Whatsapp, &address)? else {
                return Ok(None);
            };
            let secret = store::credentials(tx, org, channel.id)?.remove("app_secret").unwrap_or_default();
            Ok::<_, Error>(Some((org, channel.id, secret)))
        });
        let (org, channel, secret) = found.await?.ok_or_else(refused)?;
        let header = parts.headers.get(sign::HEADER).and_then(|value| value.to_str().ok());
        if !sign::is_signed(&secret, header, &bytes) {
            return Err(refused().into());
        }
        let deliveries = channel_whatsapp::read(&bytes).ok_or_else(|| Error::malformed("json_malformed"))?;
        Ok(Self {
            app: app.clone(),
            org,
            channel,
            deliveries,
        })
    }
}

impl OperationInput for Signed {}

fn refused() -> Error {
    Error::unauthenticated("token_invalid")
}
