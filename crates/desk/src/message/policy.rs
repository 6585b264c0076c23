//! What binds everybody who writes to a customer, whatever they hold: the channel's window, and how long a message can be taken back.

use std::time::Duration;

use db::Tx;
use kit::{Error, Result, Time};

use super::store;
use crate::channel;
use crate::organisation;
use crate::ticket::Ticket;
use crate::who::Who;

/// The longest text of a message or note.
pub const MAX_BODY: usize = 16_000;

/// The most files of one message.
pub const MAX_FILES: usize = 10;

/// The longest that anybody can choose.
const MAX_UNDO: u64 = 30;

/// On channels that limit free text to some time after the customer's last message.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TicketWindow")]
pub struct Window {
    pub hours: u32,
    /// None when the customer has not written yet.
    pub until: Option<Time>,
    pub open: bool,
}

/// The setting of a channel that says so.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Settings {
    window_hours: Option<u32>,
}

impl Window {
    /// The window of a ticket; none where its channel has none.
    pub fn of(tx: &mut Tx<'_>, ticket: &Ticket) -> Result<Option<Self>> {
        let (kind, settings) = store::channel_settings(tx, ticket.org, ticket.channel)?.unwrap_or_default();
        Self::on(tx, ticket, &kind, &settings)
    }

    /// As [`Window::of`], where the channel is known. What is a provider's own rule is nobody's to choose.
    pub fn on(tx: &mut Tx<'_>, ticket: &Ticket, kind: &str, settings: &str) -> Result<Option<Self>> {
        let chosen = || serde_json::from_str::<Settings>(settings).unwrap_or_default().window_hours;
        let own = channel::Kind::from_name(kind).and_then(channel::Kind::window_hours);
        let Some(hours) = own.or_else(chosen) else { return Ok(None) };
        let last = store::said_at(tx, ticket, ticket.last_in_seq)?;
        let until = last.map(|at| at.plus(Duration::from_secs(u64::from(hours) * 3600)));
        Ok(Some(Self {
            hours,
            until,
            open: until.is_some_and(|until| tx.now() < until),
        }))
    }

    /// Leaves by `?` when it is shut.
    pub fn must_be_open(window: Option<&Self>) -> Result<()> {
        match window {
            Some(window) if !window.open => Err(Error::conflict("window_closed")
                .with_param("hours", window.hours)
                .with_detail(serde_json::json!({ "until": window.until }))),
            _ => Ok(()),
        }
    }
}

/// How long a message of this person can be taken back: as they chose, else as the organisation did. Never in a web chat, where the
/// customer sits and waits.
pub fn undo(tx: &mut Tx<'_>, who: &Who, channel: &str) -> Result<Duration> {
    if channel == "webchat" {
        return Ok(Duration::ZERO);
    }
    let (own, shared) = store::preferences(tx, who.org(), who.account())?;
    let own: Option<serde_json::Value> = own.and_then(|json| serde_json::from_str(&json).ok());
    let own = own
        .as_ref()
        .and_then(|preferences| preferences.get("undo_seconds"))
        .and_then(serde_json::Value::as_u64);
    let seconds = match own {
        Some(seconds) => seconds,
        None => serde_json::from_str::<organisation::Settings>(&shared)
            .map(|settings| u64::from(settings.undo_seconds))
            .map_err(Error::internal)?,
    };
    Ok(Duration::from_secs(seconds.min(MAX_UNDO)))
}
