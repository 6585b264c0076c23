//! Asks an address what it is, within limits.

use std::time::Duration;

use kit::{Locale, OrgId};
use url::Url;

use super::page::{self, Page};
use crate::App;
use crate::file::Stored;
use crate::net::{Ask, Failure, Over};

/// What a page says of itself stands at its beginning; the rest of a longer one is not read.
const MAX_PAGE: usize = 512 * 1024;
const MAX_PICTURE: usize = 2 * 1024 * 1024;
/// For each of the two, with all redirects.
const WITHIN: Duration = Duration::from_secs(4);

/// What there is to show.
#[derive(Clone, Debug)]
pub struct Card {
    pub page: Page,
    pub picture: Option<Stored>,
}

/// Why there is nothing: a code, for the count and the log.
pub type Nothing = &'static str;

pub async fn card(app: &App, org: OrgId, address: &str, language: Locale) -> Result<Card, Nothing> {
    let ask = Ask {
        over: Over::Cut,
        within: WITHIN,
        headers: vec![
            ("accept", "text/html,application/xhtml+xml".into()),
            ("accept-language", language.tag().into()),
        ],
        ..Ask::get(address, MAX_PAGE)
    };
    let incoming = app.web.open(ask).await.map_err(|failure| failure.code())?;
    let content_type = incoming.header("content-type").unwrap_or_default().to_ascii_lowercase();
    if !(200..300).contains(&incoming.status()) {
        return Err("refused");
    }
    if !["text/html", "application/xhtml+xml"]
        .iter()
        .any(|html| content_type.starts_with(html))
    {
        return Err("no_page");
    }
    let at = incoming.url().clone();
    let reply = incoming.whole().await.map_err(|failure| failure.code())?;
    let page = page::read(&reply.body, page::charset(&content_type)).ok_or("says_nothing")?;
    let picture = match page.image.as_deref().and_then(|image| at.join(image).ok()) {
        Some(image) => picture(app, org, image).await,
        None => None,
    };
    Ok(Card { page, picture })
}

/// A card without its picture is still a card.
async fn picture(app: &App, org: OrgId, image: Url) -> Option<Stored> {
    let reduced = match bytes(app, image).await {
        Ok(Some(bytes)) => app.previews.only(&app.vault, org, bytes).await,
        Ok(None) => Ok(None),
        Err(failure) => {
            tracing::debug!(code = failure.code(), "no picture of a page");
            Ok(None)
        }
    };
    reduced.unwrap_or_else(|error| {
        tracing::warn!(%error, "a picture of a page cannot be kept");
        None
    })
}

async fn bytes(app: &App, image: Url) -> Result<Option<bytes::Bytes>, Failure> {
    let ask = Ask {
        within: WITHIN,
        headers: vec![("accept", "image/webp,image/png,image/jpeg,image/gif".into())],
        ..Ask::get(image, MAX_PICTURE)
    };
    let reply = app.web.ask(ask).await?;
    Ok(reply.is_success().then_some(reply.body))
}
