//! What a canned response is.

use kit::{CannedId, CategoryId, Locale, TeamId, Time};

/// The variables that a body may hold.
pub const VARIABLES: [&str; 8] = [
    "contact.name",
    "contact.first_name",
    "contact.phone",
    "contact.email",
    "ticket.number",
    "member.name",
    "member.first_name",
    "organisation.name",
];

pub const MAX_SHORTCUT: usize = 32;
pub const MAX_NAME: usize = 80;
pub const MAX_BODY: usize = 4096;

/// A response as the API shows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Canned {
    pub id: CannedId,
    /// Typed after `/`.
    pub shortcut: String,
    pub name: String,
    pub body: String,
    pub category: Option<CategoryId>,
    /// None: for everybody.
    pub team: Option<TeamId>,
    /// None: whatever the customer's language is.
    pub locale: Option<Locale>,
    pub created_at: Time,
    pub updated_at: Time,
}

/// A group of responses.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Category {
    pub id: CategoryId,
    pub name: String,
}
