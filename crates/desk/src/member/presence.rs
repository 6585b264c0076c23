//! Whether somebody is at their desk (C10): chosen by themselves, over all organisations at once or in one; and the end of a day that was
//! forgotten. What waits is given to those who are *online*.

use std::time::Duration;

use db::Tx;
use db::job::Dedup;
use kit::{Error, MemberId, OrgId, Result, Time};
use serde::{Deserialize, Serialize};

use super::{Member, Presence, events, store};
use crate::whisper::Whisper;
use crate::who::Who;
use crate::work;
use crate::{organisation, ticket};

/// The kind of the job that [`end`] does.
pub const END: &str = "presence.end";

/// So long before it ends a person is asked whether they are still there.
pub const NOTICE: Duration = Duration::from_secs(30 * 60);

/// The job's body.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct End {
    pub member: MemberId,
}

/// The hours begin when somebody comes, and anew when they say the same once more: that is how one goes on.
pub fn set(tx: &mut Tx<'_>, org: OrgId, id: MemberId, presence: Presence) -> Result<()> {
    let before = store::row(tx, org, id)?.ok_or_else(Error::unknown)?;
    let now = tx.now();
    let (again, came) = (before.presence == presence, before.presence == Presence::Offline);
    let connected_until = match presence {
        Presence::Offline => None,
        _ if again || came => organisation::store::settings(tx, org)?
            .connected_hours
            .map(|hours| later(now, hours)),
        _ => before.connected_until,
    };
    let after = Member {
        presence,
        presence_at: if again { before.presence_at } else { now },
        connected_until,
        ..before.clone()
    };
    if after == before {
        return Ok(());
    }
    store::set_presence(tx, &after)?;
    match connected_until {
        Some(until) => work::enqueue(tx, END, &End { member: id }, Some(org), until, Some(Dedup::Replace(id.to_string())))?,
        None => drop(tx.cancel_job(END, &id.to_string())?),
    }
    events::presence(tx, id, presence)
}

fn later(now: Time, hours: u32) -> Time {
    now.plus(Duration::from_secs(u64::from(hours) * 3600))
}

/// The job's act: the hours are over and nobody has said that they are still there. Says whether that was so.
pub fn end(tx: &mut Tx<'_>, org: OrgId, id: MemberId) -> Result<bool> {
    let now = tx.now();
    let over = |m: &Member| m.connected_until.is_some_and(|until| until <= now);
    if store::row(tx, org, id)?.as_ref().is_some_and(over) {
        set(tx, org, id, Presence::Offline)?;
        return Ok(true);
    }
    Ok(false)
}

/// What open panels of those who know this member are told.
pub fn whispered(who: &Who, presence: Presence) -> Whisper {
    Whisper::Presence {
        member: who.member(),
        teams: who.caller.teams.clone(),
        presence: presence.shown().name().to_owned(),
    }
}

/// How one stands in one organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "MemberPresence")]
pub struct Standing {
    pub organisation: OrgId,
    pub presence: Presence,
    pub since: Time,
    /// When one is put offline, unless one says the same again.
    pub ends_at: Option<Time>,
    /// From when on one is asked.
    pub notice_at: Option<Time>,
    /// How many open tickets one has.
    pub open: i64,
    /// Up to how many one is given others; none: no limit.
    pub quota: Option<u32>,
}

pub fn standing(tx: &mut Tx<'_>, who: &Who) -> Result<Standing> {
    let member = store::row(tx, who.org(), who.member())?.ok_or_else(Error::unknown)?;
    let quota = match member.quota {
        Some(own) => Some(own),
        None => organisation::store::settings(tx, who.org())?.quota,
    };
    Ok(Standing {
        organisation: who.org(),
        presence: member.presence,
        since: member.presence_at,
        ends_at: member.connected_until,
        notice_at: member.connected_until.map(|until| until.minus(NOTICE)),
        open: ticket::store::share::open(tx, who.org(), who.member())?,
        quota,
    })
}
