//! The door of WhatsApp's webhook.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use channel_whatsapp::sign;
use kit::Error;

use super::door::{Knock, door, refused};
use super::take;
use crate::App;
use crate::channel::{Channel, Kind};
use crate::http::{Ask, Fault, On};
use crate::who::secret;

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
    let door = door(&app, Kind::Whatsapp, path.address).await?;
    let same = secret::same(door.secret.as_bytes(), asked.token.as_bytes())?;
    if !same || asked.mode != "subscribe" || asked.challenge.len() > MAX_CHALLENGE {
        return Err(refused().into());
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], asked.challenge).into_response())
}

/// What Meta has signed. It is answered when that is on disk; it brings again what it was not answered for.
pub async fn deliver(knock: Knock) -> Result<StatusCode, Fault> {
    let door = knock.door(Kind::Whatsapp).await?;
    let secret = door.credentials.get("app_secret").map_or("", String::as_str);
    if !sign::is_signed(secret, Some(knock.header(sign::HEADER)), &knock.body) {
        return Err(refused().into());
    }
    let deliveries = channel_whatsapp::read(&knock.body).ok_or_else(|| Error::malformed("json_malformed"))?;
    let own = door.channel.id;
    take::bring(&knock.app, door.org, deliveries, move |channels, number| {
        let is = |c: &&Channel| c.kind == Kind::Whatsapp && !number.is_empty() && c.whatsapp().phone_number_id == number;
        // One webhook brings what all numbers of an app are sent.
        channels
            .iter()
            .filter(|c| c.id == own)
            .find(is)
            .or_else(|| channels.iter().find(is))
    })
    .await?;
    Ok(StatusCode::OK)
}
