//! A custom role.

use access::{Perm, Place, change};
use db::Tx;
use kit::{Result, RoleId};
use serde_json::json;

use super::model::Definition;
use super::{Row, events, store};
use crate::who::Who;
use crate::{audit, text};

#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "RoleNew")]
pub struct New {
    pub name: String,
    #[serde(flatten)]
    pub definition: Definition,
}

/// Nothing in it may be beyond the actor's own: whoever holds it may hold it anywhere and for good.
pub fn create(tx: &mut Tx<'_>, who: &Who, new: &New) -> Result<RoleId> {
    who.may(Perm::RoleManage, &Place::Desk)?;
    let id = RoleId::new(tx.now());
    let row = Row {
        id,
        builtin: None,
        name: text::line("name", &new.name, 80)?,
        hidden: false,
        role: new.definition.role(id),
        created_at: tx.now(),
    };
    change::may_edit_role(&who.caller, None, &row.role, who.now)?;
    store::insert(tx, who.org(), &row)?;
    audit::write(tx, who, "role.created", id, json!({ "name": row.name, "role": row.role }))?;
    events::changed(tx, who, id, "created")?;
    Ok(id)
}
