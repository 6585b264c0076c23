//! The routes of channels with a provider: its webhook's, and those by which a person connects it.

use access::Perm::ChannelManage;
use axum::Json;
use kit::{ChannelId, Error, Phone};

use super::check::{self, Checked};
use super::{telegram, whatsapp};
use crate::channel::{self, Channel, Kind, State};
use crate::http::Permit::{Channel as Own, Desk};
use crate::http::{Answer, Body, Cx, On, Slice};
use crate::{organisation, text};

const SAID: &str = "says its own secret";
const SIGNED: &str = "signed with its own secret";

/// The provider's, whose paths stand in its console.
pub fn hooks() -> Slice {
    Slice::root("provider")
        .get(
            "/api/v1/hooks/whatsapp/{address}",
            Own(SIGNED),
            "whatsapp.handshake: Meta asks whether this webhook is wanted",
            whatsapp::handshake,
        )
        .post(
            "/api/v1/hooks/whatsapp/{address}",
            Own(SIGNED),
            "whatsapp.deliver: what customers wrote, and what became of our messages",
            whatsapp::deliver,
        )
        .post(
            "/api/v1/hooks/telegram/{address}",
            Own(SAID),
            "telegram.deliver: what customers wrote to a bot",
            telegram::deliver,
        )
}

pub fn routes() -> Slice {
    Slice::new("provider")
        .post(
            "/channels/{channel}/check",
            Desk(ChannelManage),
            "channel.check: ask the provider whether a channel is connected",
            connected,
        )
        .post(
            "/channels/{channel}/test",
            Desk(ChannelManage),
            "channel.test: send a text to somebody to see that it arrives",
            test,
        )
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ProviderPath")]
struct Path {
    channel: ChannelId,
}

async fn find(cx: &Cx, id: ChannelId) -> kit::Result<Channel> {
    let found = cx.read(move |tx, who| channel::store::one(tx, who.org(), id)).await?;
    found.filter(|channel| channel.state != State::Archived).ok_or_else(Error::unknown)
}

async fn connected(cx: Cx, On(path): On<Path>) -> Answer<Checked> {
    let channel = find(&cx, path.channel).await?;
    Ok(Json(check::check(&cx.app, cx.org(), &channel).await?))
}

/// To whom, and what they read.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ChannelTest")]
struct Test {
    /// A telephone number; of Telegram the number of somebody who has written to the bot.
    to: String,
    text: String,
}

async fn test(cx: Cx, On(path): On<Path>, body: Body<Test>) -> Answer<Checked> {
    let channel = find(&cx, path.channel).await?;
    let text = text::prose("text", &body.value.text, 1000)?;
    if text.is_empty() {
        return Err(Error::invalid("text", "required").into());
    }
    let to = recipient(&cx, &channel, body.value.to.trim()).await?;
    Ok(Json(check::test(&cx.app, cx.org(), &channel, to, text).await?))
}

/// Somebody as the channel knows them.
async fn recipient(cx: &Cx, channel: &Channel, to: &str) -> kit::Result<Option<String>> {
    if channel.kind == Kind::Telegram {
        let number = (1..=19).contains(&to.len()) && to.bytes().all(|b| b.is_ascii_digit());
        return if number {
            Ok(Some(to.to_owned()))
        } else {
            Err(Error::invalid("to", "chat_invalid"))
        };
    }
    let home = cx.read(|tx, who| organisation::store::row(tx, who.org())).await?;
    let country = home.map(|home| home.country);
    let phone = Phone::parse(to, country.as_deref(), "to")?;
    Ok(channel.kind.address(Some(phone.as_str()), None))
}
