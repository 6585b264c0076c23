//! Sentences about who knows of a team.

use access::{Perm, Place};
use db::Tx;
use kit::{Result, TeamId};

use super::store;
use crate::who::Who;

/// Whether the team is there, not archived, and this caller knows of it.
pub fn knows(tx: &mut Tx<'_>, who: &Who, id: TeamId) -> Result<bool> {
    let team = store::row(tx, who.org(), id)?.filter(|team| team.archived_at.is_none());
    Ok(team.is_some_and(|team| who.can(Perm::TeamRead, &place(&team))))
}

pub fn place(team: &super::Team) -> Place {
    Place::Team {
        team: team.id,
        hidden: team.hidden,
    }
}

/// Look-up is authorisation. A hidden team is unknown to those who may not know of it, an archived one to everybody.
pub fn find(tx: &mut Tx<'_>, who: &Who, id: TeamId, perm: Perm) -> Result<super::Team> {
    let team = store::row(tx, who.org(), id)?
        .filter(|team| team.archived_at.is_none())
        .ok_or_else(kit::Error::unknown)?;
    who.may(perm, &place(&team))?;
    Ok(team)
}
