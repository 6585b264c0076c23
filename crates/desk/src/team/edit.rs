//! Change a team's name, description, visibility, parent or mode.

use access::Perm;
use db::Tx;
use kit::{Error, Result, TeamId};

use super::{Mode, Team, events, policy, store};
use crate::who::Who;
use crate::{audit, text};

/// What may change; what is not said stays.
#[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "TeamChange")]
pub struct Change {
    pub name: Option<String>,
    pub description: Option<String>,
    pub hidden: Option<bool>,
    #[serde(deserialize_with = "text::given")]
    #[schemars(with = "Option<TeamId>")]
    pub parent: Option<Option<TeamId>>,
    /// How what waits is shared out.
    pub mode: Option<Mode>,
}

pub fn edit(tx: &mut Tx<'_>, who: &Who, id: TeamId, change: &Change) -> Result<Team> {
    let before = policy::find(tx, who, id, Perm::TeamManage)?;
    let mut after = before.clone();
    if let Some(name) = &change.name {
        after.name = text::line("name", name, 80)?;
        if store::name_taken(tx, who.org(), &after.name, id)? {
            return Err(Error::conflict("name_taken").with_field("name"));
        }
    }
    if let Some(description) = &change.description {
        after.description = text::prose("description", description, 1000)?;
    }
    after.hidden = change.hidden.unwrap_or(before.hidden);
    after.mode = change.mode.unwrap_or(before.mode);
    if let Some(given) = change.parent {
        after.parent = given;
        parent(tx, who, &after)?;
    }
    if after == before {
        return Ok(after);
    }
    store::update(tx, who.org(), &after)?;
    audit::write(tx, who, "team.changed", id, audit::diff(&before, &after))?;
    events::changed(tx, Some(who), id, "edited")?;
    Ok(after)
}

/// The parent is a team of one level, and no team is below itself: numbers are inherited once, not along a chain.
pub fn parent(tx: &mut Tx<'_>, who: &Who, team: &Team) -> Result<()> {
    let Some(parent) = team.parent else { return Ok(()) };
    let above = store::row(tx, who.org(), parent)?.filter(|t| t.archived_at.is_none());
    let above = above.ok_or_else(|| Error::invalid("parent", "team_unknown"))?;
    if above.id == team.id || above.parent.is_some() || store::has_children(tx, who.org(), team.id)? {
        return Err(Error::invalid("parent", "team_too_deep"));
    }
    Ok(())
}
