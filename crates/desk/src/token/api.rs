//! The routes of tokens.

use axum::Json;
use axum::response::NoContent;
use db::Tx;
use kit::{Page, Result, TokenId};

use super::store::{self, Token};
use super::{create, list, revoke};
use crate::http::Permit::Member;
use crate::http::{Answer, Body, Created, Cx, Fault, On, Slice};
use crate::who::Who;
use crate::who::secret::{self, Purpose};

pub fn routes() -> Slice {
    let own = Member("one's own tokens");
    Slice::new("token")
        .get("/tokens", own, "token.list: my API tokens", all)
        .post("/tokens", own, "token.create: make an API token; its secret is shown once", make)
        .delete("/tokens/{token}", own, "token.revoke: revoke one of my tokens", end)
}

/// `/organisations/{org}/tokens/{token}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "TokenPath")]
pub struct Path {
    pub token: TokenId,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TokenMade")]
pub struct Made {
    #[serde(flatten)]
    pub token: Token,
    /// Shown this once. A repeat of the same request does not have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

async fn all(cx: Cx) -> Answer<Page<Token>> {
    Ok(Json(Page::whole(cx.read(list::list).await?)))
}

async fn make(cx: Cx, body: Body<create::New>) -> Result<Created<Made>, Fault> {
    let shown = secret::new(Purpose::Token)?;
    let hash = secret::sha256(shown.as_bytes());
    let via = cx.via.clone();
    let make = move |tx: &mut Tx<'_>, who: &Who| create::create(tx, who, &via, &body.value, &hash);
    let show = move |tx: &mut Tx<'_>, who: &Who, id| {
        let fresh = store::has_hash(tx, who.org(), id, &hash)?;
        Ok(Made {
            token: list::one(tx, who, id)?,
            secret: fresh.then(|| shown.clone()),
        })
    };
    Ok(cx.create(body.print, make, show).await?)
}

async fn end(cx: Cx, On(path): On<Path>) -> Result<NoContent, Fault> {
    cx.write(move |tx, who| revoke::revoke(tx, who, path.token)).await?;
    Ok(NoContent)
}
