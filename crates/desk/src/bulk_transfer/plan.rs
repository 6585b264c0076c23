//! To whom each ticket goes: decided one by one, by a preview and by the act alike.

use std::collections::BTreeMap;

use access::{Destination, Ineligible, MoveRefused, Perm};
use db::Tx;
use kit::{Kind, MemberId, Result};

use super::model::{Draft, Stays, Way, Why};
use crate::ticket::{self, Ticket};
use crate::who::{Cache, Who};
use crate::{member, organisation};

/// Those who get something, and how much they have got.
pub struct Shares {
    way: Way,
    takers: Vec<Taker>,
}

struct Taker {
    /// Where they stand in what was asked for: among equals the first.
    at: usize,
    member: MemberId,
    /// Nobody of who is no more.
    who: Option<Who>,
    given: i64,
    /// None: no limit.
    left: Option<i64>,
}

impl Shares {
    /// `given`: what each has got by this act already.
    pub fn load(tx: &mut Tx<'_>, callers: &Cache, who: &Who, draft: &Draft, given: &BTreeMap<MemberId, i64>) -> Result<Self> {
        let usual = organisation::store::settings(tx, who.org())?.quota;
        let mut takers = Vec::new();
        for (at, id) in draft.members.iter().enumerate() {
            let caller = match callers.of_member(tx, who.org(), *id) {
                Ok(taker) => Some(taker),
                Err(gone) if gone.kind == Kind::Unknown => None,
                Err(error) => return Err(error),
            };
            let own = member::store::row(tx, who.org(), *id)?.and_then(|m| m.quota);
            let open = ticket::store::share::open(tx, who.org(), *id)?;
            takers.push(Taker {
                at,
                member: *id,
                who: caller,
                given: given.get(id).copied().unwrap_or(0),
                left: own.or(usual).map(|quota| i64::from(quota) - open),
            });
        }
        Ok(Self { way: draft.way, takers })
    }

    /// To whom it goes: somebody, or its queue; or why it stays.
    pub fn decide(&mut self, who: &Who, ticket: &Ticket) -> Result<Option<MemberId>, Vec<Stays>> {
        let facts = ticket.facts();
        let to = |assignee| Destination {
            team: Some((ticket.team, false)),
            assignee,
        };
        let may = |assignee| who.caller.may_move(Perm::TicketTransferBulk, &facts, to(assignee), who.now);
        if let Err(MoveRefused::Mover(_)) = may(None) {
            return Err(vec![Stays {
                member: None,
                why: Why::Mover,
            }]);
        }
        if self.way == Way::Queue {
            return Ok(None);
        }
        let by_quota = self.way == Way::Quota;
        // Whoever has least, or most room: an order that does not depend on the steps, so that a preview says what will be.
        self.takers
            .sort_by_key(|t| (if by_quota { t.left.map_or(i64::MIN, |left| -left) } else { t.given }, t.at));
        let mut stays = Vec::new();
        for taker in &mut self.takers {
            match refused(taker, by_quota, &may) {
                Some(why) => stays.push(Stays {
                    member: Some(taker.member),
                    why,
                }),
                None => {
                    taker.given += 1;
                    taker.left = taker.left.map(|left| left - 1);
                    return Ok(Some(taker.member));
                }
            }
        }
        Err(stays)
    }
}

fn refused<'t>(taker: &'t Taker, by_quota: bool, may: &impl Fn(Option<&'t access::Caller>) -> Result<(), MoveRefused>) -> Option<Why> {
    let Some(who) = &taker.who else { return Some(Why::Unknown) };
    match may(Some(&who.caller)) {
        Err(MoveRefused::Mover(_)) => Some(Why::Mover),
        Err(MoveRefused::Destination) => Some(Why::Unknown),
        Err(MoveRefused::Assignee(why)) => Some(ineligible(why)),
        Ok(()) if by_quota && taker.left.is_some_and(|left| left <= 0) => Some(Why::Full),
        Ok(()) => None,
    }
}

pub fn ineligible(why: Ineligible) -> Why {
    match why {
        Ineligible::CannotRead => Why::CannotRead,
        Ineligible::CannotReply => Why::CannotReply,
        Ineligible::Channel => Why::Channel,
        Ineligible::Origin => Why::Origin,
    }
}
