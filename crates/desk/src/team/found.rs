//! A team that is there without anybody's asking: the first one of an organisation, those of the demo and of tests.

use db::Tx;
use kit::{OrgId, Result, TeamId};

use super::{Mode, Team, events, store};
use crate::text;

pub fn found(tx: &mut Tx<'_>, org: OrgId, name: &str) -> Result<TeamId> {
    let team = Team {
        id: TeamId::new(tx.now()),
        name: text::line("team.name", name, 80)?,
        description: String::new(),
        hidden: false,
        parent: None,
        mode: Mode::Manual,
        archived_at: None,
        created_at: tx.now(),
    };
    store::insert(tx, org, &team)?;
    events::changed(tx, None, team.id, "created")?;
    Ok(team.id)
}
