//! Begin to look through a member's eyes (X2).

use access::{Perm, Place};
use db::Tx;
use kit::{Error, MemberId, Result, Time, ViewingId};
use serde_json::json;

use super::{State, rights, store};
use crate::account::me::{self, Membership};
use crate::audit;
use crate::who::Who;
use crate::who::store::viewing::{self, Viewing};
use crate::who::view_as::LASTS;

/// What the panel needs to show a member's.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Viewing")]
pub struct Shown {
    /// What requests carry in `X-Relevo-View-As`.
    pub id: ViewingId,
    pub member: MemberId,
    pub name: String,
    pub until: Time,
}

/// The membership as the member has it, and only what both may.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Viewed")]
pub struct Seen {
    #[serde(flatten)]
    pub viewing: Shown,
    pub membership: Membership,
}

/// Only an active member can be looked through.
pub fn begin(tx: &mut Tx<'_>, who: &Who, member: MemberId) -> Result<ViewingId> {
    who.may(Perm::ViewAs, &Place::Desk)?;
    let seen = store::row(tx, who.org(), member)?.ok_or_else(Error::unknown)?;
    seen.must_be_person()?;
    if seen.state != State::Active {
        return Err(Error::conflict("member_state"));
    }
    rights::may_act_on(tx, who, member)?;
    let viewing = Viewing {
        org: who.org(),
        id: ViewingId::new(who.now),
        viewer: who.member(),
        member,
        until: who.now.plus(LASTS),
    };
    viewing::insert(tx, &viewing)?;
    audit::write(tx, who, "member.viewed_as", member, json!({ "until": viewing.until }))?;
    Ok(viewing.id)
}

/// To the one who began it.
pub fn shown(tx: &mut Tx<'_>, org: kit::OrgId, id: ViewingId) -> Result<Shown> {
    let viewing = viewing::find(tx, org, id)?.ok_or_else(Error::unknown)?;
    let member = store::row(tx, org, viewing.member)?.ok_or_else(Error::unknown)?;
    Ok(Shown {
        id,
        member: member.id,
        name: format!("{} {}", member.first_name, member.last_name).trim().to_owned(),
        until: viewing.until,
    })
}

/// Looked at through it: `seen` is the member, as the viewer sees them.
pub fn seen(tx: &mut Tx<'_>, seen: &Who, id: ViewingId) -> Result<Seen> {
    let membership = me::membership(tx, seen)?.ok_or_else(Error::unknown)?;
    Ok(Seen {
        viewing: shown(tx, seen.org(), id)?,
        // Their notifications are theirs, and nobody asks in their name.
        membership: Membership {
            unread: 0,
            askable: Vec::new(),
            ..membership
        },
    })
}
