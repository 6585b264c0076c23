//! Delete a custom role that nobody holds.

use access::{Perm, Place};
use db::Tx;
use kit::{Error, Result, RoleId};
use serde_json::json;

use super::{events, store};
use crate::audit;
use crate::who::Who;

pub fn delete(tx: &mut Tx<'_>, who: &Who, id: RoleId) -> Result<()> {
    who.may(Perm::RoleManage, &Place::Desk)?;
    let row = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    if row.builtin.is_some() {
        return Err(Error::conflict("role_built_in"));
    }
    if !store::holders(tx, who.org(), id)?.is_empty() {
        return Err(Error::conflict("role_in_use"));
    }
    store::delete(tx, who.org(), id)?;
    audit::write(tx, who, "role.deleted", id, json!({ "name": row.name, "role": row.role }))?;
    events::changed(tx, who, id, "deleted")
}
