//! Where a new ticket of a customer goes: to the owner of the portfolio that the contact is in, if they can serve it; else to the
//! channel's own team.

use access::Facts;
use db::Tx;
use kit::{ContactId, Kind, MemberId, Result, TeamId};

use super::store;
use crate::contact;
use crate::ticket::store::words::Channel;
use crate::who::Cache;

/// The way, and a code of why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    pub team: TeamId,
    pub assignee: Option<MemberId>,
    pub why: &'static str,
}

pub fn way(tx: &mut Tx<'_>, callers: &Cache, channel: &Channel, contact: ContactId) -> Result<Way> {
    let queue = Way {
        team: channel.team,
        assignee: None,
        why: "channel",
    };
    let Some((owner, _)) = contact::store::portfolio::of(tx, channel.org, contact)? else {
        return Ok(queue);
    };
    let owner = match callers.of_member(tx, channel.org, owner) {
        Ok(owner) => owner,
        Err(gone) if gone.kind == Kind::Unknown => return Ok(queue),
        Err(error) => return Err(error),
    };
    // Their own customers come to them whether they are at their desk or not, and beyond their quota: that is what a portfolio is for, and
    // what is shared out goes by presence and quota already. Who is suspended or gone is unknown here. Of an origin nothing is known yet;
    // once there is one, what somebody has is not taken from them for it (C8 narrows only what is not yet assigned).
    // Whoever sees only their own teams gets it there.
    let own = store::contact::default_team(tx, channel.org, owner.member())?;
    for team in [Some(channel.team), own].into_iter().flatten() {
        let facts = Facts {
            team: Some(team),
            channel: Some(channel.id),
            ..Facts::of(channel.org)
        };
        if owner.caller.eligible(&facts, owner.now).is_ok() {
            return Ok(Way {
                team,
                assignee: Some(owner.member()),
                why: "portfolio",
            });
        }
    }
    Ok(queue)
}
