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
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Webchat => "webchat",
            Self::Api => "api",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Webchat, Self::Api].into_iter().find(|k| k.name() == name)
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

/// A channel as the database has it. The secret is not part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    pub id: ChannelId,
    pub kind: Kind,
    pub name: String,
    pub address: String,
    pub team: TeamId,
    pub state: State,
    /// [`super::WebChat`] or [`super::Api`], by kind.
    pub settings: serde_json::Value,
    pub last_in_at: Option<Time>,
    pub last_out_at: Option<Time>,
    pub created_at: Time,
}

impl Channel {
    pub fn webchat(&self) -> super::WebChat {
        serde_json::from_value(self.settings.clone()).unwrap_or_default()
    }

    pub fn api(&self) -> super::Api {
        serde_json::from_value(self.settings.clone()).unwrap_or_default()
    }
}
