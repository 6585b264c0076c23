//! Give and take roles.

use access::{Perm, Place, RoleKey};
use db::Tx;
use kit::{Error, MemberId, Result};
use serde_json::json;

use super::store::{self, sets};
use super::{create, events, rights};
use crate::audit;
use crate::who::Who;

/// A member has these roles from now on, and no others. Optional permissions of a role that goes, go with it.
pub fn roles(tx: &mut Tx<'_>, who: &Who, id: MemberId, keys: &[RoleKey]) -> Result<()> {
    who.may(Perm::UserEdit, &Place::Desk)?;
    store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?.must_be_person()?;
    let ids = create::roles(tx, who, keys)?;
    let before: Vec<_> = sets::roles(tx, who.org(), id)?.into_iter().map(|role| role.id).collect();
    rights::changing(tx, who, id, "roles", |tx| sets::put_roles(tx, who.org(), id, &ids))?;
    audit::write(tx, who, "member.roles", id, json!({ "before": before, "after": ids }))?;
    events::changed(tx, Some(who), id, &["roles"])
}
