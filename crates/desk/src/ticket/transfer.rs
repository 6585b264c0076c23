//! Hand a ticket to another team, to somebody, or both, perhaps with a note about why.

use access::Perm;
use db::Tx;
use kit::{Error, MemberId, Result, TeamId, TicketId};

use super::{Ticket, policy, store};
use crate::hours::opening;
use crate::message::note;
use crate::who::{Cache, Who};

/// Where to.
#[derive(Clone, Debug, Default)]
pub struct To {
    pub team: Option<TeamId>,
    /// To somebody, or explicitly to nobody. Not said, a change of team puts it in that team's queue.
    pub member: Option<Option<MemberId>>,
    /// A private note, left where the ticket is before it moves.
    pub note: Option<String>,
}

pub fn transfer(tx: &mut Tx<'_>, callers: &Cache, who: &Who, id: TicketId, to: &To) -> Result<Ticket> {
    let mut before = super::find(tx, who, id, Perm::TicketTransfer)?;
    before.must_live()?;
    let team = to.team.map(|team| policy::team(tx, who, team)).transpose()?;
    let (team_after, member) = match (team, to.member) {
        (None, None) => return Err(Error::invalid("team", "required")),
        (Some((team, _)), None) if team == before.team => (team, before.assignee),
        (Some((team, _)), None) => (team, None),
        (Some((team, _)), Some(member)) => (team, member),
        (None, Some(member)) => (before.team, member),
    };
    let assignee = member.map(|member| policy::destined(tx, callers, who, member)).transpose()?;
    policy::may_move(who, Perm::TicketTransfer, &before, team, assignee.as_ref())?;
    if let Some(text) = to.note.as_deref().filter(|text| !text.trim().is_empty()) {
        let left = note::Draft {
            body: text.to_owned(),
            ..Default::default()
        };
        before = note::leave(tx, callers, who, &before, &left)?.0;
    }
    if (before.team, before.assignee) == (team_after, member) {
        return Ok(before);
    }
    let mut after = before.clone();
    after.team = team_after;
    after.assign(member, tx.now());
    if after.team != before.team && after.opens_at.is_some() {
        // Over there it may be open already.
        after.opens_at = Some(tx.now());
        opening::plan(tx, after.org, tx.now())?;
    }
    store::save(tx, who, &before, after, store::Line::transferred(before.team, team_after, member))
}
