//! The routes of the first set-up.

use axum::Json;
use kit::Result;

use super::Ask;
use crate::account::api::Token;
use crate::account::limit;
use crate::account::sign_in::LIVES;
use crate::http::Permit::Public;
use crate::http::{Answer, Ask as Query, Body, Client, Created, Fault, Slice, WithCookie};
use crate::organisation::Organisation;

pub fn routes() -> Slice {
    let by_link = Public("by the link that the server printed, while there is nothing yet");
    Slice::root("setup")
        .get(
            "/api/v1/set-up",
            by_link,
            "setup.get: whether the installation is empty and the link is good",
            ready,
        )
        .post(
            "/api/v1/set-up",
            by_link,
            "setup.make: make the organisation, its first administrator, a team and a web chat",
            make,
        )
}

#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct Ready {
    pub ready: bool,
}

async fn ready(client: Client, Query(ask): Query<Token>) -> Answer<Ready> {
    limit::take(&client.app, &[limit::by_address("set-up", &client.address)]).await?;
    client.app.db.read(move |tx| super::ready(tx, &ask.token)).await?;
    Ok(Json(Ready { ready: true }))
}

#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "SetupMade")]
pub struct Made {
    pub organisation: Organisation,
    /// The page on which the web chat can be tried.
    pub try_url: String,
}

async fn make(client: Client, body: Body<Ask>) -> Result<WithCookie<Created<Made>>, Fault> {
    let (made, secret) = super::set_up(&client.app, &client.from(), body.value).await?;
    let answer = Created(Made {
        organisation: made.organisation,
        try_url: made.try_url,
    });
    Ok(WithCookie::begin(&client.app, answer, &secret, LIVES))
}
