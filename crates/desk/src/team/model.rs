//! What a team is.

use kit::{TeamId, Time};

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
    pub archived_at: Option<Time>,
    pub created_at: Time,
}
