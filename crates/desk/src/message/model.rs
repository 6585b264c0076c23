//! What a message is, and how its delivery goes forward.

use kit::{ChannelId, IdentityId, MemberId, MessageId, OrgId, TicketId, Time};

/// From the customer, to the customer, or among us.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MessageKind")]
pub enum Kind {
    In,
    Out,
    Note,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Note => "note",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::In, Self::Out, Self::Note].into_iter().find(|kind| kind.name() == name)
    }
}

/// How far a message has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MessageDelivery")]
pub enum Delivery {
    Queued,
    Sent,
    Delivered,
    Read,
    Failed,
    /// Of a message of the customer.
    Received,
    /// Of a note.
    None,
}

impl Delivery {
    const ALL: [Self; 7] = [
        Self::Queued,
        Self::Sent,
        Self::Delivered,
        Self::Read,
        Self::Failed,
        Self::Received,
        Self::None,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
            Self::Received => "received",
            Self::None => "none",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|delivery| delivery.name() == name)
    }

    /// Whether a report of `next` is news. Reports come late, twice and out of order; none of them takes a message back. One that
    /// arrived after all has arrived, whatever was said before.
    pub const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Queued, Self::Sent | Self::Delivered | Self::Read | Self::Failed)
                | (Self::Sent, Self::Delivered | Self::Read | Self::Failed)
                | (Self::Failed, Self::Delivered | Self::Read)
                | (Self::Delivered, Self::Read)
        )
    }
}

/// A message's or note's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub org: OrgId,
    pub id: MessageId,
    pub ticket: TicketId,
    pub seq: i64,
    pub kind: Kind,
    /// Who of us wrote it.
    pub member: Option<MemberId>,
    pub channel: ChannelId,
    /// The customer's address it came from or goes to; none of a note.
    pub identity: Option<IdentityId>,
    pub body: String,
    pub reply_to: Option<MessageId>,
    /// The channel's own id of it.
    pub provider: Option<String>,
    pub delivery: Delivery,
    /// Code of why it failed; of a customer's message, of why there is no more of it.
    pub failure: Option<String>,
    pub created_at: Time,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_never_steps_back() {
        let rank = |d: Delivery| match d {
            Delivery::Queued => 0,
            Delivery::Failed => 1,
            Delivery::Sent => 2,
            Delivery::Delivered => 3,
            Delivery::Read => 4,
            Delivery::Received | Delivery::None => 9,
        };
        for from in Delivery::ALL {
            for to in Delivery::ALL {
                let failed = from == Delivery::Sent && to == Delivery::Failed;
                assert!(!from.may_become(to) || failed || rank(from) < rank(to), "{from:?} {to:?}");
            }
            assert!(!from.may_become(Delivery::Queued) && !from.may_become(from));
        }
        assert!(!Delivery::Delivered.may_become(Delivery::Failed) && !Delivery::Failed.may_become(Delivery::Sent));
        assert!(Delivery::Queued.may_become(Delivery::Read));
    }
}
