//! Make an invitation, make it again, take it back.

use std::time::Duration;

use access::{Perm, Place};
use db::Tx;
use kit::{Error, InvitationId, MemberId, Result};
use serde_json::json;

use super::jobs;
use crate::audit;
use crate::member::store::invitation::Invitation;
use crate::member::store::{self, invitation};
use crate::member::{State, events, rights};
use crate::who::Who;

/// How long it can be used.
pub const LIVES: Duration = Duration::from_secs(7 * 24 * 3600);

/// How the invited person gets the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By mail; the letter's secret replaces this one.
    Mail,
    /// The inviter copies it: no mail server is configured.
    Copy,
}

/// Makes one; an older one dies. `hash` is that of a fresh secret.
pub fn send(tx: &mut Tx<'_>, who: &Who, id: MemberId, hash: [u8; 32], way: Way) -> Result<InvitationId> {
    may(tx, who, id)?;
    let again = invitation::cancel_all(tx, who.org(), id)?;
    let made = Invitation {
        org: who.org(),
        id: InvitationId::new(tx.now()),
        member: id,
        secret_hash: hash,
        created_by: who.member(),
        created_at: tx.now(),
        expires_at: tx.now().plus(LIVES),
        used_at: None,
        cancelled_at: None,
    };
    invitation::insert(tx, &made)?;
    if way == Way::Mail {
        jobs::enqueue_letter(tx, &made, again)?;
    }
    audit::write(
        tx,
        who,
        "invitation.sent",
        id,
        json!({ "invitation": made.id, "by_mail": way == Way::Mail, "again": again }),
    )?;
    events::changed(tx, Some(who), id, &["invitation"])?;
    Ok(made.id)
}

/// Its link counts no longer. The member stays invited, and can be invited again or removed.
pub fn cancel(tx: &mut Tx<'_>, who: &Who, id: MemberId) -> Result<()> {
    may(tx, who, id)?;
    if !invitation::cancel_all(tx, who.org(), id)? {
        return Err(Error::conflict("nothing_to_cancel"));
    }
    audit::write(tx, who, "invitation.cancelled", id, json!({}))?;
    events::changed(tx, Some(who), id, &["invitation"])
}

/// Whoever has the link becomes this member: it is for those who could make the member as they now are.
fn may(tx: &mut Tx<'_>, who: &Who, id: MemberId) -> Result<()> {
    who.may(Perm::UserCreate, &Place::Desk)?;
    let member = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    member.must_be_person()?;
    if member.state != State::Invited {
        return Err(Error::conflict("member_state"));
    }
    rights::may_make(tx, who, id)
}
