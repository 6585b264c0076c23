//! What a channel's provider says of it, and whose bot is whose.

use db::Tx;
use kit::{ChannelId, Error, OrgId, Result};

use super::{Channel, Kind, Telegram, health, store};

/// As Telegram calls the channel's bot.
pub fn username(tx: &mut Tx<'_>, org: OrgId, id: ChannelId, username: &str) -> Result<()> {
    let Some(channel) = store::one(tx, org, id)? else { return Ok(()) };
    let settings = Telegram {
        username: username.to_owned(),
    };
    if channel.telegram() == settings {
        return Ok(());
    }
    let settings = serde_json::to_value(settings).map_err(Error::internal)?;
    store::update(tx, org, &Channel { settings, ..channel })?;
    health::tell(tx, id)
}

/// Whether another channel of the organisation, which is not put away, has the bot of this token. Telegram brings a bot's messages to one
/// place only.
pub fn has_bot(tx: &mut Tx<'_>, org: OrgId, but: ChannelId, token: &str) -> Result<bool> {
    for other in store::all(tx, org)? {
        if other.kind != Kind::Telegram || other.id == but {
            continue;
        }
        let credentials = store::credentials(tx, org, other.id)?;
        let taken = credentials.get("bot_token").map(|theirs| channel_telegram::owner(theirs));
        if taken == Some(channel_telegram::owner(token)) {
            return Ok(true);
        }
    }
    Ok(false)
}
