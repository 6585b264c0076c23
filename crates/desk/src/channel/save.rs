//! Add, change, put away a channel, and make its secret anew.

use db::Tx;
use kit::{ChannelId, Error, Result, TeamId};
use serde_json::json;

use super::store::Credentials;
use super::{Api, Channel, Health, Kind, State, WebChat, WhatsApp, jobs, learn, store};
use crate::who::Who;
use crate::{audit, text};

/// A new channel. Address and secret are made by us.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ChannelDraft")]
pub struct Draft {
    pub kind: Kind,
    pub name: String,
    pub team: TeamId,
    #[serde(default)]
    pub settings: serde_json::Value,
    /// What the provider gave, by name. It is never shown again.
    #[serde(default)]
    pub credentials: Credentials,
}

/// What may change; what is not said stays.
#[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "ChannelChange")]
pub struct Change {
    pub name: Option<String>,
    pub team: Option<TeamId>,
    /// `active` or `paused`.
    pub state: Option<State>,
    pub settings: Option<serde_json::Value>,
    /// What the provider gave, by name; what is not named stays.
    pub credentials: Credentials,
}

/// `secret` is fresh randomness, made outside of the closure.
pub fn create(tx: &mut Tx<'_>, who: &Who, draft: &Draft, address: &str, secret: &str) -> Result<ChannelId> {
    let channel = Channel {
        id: ChannelId::new(tx.now()),
        kind: draft.kind,
        name: text::line("name", &draft.name, 60)?,
        address: address.to_owned(),
        team: draft.team,
        state: State::Active,
        settings: settings(draft.kind, draft.settings.clone(), None)?,
        given: Vec::new(),
        health: Health::default(),
        created_at: tx.now(),
    };
    store::must_be_team(tx, who.org(), draft.team)?;
    unused(tx, who, &channel)?;
    store::insert(tx, who.org(), &channel, secret)?;
    keep(tx, who, &channel, &draft.credentials)?;
    jobs::enqueue_connect(tx, who.org(), &channel)?;
    who.tell(tx, "channel.created", channel.id)?;
    audit::write(
        tx,
        who,
        "channel.created",
        channel.id,
        json!({ "kind": channel.kind, "name": channel.name, "team": channel.team }),
    )?;
    Ok(channel.id)
}

pub fn edit(tx: &mut Tx<'_>, who: &Who, id: ChannelId, change: &Change) -> Result<()> {
    let before = live(tx, who, id)?;
    let mut after = before.clone();
    if let Some(name) = &change.name {
        after.name = text::line("name", name, 60)?;
    }
    if let Some(team) = change.team {
        store::must_be_team(tx, who.org(), team)?;
        after.team = team;
    }
    if let Some(state) = change.state {
        if state == State::Archived {
            return Err(Error::invalid("state", "value_invalid").with_param("reason", "archived"));
        }
        after.state = state;
    }
    if let Some(value) = &change.settings {
        after.settings = settings(after.kind, value.clone(), Some(&before))?;
    }
    unused(tx, who, &after)?;
    store::update(tx, who.org(), &after)?;
    let given = keep(tx, who, &after, &change.credentials)?;
    if !given.is_empty() || after.state != before.state {
        jobs::enqueue_connect(tx, who.org(), &after)?;
    }
    who.tell(tx, "channel.changed", id)?;
    let body = json!({ "credentials": given, "before": { "name": before.name, "team": before.team, "state": before.state, "settings": before.settings },
        "after": { "name": after.name, "team": after.team, "state": after.state, "settings": after.settings } });
    audit::write(tx, who, "channel.changed", id, body)
}

/// Tickets that came through it stay and can be answered as far as the other side still listens; nothing new comes in.
pub fn archive(tx: &mut Tx<'_>, who: &Who, id: ChannelId) -> Result<()> {
    let before = live(tx, who, id)?;
    let after = Channel {
        state: State::Archived,
        ..before.clone()
    };
    store::update(tx, who.org(), &after)?;
    jobs::enqueue_connect(tx, who.org(), &after)?;
    who.tell(tx, "channel.archived", id)?;
    audit::write(tx, who, "channel.archived", id, json!({ "name": before.name }))
}

