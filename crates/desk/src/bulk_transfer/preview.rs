//! How many would go where, and which could not and why; nothing is changed.

use std::collections::BTreeMap;

use access::{Perm, Place};
use db::Tx;
use kit::{MemberId, Result, TicketId};

use super::model::{Draft, Stays, Why};
use super::plan::Shares;
use crate::ticket::Ticket;
use crate::ticket::person::{People, Person};
use crate::ticket::store::leave;
use crate::who::{Cache, Who};

/// So many of those that stay are named.
pub const NAMED: usize = 100;

/// What somebody gets.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "BulkTransferShare")]
pub struct Share {
    pub member: Person,
    pub count: i64,
}

/// A ticket that stays.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "BulkTransferStays")]
pub struct Stay {
    pub ticket: TicketId,
    pub number: i64,
    pub subject: String,
    pub reasons: Vec<Reason>,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "BulkTransferReason")]
pub struct Reason {
    /// Of whom; nobody, where it is about the ticket.
    pub member: Option<Person>,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "BulkTransferPreview")]
pub struct Preview {
    /// All that is meant.
    pub total: i64,
    /// How many go, and to whom.
    pub moves: i64,
    pub shares: Vec<Share>,
    /// How many stay; the first hundred are named.
    pub stays: i64,
    pub staying: Vec<Stay>,
}

pub fn preview(tx: &mut Tx<'_>, callers: &Cache, who: &Who, draft: &Draft) -> Result<Preview> {
    super::begin::check(tx, who, draft)?;
    let mut shares = Shares::load(tx, callers, who, draft, &BTreeMap::new())?;
    let (mut counts, mut moves) = (BTreeMap::new(), 0);
    let mut staying = Vec::new();
    for ticket in leave::assigned_after(tx, who.org(), draft.from, None, i64::MAX)? {
        if !draft.means(&ticket) || !who.can(Perm::TicketRead, &Place::At(ticket.facts())) {
            continue;
        }
        match shares.decide(who, &ticket) {
            Ok(to) => {
                moves += 1;
                if let Some(to) = to {
                    *counts.entry(to).or_insert(0) += 1;
                }
            }
            Err(reasons) => staying.push((ticket, reasons)),
        }
    }
    let stays = i64::try_from(staying.len()).unwrap_or(i64::MAX);
    staying.truncate(NAMED);
    let people = people(tx, who, &counts, &staying)?;
    Ok(Preview {
        total: moves + stays,
        moves,
        shares: shown(&counts, &people),
        stays,
        staying: staying
            .into_iter()
            .map(|(ticket, reasons)| stay(ticket, reasons, &people))
            .collect(),
    })
}

pub fn people(tx: &mut Tx<'_>, who: &Who, counts: &BTreeMap<MemberId, i64>, staying: &[(Ticket, Vec<Stays>)]) -> Result<People> {
    let named = staying.iter().flat_map(|(_, reasons)| reasons).filter_map(|reason| reason.member);
    People::of(tx, who, counts.keys().copied().chain(named))
}

pub fn shown(counts: &BTreeMap<MemberId, i64>, people: &People) -> Vec<Share> {
    let share = |(member, count): (&MemberId, &i64)| Share {
        member: people.get(*member),
        count: *count,
    };
    counts.iter().map(share).collect()
}

pub fn stay(ticket: Ticket, reasons: Vec<Stays>, people: &People) -> Stay {
    let reason = |stays: Stays| Reason {
        member: stays.member.map(|member| people.get(member)),
        why: stays.why,
    };
    Stay {
        ticket: ticket.id,
        number: ticket.number,
        subject: ticket.subject,
        reasons: reasons.into_iter().map(reason).collect(),
    }
}
