//! What a channel is.

use kit::{ChannelId, TeamId, Time};

/// What a channel speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ChannelKind")]
pub enum Kind {
    /// The widget on a web page.
    Webchat,
    /// Another system, over HTTP.
    Api,
    /// A number of WhatsApp's Cloud API.
    Whatsapp,
    /// A bot of Telegram's.
    Telegram,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Webchat, Self::Api, Self::Whatsapp, Self::Telegram];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Webchat => "webchat",
            Self::Api => "api",
            Self::Whatsapp => "whatsapp",
            Self::Telegram => "telegram",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }

    /// The names of what its provider gives and we have to keep secret.
    pub const fn credentials(self) -> &'static [&'static str] {
        match self {
            Self::Webchat | Self::Api => &[],
            Self::Whatsapp => &["access_token", "app_secret"],
            Self::Telegram => &["bot_token"],
        }
    }

    /// Whether the desk itself tells the provider where we are and with which secret to come; elsewhere a person carries both over.
    pub const fn introduces_itself(self) -> bool {
        matches!(self, Self::Telegram)
    }

    /// For how many hours the customer's message allows free text, where that is the provider's own rule.
    pub const fn window_hours(self) -> Option<u32> {
        match self {
            Self::Webchat | Self::Api | Self::Telegram => None,
            Self::Whatsapp => Some(channel_whatsapp::WINDOW_HOURS),
        }
    }

    /// What messages that we begin go to, of what is known of a contact; nothing where only those are reached who came by themselves.
    pub fn address(self, phone: Option<&str>, email: Option<&str>) -> Option<String> {
        match self {
            // Nobody can be written to by a bot who has not written to it.
            Self::Webchat | Self::Telegram => None,
            Self::Api => phone.or(email).map(str::to_owned),
            // Meta writes numbers without their plus.
            Self::Whatsapp => phone.map(|phone| phone.trim_start_matches('+').to_owned()),
        }
    }
}

/// Whether customers can write through it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ChannelState")]
pub enum State {
    Active,
    /// Nothing new comes in; what is open can be answered.
    Paused,
    Archived,
}

impl State {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Archived => "archived",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Active, Self::Paused, Self::Archived].into_iter().find(|s| s.name() == name)
    }
}

/// A channel as the database has it. Secrets are not part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    pub id: ChannelId,
    pub kind: Kind,
    pub name: String,
    pub address: String,
    pub team: TeamId,
    pub state: State,
    /// [`super::WebChat`], [`super::Api`], [`super::WhatsApp`] or [`super::Telegram`], by kind.
    pub settings: serde_json::Value,
    /// The names of the credentials that were given.
    pub given: Vec<String>,
    pub health: Health,
    pub created_at: Time,
}

/// Whether a channel is alive.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ChannelHealth")]
pub struct Health {
    /// When a customer was last heard, as exactly as anybody needs it.
    pub last_in_at: Option<Time>,
    /// When something last left.
    pub last_out_at: Option<Time>,
    /// Since when nothing leaves any more; none while it does.
    pub failing_since: Option<Time>,
    /// Code of why.
    pub failure: Option<String>,
}

impl Channel {
    pub fn webchat(&self) -> super::WebChat {
        serde_json::from_value(self.settings.clone()).unwrap_or_default()
    }

    pub fn api(&self) -> super::Api {
        serde_json::from_value(self.settings.clone()).unwrap_or_default()
    }

    pub fn whatsapp(&self) -> super::WhatsApp {
        serde_json::from_value(self.settings.clone()).unwrap_or_default()
    }

    pub fn telegram(&self) -> super::Telegram {
        serde_json::from_value(self.settings.clone()).unwrap_or_default()
    }
}
