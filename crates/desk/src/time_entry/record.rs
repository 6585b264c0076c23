//! A panel says that a ticket was in front of its person, some moments ago and for some moments.

use std::time::Duration;

use access::Perm;
use db::Tx;
use jiff::tz::TimeZone;
use kit::{Error, OrgId, Result, TicketId, TimeEntryId};

use super::model::{Day, Stretch};
use super::store::{self, Taken};
use crate::ticket::{self, Ticket};
use crate::who::Who;
use crate::{member, organisation};

/// What was in front longer ago is not taken any more: a day of work without a network.
pub const MOST: Duration = Duration::from_secs(12 * 3600);

/// A shorter pause is none: it is how long a request takes this time and the next.
const BLINK: Duration = Duration::from_secs(2);

/// Milliseconds before the request was sent.
#[derive(Clone, Copy, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "TimeInFront")]
pub struct InFront {
    /// When it came in front.
    pub from_ago: u32,
    /// Until when it was; 0: it is still.
    pub to_ago: u32,
}

/// Counts what is not counted already, whichever ticket it went to: said twice, it counts once. `stretch_reversed`; `state_conflict` of a
/// ticket that was merged into another.
pub fn record(tx: &mut Tx<'_>, who: &Who, id: TicketId, said: InFront) -> Result<()> {
    let ticket = ticket::find(tx, who, id, Perm::TicketReply)?;
    if ticket.merged_into.is_some() {
        return Err(Error::conflict("state_conflict"));
    }
    if said.from_ago <= said.to_ago {
        return Err(Error::invalid("from_ago", "stretch_reversed"));
    }
    let member = member::store::row(tx, who.org(), who.member())?.ok_or_else(Error::unknown)?;
    let now = tx.now();
    let ago = |millis: u32| now.minus(Duration::from_millis(millis.into()));
    let earliest = now.minus(MOST).max(ticket.created_at).max(member.created_at);
    let whole = Stretch {
        began: ago(said.from_ago).max(earliest),
        ended: ago(said.to_ago),
    };
    if whole.is_empty() {
        return Ok(());
    }
    let zone = zone(tx, who.org())?;
    store::lock(tx, who.account())?;
    let near = Stretch {
        began: whole.began.minus(BLINK),
        ..whole
    };
    let taken = store::taken(tx, who.account(), near)?;
    for piece in whole.without(taken.iter().map(|t| t.stretch).collect()) {
        for (day, part) in piece.by_day(&zone) {
            match grows(&taken, who, &ticket, day, part) {
                Some(before) => store::extend(
                    tx,
                    who.org(),
                    before.id,
                    Stretch {
                        began: before.stretch.began,
                        ..part
                    },
                )?,
                None => insert(tx, who, &member, &ticket, day, part)?,
            }
        }
    }
    Ok(())
}

/// What this goes on from: the same ticket in the same team on the same day, a blink ago at most, and nothing else since.
fn grows<'t>(taken: &'t [Taken], who: &Who, ticket: &Ticket, day: Day, part: Stretch) -> Option<&'t Taken> {
    let last = taken
        .iter()
        .filter(|t| t.stretch.ended <= part.began)
        .max_by_key(|t| t.stretch.ended)?;
    let same = (last.org, last.ticket, last.member, last.team, last.day) == (who.org(), ticket.id, who.member(), ticket.team, day);
    (same && last.stretch.ended >= part.began.minus(BLINK)).then_some(last)
}

fn insert(tx: &mut Tx<'_>, who: &Who, member: &member::Member, ticket: &Ticket, day: Day, part: Stretch) -> Result<()> {
    let entry = store::Entry {
        id: TimeEntryId::new(tx.now()),
        ticket: ticket.id,
        whose: store::Whose::of(tx, member)?,
        team: ticket.team,
        day,
        stretch: Some(part),
        seconds: part.seconds(),
        correction: None,
    };
    store::insert(tx, who.org(), &entry)
}

/// The clock by which an organisation's days begin.
pub fn zone(tx: &mut Tx<'_>, org: OrgId) -> Result<TimeZone> {
    let organisation = organisation::store::row(tx, org)?.ok_or_else(Error::unknown)?;
    Ok(TimeZone::get(&organisation.time_zone).unwrap_or(TimeZone::UTC))
}
