//! How a person wants to be told, by kind: what their panel does beside the bell, and whether a letter follows.
//!
//! Kept among the account's preferences, so that it is one choice for all organisations and machines. The line in the panel is always made.

use serde_json::Value;

use super::list::Kind;
use crate::account::Account;

/// The key among the preferences.
pub const KEY: &str = "notifications";

/// One kind's ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NotificationWays")]
pub struct Ways {
    /// The machine's own notice, while the panel is open somewhere behind.
    pub desktop: bool,
    pub sound: bool,
    /// A letter, when nobody has looked after ten minutes.
    pub mail: bool,
}

/// Of each kind. What was never chosen is as most want it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(rename = "NotificationChoices")]
pub struct Choices {
    pub assigned: Ways,
    pub mentioned: Ways,
    pub replied: Ways,
    /// Permissions: somebody asks for one that is theirs to give, or what they asked for was answered.
    pub permissions: Ways,
}

impl Default for Choices {
    /// A customer answers often, and a letter for each would be one too many.
    fn default() -> Self {
        let ways = |mail| Ways {
            desktop: true,
            sound: true,
            mail,
        };
        Self {
            assigned: ways(true),
            mentioned: ways(true),
            replied: ways(false),
            permissions: ways(true),
        }
    }
}

impl Choices {
    /// Of an account's preferences, and what else is among them.
    pub fn apart(mut preferences: Value) -> (Self, Value) {
        let chosen = Self::of(&preferences);
        if let Some(all) = preferences.as_object_mut() {
            all.remove(KEY);
        }
        (chosen, preferences)
    }

    /// Of an account's preferences.
    pub fn of(preferences: &Value) -> Self {
        preferences
            .get(KEY)
            .and_then(|chosen| serde_json::from_value(chosen.clone()).ok())
            .unwrap_or_default()
    }

    pub fn ways(&self, kind: Kind) -> Ways {
        match kind {
            Kind::Assigned => self.assigned,
            Kind::Mentioned => self.mentioned,
            Kind::Replied => self.replied,
            Kind::PermissionAsked | Kind::PermissionGranted | Kind::PermissionRefused => self.permissions,
            // Seldom, and nobody's to switch off. A letter of its own welcomes; what is asked waits in the panel.
            Kind::Welcomed | Kind::Asked | Kind::Received | Kind::Relieved => Ways {
                desktop: true,
                sound: true,
                mail: false,
            },
        }
    }
}

/// Whether this person wants letters about this kind.
pub fn wants_mail(account: &Account, kind: Kind) -> bool {
    Choices::of(&account.preferences).ways(kind).mail
}
