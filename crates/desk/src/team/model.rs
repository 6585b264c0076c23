//! What a team is.

use kit::{TeamId, Time};

/// How what waits in a team's queue is shared out (C10).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TeamMode")]
pub enum Mode {
    /// It waits until somebody takes it.
    #[default]
    Manual,
    /// To whom none was given for longest.
    RoundRobin,
    /// To who has fewest open.
    LeastBusy,
    /// To who has most places left in their quota.
    Quota,
}

impl Mode {
    pub const ALL: [Self; 4] = [Self::Manual, Self::RoundRobin, Self::LeastBusy, Self::Quota];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::RoundRobin => "round_robin",
            Self::LeastBusy => "least_busy",
            Self::Quota => "quota",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// A team's row.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Team {
    pub id: TeamId,
    pub name: String,
    pub description: String,
    /// Known only to its members and to who manages teams (E15).
    pub hidden: bool,
    /// A subteam inherits nothing but its parent's number.
    pub parent: Option<TeamId>,
    pub mode: Mode,
    pub archived_at: Option<Time>,
    pub created_at: Time,
}
