//! A new team.

use access::{Perm, Place};
use db::Tx;
use kit::{Error, Result, TeamId};

use super::{Mode, Team, edit, events, store};
use crate::who::Who;
use crate::{audit, text};

#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "TeamNew")]
pub struct New {
    pub name: String,
    #[serde(default)]
    pub description: String,
    /// Known only to its members and to who manages teams.
    #[serde(default)]
    pub hidden: bool,
    pub parent: Option<TeamId>,
    /// How what waits is shared out.
    #[serde(default)]
    pub mode: Mode,
}

pub fn create(tx: &mut Tx<'_>, who: &Who, new: &New) -> Result<TeamId> {
    who.may(Perm::TeamManage, &Place::Desk)?;
    let team = Team {
        id: TeamId::new(tx.now()),
        name: text::line("name", &new.name, 80)?,
        description: text::prose("description", &new.description, 1000)?,
        hidden: new.hidden,
        parent: new.parent,
        mode: new.mode,
        archived_at: None,
        created_at: tx.now(),
    };
    if store::name_taken(tx, who.org(), &team.name, team.id)? {
        return Err(Error::conflict("name_taken").with_field("name"));
    }
    edit::parent(tx, who, &team)?;
    store::insert(tx, who.org(), &team)?;
    audit::write(tx, who, "team.created", team.id, serde_json::json!(team))?;
    events::changed(tx, Some(who), team.id, "created")?;
    Ok(team.id)
}
