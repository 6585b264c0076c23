//! A channel as one that sends.

use channel_telegram::Bot;
use channel_whatsapp::WhatsApp;
use kit::{OrgId, Result};

use crate::App;
use crate::channel::{Channel, Kind, store};

/// The code of why a channel cannot be used whose provider's side has not been entered yet.
pub const NOT_SET_UP: &str = "not_set_up";

pub type Speaker = Box<dyn channel::Channel>;

/// Nothing where something is missing yet, or where there is no provider.
pub async fn speaker(app: &App, org: OrgId, channel: &Channel) -> Result<Option<Speaker>> {
    match channel.kind {
        Kind::Webchat | Kind::Api => Ok(None),
        Kind::Whatsapp => Ok(whatsapp(app, org, channel).await?.map(|number| Box::new(number) as Speaker)),
        Kind::Telegram => Ok(telegram(app, org, channel).await?.map(|bot| Box::new(bot) as Speaker)),
    }
}

/// A bot that can be spoken for.
pub async fn telegram(app: &App, org: OrgId, channel: &Channel) -> Result<Option<Bot>> {
    let id = channel.id;
    let token = app.db.read(move |tx| store::credentials(tx, org, id)).await?.remove("bot_token");
    Ok(token.map(|token| Bot {
        api: app.config.telegram_url.clone(),
        token,
    }))
}

/// A number that can be spoken for.
pub async fn whatsapp(app: &App, org: OrgId, channel: &Channel) -> Result<Option<WhatsApp>> {
    let id = channel.id;
    let mut credentials = app.db.read(move |tx| store::credentials(tx, org, id)).await?;
    let number = WhatsApp {
        graph: app.config.graph_url.clone(),
        phone_number_id: channel.whatsapp().phone_number_id,
        token: credentials.remove("access_token").unwrap_or_default(),
    };
    Ok(Some(number).filter(|number| !number.phone_number_id.is_empty() && !number.token.is_empty()))
}
