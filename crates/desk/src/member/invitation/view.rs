//! What the holder of a link is shown before accepting.

use db::Tx;
use kit::{Error, Result};

use crate::member::store::{self, invitation};
use crate::member::{Member, State};
use crate::who::secret::{self, Purpose};
use crate::{account, organisation};

/// The least that lets somebody recognise the invitation as theirs.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MemberInvitationViewShown")]
pub struct Shown {
    pub organisation: Organisation,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    /// Nobody has an account with this address yet: a password is chosen. Otherwise the account's own is asked for.
    pub needs_account: bool,
    /// It cannot be accepted any more; another can be asked for.
    pub expired: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "MemberOrganisation")]
pub struct Organisation {
    pub name: String,
}

pub fn view(tx: &mut Tx<'_>, token: &str) -> Result<Shown> {
    let (open, member) = open(tx, token)?;
    let needs_account = account::store::by_email(tx, &member.email.to_lowercase())?.is_none();
    let ground = organisation::store::row(tx, open.org)?.ok_or_else(Error::unknown)?;
    Ok(Shown {
        organisation: Organisation { name: ground.name },
        email: member.email,
        first_name: member.first_name,
        last_name: member.last_name,
        needs_account,
        expired: open.expired(tx.now()),
    })
}

/// The open invitation of a link, expired or not, and its member. What was never issued is unknown; what was used or replaced says so.
pub fn open(tx: &mut Tx<'_>, token: &str) -> Result<(invitation::Invitation, Member)> {
    let hash = secret::hash(Purpose::Invitation, token).ok_or_else(Error::unknown)?;
    let found = invitation::by_hash(tx, &hash)?.ok_or_else(Error::unknown)?;
    let member = store::row(tx, found.org, found.member)?;
    match member {
        Some(member) if found.open() && member.state == State::Invited => Ok((found, member)),
        _ => Err(Error::conflict("link_used")),
    }
}
