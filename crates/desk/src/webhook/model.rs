//! What a webhook and a delivery are.

use kit::{DeliveryId, Error, MemberId, Result, Time, WebhookId};

/// What can be told: names of events, public and stable.
pub const KINDS: &[&str] = &[
    "ticket.created",
    "ticket.changed",
    "message.created",
    "message.changed",
    "note.created",
    "contact.created",
    "contact.changed",
    "contact.merged",
    "contact.parted",
    "company.created",
    "company.changed",
    "company.removed",
    "label.created",
    "label.changed",
    "label.archived",
    "origin.created",
    "origin.changed",
    "origin.archived",
    "resolution.created",
    "resolution.changed",
    "resolution.archived",
];

/// What a test is called.
pub const PING: &str = "webhook.ping";

/// Whether it is told anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "WebhookState")]
pub enum State {
    Active,
    Paused,
    /// By Relevo, after days of failing or because the other side said that it is gone.
    Disabled,
}

impl State {
    const ALL: [Self; 3] = [Self::Active, Self::Paused, Self::Disabled];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Disabled => "disabled",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// A webhook's row, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    pub id: WebhookId,
    pub member: MemberId,
    pub name: String,
    pub url: String,
    /// Empty: all.
    pub kinds: Vec<String>,
    pub state: State,
    /// Failures in a row.
    pub failures: u32,
    pub failing_since: Option<Time>,
    /// Why the last attempt failed and with which HTTP status; none since one went well.
    pub failure: Option<String>,
    pub status: Option<u16>,
    pub retry_at: Option<Time>,
    pub busy_until: Option<Time>,
    pub old_until: Option<Time>,
    pub created_at: Time,
}

impl Webhook {
    /// It works, or is given a new start.
    pub fn recover(&mut self) {
        (self.failures, self.failing_since, self.retry_at) = (0, None, None);
        (self.failure, self.status) = (None, None);
    }

    pub fn wants(&self, kind: &str) -> bool {
        KINDS.contains(&kind) && (self.kinds.is_empty() || self.kinds.iter().any(|k| k == kind))
    }
}

/// The kinds that somebody chose, each once.
pub fn kinds(chosen: &[String]) -> Result<Vec<String>> {
    match chosen.iter().position(|kind| !KINDS.contains(&kind.as_str())) {
        Some(at) => Err(Error::invalid(format!("kinds[{at}]"), "choice_unknown")),
        None => Ok(chosen
            .iter()
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .cloned()
            .collect()),
    }
}

/// How far a delivery has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "WebhookDeliveryState")]
pub enum Progress {
    Pending,
    Delivered,
    Failed,
    /// When it was to be sent, the webhook's member could not read it any more.
    Withheld,
}

impl Progress {
    const ALL: [Self; 4] = [Self::Pending, Self::Delivered, Self::Failed, Self::Withheld];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Withheld => "withheld",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// One event on its way to one endpoint.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "WebhookDelivery")]
pub struct Delivery {
    /// The `webhook-id` of every attempt.
    pub id: DeliveryId,
    #[serde(skip)]
    pub seq: Option<i64>,
    pub kind: String,
    pub state: Progress,
    pub attempts: u32,
    /// The last HTTP status.
    pub status: Option<u16>,
    /// A code of why the last attempt was none: `timed_out`, `unreachable`, `http_error`, `redirected`, `url_private`, `not_readable` …
    pub failure: Option<String>,
    /// How long the last attempt took, from the first byte out to the answer.
    pub duration_ms: Option<u64>,
    /// Of a pending one: not before.
    pub due_at: Time,
    pub created_at: Time,
    pub updated_at: Time,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_of_a_closed_list() {
        let chosen = ["ticket.created", "note.created", "ticket.created"].map(str::to_owned);
        assert_eq!(kinds(&chosen).unwrap(), ["note.created", "ticket.created"]);
        let odd = kinds(&["ticket.created".into(), "member.changed".into()]).unwrap_err();
        assert_eq!((odd.code, odd.field.as_deref()), ("choice_unknown", Some("kinds[1]")));
    }
}
