//! What an account is: a person's login, across organisations.

use kit::{AccountId, Locale, OrgId, Time};
use serde_json::Value;

/// An account's row, without its credentials.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    pub id: AccountId,
    /// The organisation whose member this person is; in all others they are external.
    pub home: Option<OrgId>,
    pub first_name: String,
    pub last_name: String,
    /// As typed; compared folded.
    pub email: String,
    pub phone: Option<String>,
    pub locale: Locale,
    pub time_zone: String,
    pub active: bool,
    /// External memberships rest until the owner proves phone and e-mail again.
    pub frozen: bool,
    pub two_factor: bool,
    pub preferences: Value,
    pub created_at: Time,
}

impl Account {
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

/// What a sign-in is checked against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    pub account: AccountId,
    pub email: String,
    pub active: bool,
    pub password_hash: Option<String>,
    /// There while the second factor is being set up, and after.
    pub totp_secret: Option<Vec<u8>>,
    pub totp_on: bool,
    pub totp_step: i64,
}

impl Credentials {
    /// Whether what was proved against these still counts: nobody has changed the password in between.
    pub fn same_password(&self, proved: &Self) -> bool {
        self.account == proved.account && self.password_hash.is_some() && self.password_hash == proved.password_hash
    }
}
