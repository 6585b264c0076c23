//! Who shows up, before access has been asked.

use kit::{AccountId, MemberId, OrgId, SessionId, Time, TokenId};

/// How a member stands: the whole of what a cached caller must still agree with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub member: MemberId,
    pub account: Option<AccountId>,
    pub kind: String,
    pub state: String,
    pub first_name: String,
    pub last_name: String,
    pub narrowing: Option<String>,
    pub policy: Option<String>,
    pub until: Option<Time>,
    pub epoch: i64,
    pub home: Option<OrgId>,
    pub account_state: Option<String>,
    pub frozen: bool,
    pub account_epoch: Option<i64>,
    pub organisation_state: String,
    pub policy_epoch: i64,
    pub home_member_state: Option<String>,
    pub home_member_epoch: Option<i64>,
    pub home_state: Option<String>,
}

impl Found {
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

/// A browser's sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub account: AccountId,
    pub seen_at: Time,
}

/// An API token: one member, perhaps less than the member holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub id: TokenId,
    pub org: OrgId,
    pub member: MemberId,
    pub permissions: Option<String>,
    pub used_at: Option<Time>,
}

/// What a request was signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    Session(Session),
    Token(Token),
}
