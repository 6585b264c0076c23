//! The origins and the channels that a member serves (C8). They narrow what waits, never one's own or an organisation-wide reach.

use access::{Perm, Place};
use db::Tx;
use kit::{ChannelId, Error, MemberId, OriginId, Result};
use serde_json::json;

use super::store::{self, sets};
use super::{create, events, rights};
use crate::audit;
use crate::who::Who;

/// Who manages origins may set anybody's; else it is an edit of the member. None listed: all.
pub fn origins(tx: &mut Tx<'_>, who: &Who, id: MemberId, ids: &[OriginId]) -> Result<()> {
    if !who.can(Perm::OriginManage, &Place::Desk) {
        who.may(Perm::UserEdit, &Place::Desk)?;
    }
    let before = list(tx, who, id, |tx, found| sets::origins(tx, who.org(), found))?;
    create::origins(tx, who, ids)?;
    rights::changing(tx, who, id, "origins", |tx| sets::put_origins(tx, who.org(), id, ids))?;
    audit::write(tx, who, "member.origins", id, json!({ "before": before, "after": ids }))?;
    events::changed(tx, Some(who), id, &["origins"])
}

/// None listed: all.
pub fn channels(tx: &mut Tx<'_>, who: &Who, id: MemberId, ids: &[ChannelId]) -> Result<()> {
    who.may(Perm::UserEdit, &Place::Desk)?;
    let before = list(tx, who, id, |tx, found| sets::channels(tx, who.org(), found))?;
    known_channels(tx, who, ids)?;
    rights::changing(tx, who, id, "channels", |tx| sets::put_channels(tx, who.org(), id, ids))?;
    audit::write(tx, who, "member.channels", id, json!({ "before": before, "after": ids }))?;
    events::changed(tx, Some(who), id, &["channels"])
}

/// Each must be one that the actor knows of.
pub fn known_channels(tx: &mut Tx<'_>, who: &Who, ids: &[ChannelId]) -> Result<()> {
    for channel in ids {
        let team = sets::channel_team(tx, who.org(), *channel)?;
        let known = team.is_some() && who.can(Perm::ChannelRead, &Place::Channel { channel: *channel, team });
        if !known {
            return Err(Error::invalid("channels", "channel_unknown"));
        }
    }
    Ok(())
}

fn list<T>(tx: &mut Tx<'_>, who: &Who, id: MemberId, read: impl FnOnce(&mut Tx<'_>, MemberId) -> Result<T>) -> Result<T> {
    let found = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    found.must_be_person()?;
    read(tx, found.id)
}
