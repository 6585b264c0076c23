//! A visitor: one browser of a web chat, and how a request says whose it is.

use aide::OperationInput;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use db::Tx;
use kit::{ChannelId, Error, IdentityId, Locale, OrgId, Result, VisitorId};

use super::identity::{self, Identity};
use super::store;
use crate::App;
use crate::account::limit;
use crate::channel::{self, Kind, State};
use crate::contact::{Profile, create};
use crate::http::{Fault, credential};
use crate::message::store::contact;
use crate::organisation;
use crate::who::secret::{self, Purpose};

/// One browser.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub org: OrgId,
    pub id: VisitorId,
    pub channel: ChannelId,
    /// None until the first message, unless the site vouched for them.
    pub identity: Option<IdentityId>,
    pub locale: String,
    pub read_seq: i64,
    /// By a link from a mail, and no browser of the site.
    pub linked: bool,
}

/// A request of a visitor.
pub struct Guest {
    pub app: App,
    pub visitor: Visitor,
    pub key: Option<String>,
}

impl FromRequestParts<App> for Guest {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let bearer = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.strip_prefix("Bearer "));
        let visitor = match find(app, bearer.unwrap_or_default()).await {
            Err(dead) if bearer.is_some_and(|token| token.starts_with(Purpose::Conversation.prefix())) => {
                limit::take(app, &[limit::by_address("conversation", &credential::address(parts, app))]).await?;
                return Err(dead.into());
            }
            found => found?,
        };
        Ok(Self {
            app: app.clone(),
            visitor,
            key: credential::idempotency_key(parts)?,
        })
    }
}

impl OperationInput for Guest {}

/// The visitor of a token; a dead one is told so, and its frame makes a new visitor.
pub async fn find(app: &App, token: &str) -> Result<Visitor> {
    let dead = || Error::unauthenticated("token_invalid");
    let hash = secret::hash(Purpose::Visitor, token)
        .or_else(|| secret::hash(Purpose::Conversation, token))
        .ok_or_else(dead)?;
    app.db.read(move |tx| store::by_secret(tx, &hash)?.ok_or_else(dead)).await
}

/// What a frame says when it opens for the first time.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
pub struct Arriving {
    pub locale: Option<String>,
    pub page: Option<String>,
    /// Signed by the site with the channel's secret.
    pub identity: Option<String>,
}

/// A new visitor and their token, which is shown only now.
pub async fn arrive(app: &App, key: &str, arriving: Arriving) -> Result<(VisitorId, String)> {
    let token = secret::new(Purpose::Visitor)?;
    let hash = secret::hash(Purpose::Visitor, &token).ok_or_else(|| Error::internal("a token that is none"))?;
    let address = key.to_owned();
    let (org, channel) = app
        .db
        .read(move |tx| channel::store::by_address(tx, Kind::Webchat, &address)?.ok_or_else(Error::unknown))
        .await?;
    if channel.state != State::Active {
        return Err(Error::unknown());
    }
    let said = arriving.locale.as_deref().and_then(Locale::from_tag);
    let page: String = arriving.page.unwrap_or_default().chars().take(500).collect();
    let made = app
        .db
        .write(org, move |tx| {
            let locale = match said {
                Some(locale) => locale,
                None => organisation::store::row(tx, org)?.ok_or_else(Error::unknown)?.locale,
            };
            let known = match &arriving.identity {
                Some(token) => Some(vouched(tx, org, channel.id, token, locale)?),
                None => None,
            };
            let visitor = Visitor {
                org,
                id: VisitorId::new(tx.now()),
                channel: channel.id,
                identity: known,
                locale: locale.tag().into(),
                read_seq: 0,
                linked: false,
            };
            store::insert(tx, &hash, &visitor, &page)?;
            Ok::<_, Error>(visitor.id)
        })
        .await?;
    Ok((made, token))
}

/// From now on this browser is that person; their conversation comes with them. Once it is somebody, it is nobody else.
pub async fn identify(app: &App, visitor: &Visitor, token: String) -> Result<()> {
    // A link was mailed to one person, and is theirs.
    if visitor.linked {
        return Err(Error::conflict("identity_conflict"));
    }
    let visitor = visitor.clone();
    let locale = Locale::from_tag(&visitor.locale).unwrap_or_default();
    app.db
        .write(visitor.org, move |tx| {
            let identity = vouched(tx, visitor.org, visitor.channel, &token, locale)?;
            // Their conversation must not become somebody else's: two people who share a browser are two visitors.
            if store::vouched(tx, &visitor)?.is_some_and(|known| known != identity) {
                return Err(Error::conflict("identity_conflict"));
            }
            store::set_identity(tx, &visitor, identity)
        })
        .await
}

/// The identity that a site vouches for, made if it was never heard of.
fn vouched(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, token: &str, locale: Locale) -> Result<IdentityId> {
    let signing = channel::store::secret(tx, org, channel)?;
    let said: Identity = identity::verify(signing.as_bytes(), token, tx.now())?;
    let address = format!("id:{}", said.subject);
    if let Some((identity, _)) = store::identity_of(tx, org, channel, &address)? {
        return Ok(identity);
    }
    let name = said.name.clone().unwrap_or_default();
    let profile = Profile {
        name,
        phone: said.phone.map(|phone| phone.as_str().to_owned()),
        email: said.email.as_ref().map(|email| email.as_str().to_owned()),
        locale: Some(locale),
        ..Profile::default()
    };
    let contact = create::introduce(tx, org, profile)?;
    let heard = contact::Heard {
        address: &address,
        verified: true,
        email: said.email.as_ref(),
    };
    contact::insert_identity(tx, org, contact, channel, heard)
}
