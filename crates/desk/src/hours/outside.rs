//! A customer writes when nobody attends (C7).

use std::time::Duration;

use db::Tx;
use kit::{ChannelId, ContactId, Error, OrgId, Result, TeamId, Time};

use super::schedule::Standing;
use super::words::{self, To};
use super::{Hours, Schedule, opening, store};
use crate::contact;
use crate::message::automatic;
use crate::organisation;
use crate::ticket::Ticket;

/// Where no opening is in sight, it is looked again after so long.
const LATER: Duration = Duration::from_secs(30 * 24 * 3600);

/// The calendar in force, which is closed now.
pub struct Outside {
    pub hours: Hours,
    standing: Standing,
}

impl Outside {
    /// When attention opens next; none: not in sight.
    pub fn opens(&self) -> Option<Time> {
        self.standing.until
    }

    /// When what came is looked at again.
    pub fn opens_at(&self, now: Time) -> Time {
        self.standing.until.unwrap_or_else(|| now.plus(LATER))
    }
}

/// Whether nobody attends there now.
pub fn outside(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, team: TeamId) -> Result<Option<Outside>> {
    let Some(found) = store::in_force(tx, org, Some(channel), Some(team))? else {
        return Ok(None);
    };
    let (hours, now) = (found.hours, tx.now());
    let schedule = Schedule::of(&hours);
    if schedule.is_open(now) {
        return Ok(None);
    }
    let standing = schedule.at(now);
    Ok(Some(Outside { hours, standing }))
}

/// A new ticket waits for the opening: hidden from who has it, where the calendar derives; else with nobody.
pub fn put_off(tx: &mut Tx<'_>, outside: &Outside, ticket: &mut Ticket) -> Result<()> {
    let opens = outside.opens_at(tx.now());
    ticket.opens_at = Some(opens);
    ticket.deferred_until = outside.hours.derives.then_some(opens);
    opening::plan(tx, ticket.org, opens)
}

/// What the customer is told by itself, once a closed period; not where somebody answers in spite of the hour. `before` is the ticket as it
/// was before the customer's message.
pub fn answer(tx: &mut Tx<'_>, outside: &Outside, before: &Ticket, ticket: Ticket, contact: ContactId) -> Result<Ticket> {
    let Some(identity) = ticket.identity.filter(|_| outside.hours.answers) else {
        return Ok(ticket);
    };
    let since = outside.standing.since.unwrap_or(Time::MIN);
    let attended = before.silent_since.is_some_and(|at| at >= since);
    if attended || store::told(tx, ticket.org, identity)?.is_some_and(|at| at >= since) {
        return Ok(ticket);
    }
    let text = text(tx, outside, ticket.org, contact)?;
    let last = ticket.last_seq;
    let after = automatic::say(tx, ticket, &text)?;
    // Where it could not be said, it is still to be said.
    if after.last_seq != last {
        store::tell(tx, after.org, identity)?;
    }
    Ok(after)
}

fn text(tx: &mut Tx<'_>, outside: &Outside, org: OrgId, contact: ContactId) -> Result<String> {
    let organisation = organisation::store::row(tx, org)?.ok_or_else(Error::unknown)?;
    let contact = contact::store::row(tx, org, contact)?.ok_or_else(Error::unknown)?;
    let (now, schedule) = (tx.now(), Schedule::of(&outside.hours));
    let to = To {
        locale: contact.profile.locale,
        name: &contact.profile.name,
        organisation: &organisation.name,
        spoken: organisation.locale,
    };
    Ok(words::message(
        schedule.closed_by(now),
        &outside.hours.plan.message,
        &to,
        outside.standing.until,
        now,
        &schedule.zone,
    ))
}
