//! Whom and what an event concerns: people whose places may be others now, teams in which something may be given.

use std::collections::{BTreeMap, BTreeSet};

use db::{Event, Tx};
use kit::{MemberId, OrgId, Result, TeamId, TicketId};
use serde_json::Value;

use super::store;
use crate::audience::Placed;

/// What a batch of events has stirred.
#[derive(Default)]
pub struct Stirred {
    pub members: BTreeSet<MemberId>,
    pub teams: BTreeSet<TeamId>,
    /// Who had what came back to its queue: they get it again only when nobody else would have it.
    pub returned: BTreeMap<TicketId, MemberId>,
}

impl Stirred {
    pub fn is_nothing(&self) -> bool {
        self.members.is_empty() && self.teams.is_empty()
    }
}

pub fn stirred(tx: &mut Tx<'_>, org: OrgId, events: &[Event]) -> Result<Stirred> {
    let mut all = Stirred::default();
    let mut everybody = false;
    for event in events {
        match event.kind.as_str() {
            "ticket.created" | "ticket.changed" => moved(&mut all, event),
            "presence.changed" | "member.changed" => all.members.extend(event.subject.id::<MemberId>()),
            "access.changed" | "team.changed" => {
                let member = event.subject.id::<MemberId>();
                let team = event.subject.id::<TeamId>();
                all.members.extend(member);
                all.teams.extend(team);
                if let Some(team) = team {
                    // Its mode may be another: who is in it stands in another order, or in none.
                    store::clear(tx, org, team)?;
                    all.members.extend(store::online_in(tx, org, team)?);
                }
                // A role, or all of them at once.
                everybody |= member.is_none() && team.is_none();
            }
            "organisation.changed" => everybody |= body(event)["quota"] == true,
            _ => {}
        }
    }
    if everybody {
        all.members.extend(store::online(tx, org)?);
    }
    Ok(all)
}

/// What says nothing of where a ticket is or whose it is.
const ELSEWHERE: &[&str] = &["labelled", "edited"];

fn moved(all: &mut Stirred, event: &Event) {
    let body = body(event);
    if body["what"].as_str().is_some_and(|what| ELSEWHERE.contains(&what)) {
        return;
    }
    let placed = Placed::of(event);
    let (had, has) = (placed.before.and_then(|f| f.assignee), placed.after.and_then(|f| f.assignee));
    all.members.extend(had);
    all.members.extend(has);
    let team = placed.after.and_then(|f| f.team);
    if body["state"] == "waiting" {
        all.teams.extend(team);
        if let (Some(ticket), Some(had)) = (event.subject.id::<TicketId>(), had) {
            all.returned.insert(ticket, had);
        }
    } else if event.actor.is_none() {
        // One of ours: there may be more of them than were given at once.
        all.teams.extend(team);
    }
}

fn body(event: &Event) -> Value {
    serde_json::from_str(&event.body).unwrap_or_default()
}
