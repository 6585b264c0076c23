//! Invitations, as their holders see them.

use axum::Json;

use crate::account::api::{Begun, Token, begun};
use crate::account::limit;
use crate::http::{Accepted, Answer, Ask, Body, Client, Fault};
use crate::member::invitation::accept::{self as acceptance, Acceptance};
use crate::member::invitation::renewal as renewals;
use crate::member::invitation::view::{self as views, Shown};

pub async fn view(client: Client, Ask(ask): Ask<Token>) -> Answer<Shown> {
    limit::take(&client.app, &[limit::by_address("invitation", &client.address)]).await?;
    Ok(Json(client.app.db.read(move |tx| views::view(tx, &ask.token)).await?))
}

pub async fn accept(client: Client, body: Body<Acceptance>) -> Result<Begun, Fault> {
    let (signed_in, secret) = acceptance::accept(&client.app, &client.from(), body.value).await?;
    Ok(begun(&client.app, signed_in.account, &secret))
}

pub async fn renewal(client: Client, body: Body<Token>) -> Result<Accepted, Fault> {
    renewals::ask(&client.app, &client.from(), body.value.token).await?;
    Ok(Accepted)
}
