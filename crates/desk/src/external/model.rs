//! A home's rule of lending, and a loan.

use access::RoleKey;
use kit::{AccountId, LoanId, Locale, MemberId, OrgId, TeamId, Time};

/// Who may borrow an organisation's people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "LendingRule")]
pub enum Rule {
    #[default]
    Anyone,
    /// Only certain organisations. To the others its people are nobody.
    Named,
    /// Anyone, once it has agreed.
    Approval,
}

impl Rule {
    pub const ALL: [Self; 3] = [Self::Anyone, Self::Named, Self::Approval];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Named => "named",
            Self::Approval => "approval",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

/// What a home says about its people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lending {
    pub rule: Rule,
    /// Whom [`Rule::Named`] means.
    pub named: Vec<OrgId>,
}

/// Where a loan is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LoanState {
    /// The home has not answered yet.
    Asked,
    Given,
    Refused,
    /// Taken back by who asked.
    Withdrawn,
    /// Given, and it could not begin: the teams, the roles or the rights of who asked were others by then.
    Lapsed,
}

impl LoanState {
    pub const ALL: [Self; 5] = [Self::Asked, Self::Given, Self::Refused, Self::Withdrawn, Self::Lapsed];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Given => "given",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What somebody is wanted for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Terms {
    pub roles: Vec<RoleKey>,
    /// The first is the default one.
    pub teams: Vec<TeamId>,
    pub until: Option<Time>,
}

/// A loan's row.
#[derive(Clone, Debug, PartialEq)]
pub struct Loan {
    /// Who borrows.
    pub host: OrgId,
    pub id: LoanId,
    pub account: AccountId,
    pub home: OrgId,
    pub state: LoanState,
    pub terms: Terms,
    pub member: Option<MemberId>,
    pub asked_by: MemberId,
    pub asked_at: Time,
    pub decided_by: Option<MemberId>,
    pub decided_at: Option<Time>,
}

/// Somebody at home elsewhere, found by phone and e-mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub account: AccountId,
    pub home: OrgId,
    pub home_name: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub locale: Locale,
    pub rule: Rule,
}