/// The old secret stops at once.
pub fn rotate(tx: &mut Tx<'_>, who: &Who, id: ChannelId, secret: &str) -> Result<()> {
    let channel = live(tx, who, id)?;
    store::set_secret(tx, who.org(), id, secret)?;
    jobs::enqueue_connect(tx, who.org(), &channel)?;
    audit::write(tx, who, "channel.secret_changed", id, json!({}))
}

fn live(tx: &mut Tx<'_>, who: &Who, id: ChannelId) -> Result<Channel> {
    store::one(tx, who.org(), id)?
        .filter(|c| c.state != State::Archived)
        .ok_or_else(Error::unknown)
}

fn settings(kind: Kind, value: serde_json::Value, before: Option<&Channel>) -> Result<serde_json::Value> {
    let value = if value.is_null() { json!({}) } else { value };
    let odd = |error: serde_json::Error| Error::invalid("settings", "value_invalid").with_param("reason", error);
    let checked = match kind {
        Kind::Webchat => serde_json::to_value(serde_json::from_value::<WebChat>(value).map_err(odd)?.checked()?),
        Kind::Api => serde_json::to_value(serde_json::from_value::<Api>(value).map_err(odd)?.checked()?),
        Kind::Whatsapp => serde_json::to_value(serde_json::from_value::<WhatsApp>(value).map_err(odd)?.checked()?),
        // What Telegram says nobody changes.
        Kind::Telegram => serde_json::to_value(before.map(Channel::telegram).unwrap_or_default()),
    };
    checked.map_err(Error::internal)
}

/// The longest of what a provider gives.
const MAX_CREDENTIAL: usize = 1000;

/// Keeps what the provider gave beside what it gave before; the names of what is new, for the record.
fn keep(tx: &mut Tx<'_>, who: &Who, channel: &Channel, given: &Credentials) -> Result<Vec<String>> {
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = store::credentials(tx, who.org(), channel.id)?;
    for (name, value) in given {
        let field = format!("credentials.{name}");
        if !channel.kind.credentials().contains(&name.as_str()) {
            return Err(Error::invalid(field, "choice_unknown"));
        }
        // It goes into a header.
        let value = text::line(&field, value, MAX_CREDENTIAL)?;
        if !value.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(Error::invalid(field, "credential_invalid"));
        }
        if channel.kind == Kind::Telegram {
            bot(tx, who, channel, &field, &value, all.get(name))?;
        }
        all.insert(name.clone(), value);
    }
    store::set_credentials(tx, who.org(), channel.id, &all)?;
    Ok(given.keys().cloned().collect())
}

/// A channel has one bot, and a bot one channel: its customers are known to it alone, and Telegram brings what they write to one place.
fn bot(tx: &mut Tx<'_>, who: &Who, channel: &Channel, field: &str, token: &str, before: Option<&String>) -> Result<()> {
    if !channel_telegram::is_token(token) {
        return Err(Error::invalid(field, "bot_token_invalid"));
    }
    let owner = channel_telegram::owner;
    if before.is_some_and(|before| owner(before) != owner(token)) {
        return Err(Error::invalid(field, "bot_other"));
    }
    if learn::has_bot(tx, who.org(), channel.id, token)? {
        return Err(Error::invalid(field, "bot_taken"));
    }
    Ok(())
}

/// Two channels of one number would both answer for it.
fn unused(tx: &mut Tx<'_>, who: &Who, channel: &Channel) -> Result<()> {
    let number = channel.whatsapp().phone_number_id;
    if channel.kind != Kind::Whatsapp || number.is_empty() {
        return Ok(());
    }
    let same = |c: &Channel| c.kind == Kind::Whatsapp && c.id != channel.id && c.whatsapp().phone_number_id == number;
    if store::all(tx, who.org())?.iter().any(same) {
        return Err(Error::invalid("settings.phone_number_id", "number_taken"));
    }
    Ok(())
}
