//! What a member is.

use kit::{AccountId, Error, FileId, Locale, MemberId, OrgId, Result, Time};

/// Where a membership is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MemberState")]
pub enum State {
    /// Made, and not yet anybody's: the invitation waits.
    Invited,
    Active,
    Suspended,
    /// Gone; the row keeps the name for history.
    Removed,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Invited, Self::Active, Self::Suspended, Self::Removed];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Removed => "removed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Whether somebody is at their desk (C10).
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    Online,
    Paused,
    Offline,
    /// There, and shown to others as offline.
    Invisible,
}

impl Presence {
    pub const ALL: [Self; 4] = [Self::Online, Self::Paused, Self::Offline, Self::Invisible];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Paused => "paused",
            Self::Offline => "offline",
            Self::Invisible => "invisible",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|presence| presence.name() == name)
    }

    /// As others see it.
    #[must_use]
    pub const fn shown(self) -> Self {
        match self {
            Self::Invisible => Self::Offline,
            seen => seen,
        }
    }
}

/// A member's row, with what their account says of where they belong.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub org: OrgId,
    pub id: MemberId,
    /// None while invited, and for services.
    pub account: Option<AccountId>,
    pub service: bool,
    pub state: State,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: Option<String>,
    pub photo: Option<FileId>,
    pub locale: Locale,
    pub signature: String,
    pub presence: Presence,
    pub presence_at: Time,
    /// When this person is put offline, unless they say that they are still there (C10).
    pub connected_until: Option<Time>,
    /// Open tickets up to which they are given others; none: as the organisation says.
    pub quota: Option<u32>,
    /// The end of an external membership.
    pub until: Option<Time>,
    pub invited_by: Option<MemberId>,
    pub created_at: Time,
    /// The account's home, when it is another organisation.
    pub home: Option<OrgId>,
}

impl Member {
    /// Leaves by `?` for services: they have no credentials, roles or presence that people could change.
    pub fn must_be_person(&self) -> Result<()> {
        if self.service { Err(Error::unknown()) } else { Ok(()) }
    }

    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}
