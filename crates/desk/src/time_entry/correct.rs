//! Somebody's time on a ticket was another on a day: a correction beside what was counted, with who, when, why, before and after.

use access::{Perm, Place};
use db::Tx;
use kit::{Error, MemberId, OrgId, Result, TicketId, TimeCorrectionId, TimeEntryId};
use serde_json::json;

use super::model::Day;
use super::record::zone;
use super::store::{self, Correction, Entry, Whose};
use crate::member::{self, rights};
use crate::ticket::store::event;
use crate::ticket::{self, Ticket};
use crate::who::Who;
use crate::{audit, text};

#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "NewTimeCorrection")]
pub struct New {
    /// Whose; none: one's own. Of others with `user.edit`, and only who has time on this ticket.
    pub member: Option<MemberId>,
    /// `2026-11-26`, by the organisation's clock.
    pub day: String,
    /// What it was in all on that day.
    pub seconds: u32,
    pub reason: String,
}

/// A reason is a sentence or two.
const REASON: usize = 300;

/// `date_unreadable`, `day_outside` (before the ticket began, or to come), `more_than_day`, `nothing_changed`.
pub fn correct(tx: &mut Tx<'_>, who: &Who, id: TicketId, new: &New) -> Result<TimeCorrectionId> {
    let ticket = ticket::find(tx, who, id, Perm::TicketReply)?;
    let member = new.member.unwrap_or(who.member());
    may_correct(tx, who, &ticket, member)?;
    let person = member::store::row(tx, who.org(), member)?.ok_or_else(Error::unknown)?;
    let reason = text::line("reason", &new.reason, REASON)?;
    let day = Day::from_text(&new.day).ok_or_else(|| Error::invalid("day", "date_unreadable"))?;
    let most = day_holds(tx, who.org(), &ticket, day)?;
    let shares = store::shares(tx, who.org(), id, member, day)?;
    let (before, after) = (shares.iter().map(|(_, seconds)| seconds).sum::<i64>(), i64::from(new.seconds));
    if before == after {
        return Err(Error::invalid("seconds", "nothing_changed"));
    }
    let elsewhere = store::of_day(tx, who.org(), member, day)? - before;
    if after > before && elsewhere + after > most {
        return Err(Error::invalid("seconds", "more_than_day"));
    }
    let correction = Correction {
        id: TimeCorrectionId::new(tx.now()),
        ticket: id,
        member,
        day,
        before,
        after,
        reason,
        by: who.member(),
        at: tx.now(),
    };
    store::insert_correction(tx, who.org(), &correction)?;
    let whose = Whose::of(tx, &person)?;
    for (team, seconds) in spread(&shares, &ticket, after - before) {
        let entry = Entry {
            id: TimeEntryId::new(tx.now()),
            ticket: id,
            whose,
            team,
            day,
            stretch: None,
            seconds,
            correction: Some(correction.id),
        };
        store::insert(tx, who.org(), &entry)?;
    }
    let body = json!({ "member": member, "day": day, "seconds": { "before": before, "after": after }, "reason": &correction.reason });
    audit::write(tx, who, "time_entry.corrected", id, body)?;
    tx.append(&event(
        "time_entry.corrected",
        who.into(),
        id,
        Some(&ticket),
        Some(&ticket),
        &json!({}),
    ))?;
    Ok(correction.id)
}

/// One's own; another's with `user.edit`, of whoever one may act on, and of who has gone.
pub fn may_correct(tx: &mut Tx<'_>, who: &Who, ticket: &Ticket, member: MemberId) -> Result<()> {
    if member == who.member() {
        return Ok(());
    }
    who.may(Perm::UserEdit, &Place::Desk)?;
    if !store::has_time(tx, who.org(), ticket.id, member)? {
        return Err(Error::unknown());
    }
    match rights::standing(tx, who.org(), member)? {
        Some(_) => rights::may_act_on(tx, who, member),
        None => Ok(()),
    }
}

/// How many seconds of a day have gone by: none are worked before they are there.
fn day_holds(tx: &mut Tx<'_>, org: OrgId, ticket: &Ticket, day: Day) -> Result<i64> {
    let (zone, now) = (zone(tx, org)?, tx.now());
    let outside = day < Day::at(ticket.created_at, &zone) || day > Day::at(now, &zone);
    if outside {
        return Err(Error::invalid("day", "day_outside"));
    }
    let ended = day.next().begins(&zone).min(now);
    Ok(super::Stretch {
        began: day.begins(&zone),
        ended,
    }
    .seconds())
}

/// What is added goes to the team that had the last of it, else to the ticket's; what is taken away comes from the last first, and of no
/// team more than it has.
fn spread(shares: &[(kit::TeamId, i64)], ticket: &Ticket, change: i64) -> Vec<(kit::TeamId, i64)> {
    if change >= 0 {
        let team = shares.first().map_or(ticket.team, |(team, _)| *team);
        return vec![(team, change)];
    }
    let mut left = -change;
    let mut taken = Vec::new();
    for (team, seconds) in shares {
        let part = left.min(*seconds);
        left -= part;
        taken.push((*team, -part));
    }
    taken.retain(|(_, seconds)| *seconds != 0);
    taken
}
