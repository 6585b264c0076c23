//! A ticket's time: in all, by person and day, and what was corrected.

use std::collections::BTreeMap;

use access::{Perm, Place};
use db::Tx;
use kit::{Result, TicketId, Time, TimeCorrectionId};

use super::correct::may_correct;
use super::model::Day;
use super::store;
use crate::ticket;
use crate::ticket::person::{People, Person};
use crate::who::Who;

/// So many corrections are shown; the log has the rest.
const SHOWN: u32 = 100;

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TicketTime")]
pub struct TicketTime {
    pub seconds: i64,
    /// The reader's own.
    pub mine: i64,
    /// Who has time on it, and the reader where they may work on it.
    pub people: Vec<Share>,
    /// The latest first.
    pub corrections: Vec<Correction>,
}

/// One person's.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TicketTimeShare")]
pub struct Share {
    pub person: Person,
    pub seconds: i64,
    /// The latest first.
    pub days: Vec<OnDay>,
    /// Whether the reader may correct it.
    pub corrects: bool,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TicketTimeDay")]
pub struct OnDay {
    pub day: Day,
    pub seconds: i64,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "TimeCorrection")]
pub struct Correction {
    pub id: TimeCorrectionId,
    /// Whose time it is.
    pub person: Person,
    pub by: Person,
    pub day: Day,
    pub before: i64,
    pub after: i64,
    pub reason: String,
    pub at: Time,
}

pub fn of_ticket(tx: &mut Tx<'_>, who: &Who, id: TicketId) -> Result<TicketTime> {
    let ticket = ticket::find(tx, who, id, Perm::TicketRead)?;
    let works = who.can(Perm::TicketReply, &Place::At(ticket.facts()));
    let mut shares: BTreeMap<_, Vec<OnDay>> = BTreeMap::new();
    if works {
        shares.insert(who.member(), Vec::new());
    }
    for (member, day, seconds) in store::of_ticket(tx, who.org(), id)? {
        shares.entry(member).or_default().push(OnDay { day: Day(day), seconds });
    }
    let corrections = store::corrections(tx, who.org(), id, SHOWN)?;
    let named = shares.keys().copied().chain(corrections.iter().flat_map(|c| [c.member, c.by]));
    let known = People::of(tx, who, named.collect::<Vec<_>>())?;
    let mut people = Vec::new();
    for (member, days) in shares {
        let person = known.get(member);
        people.push(Share {
            corrects: works && person.id.is_some() && may_correct(tx, who, &ticket, member).is_ok(),
            seconds: days.iter().map(|d| d.seconds).sum(),
            person,
            days,
        });
    }
    // Oneself first, then who has the most.
    let own = |share: &Share| share.person.id == Some(who.member());
    people.sort_by_key(|share| (!own(share), -share.seconds));
    Ok(TicketTime {
        seconds: people.iter().map(|share| share.seconds).sum(),
        mine: people.iter().filter(|share| own(share)).map(|share| share.seconds).sum(),
        people,
        corrections: corrections.into_iter().map(|c| shown(c, &known)).collect(),
    })
}

fn shown(c: store::Correction, known: &People) -> Correction {
    Correction {
        id: c.id,
        person: known.get(c.member),
        by: known.get(c.by),
        day: c.day,
        before: c.before,
        after: c.after,
        reason: c.reason,
        at: c.at,
    }
}
