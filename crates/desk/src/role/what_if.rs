//! *What if* a role were changed: for each who holds it, decided as the change itself would be, and nothing is written.

use access::{Caller, Perm, Place, change};
use db::Tx;
use kit::{Error, Result, RoleId};

use super::edit::{self, Change};
use super::store;
use crate::member::effect::Effect;
use crate::who::{self, Who};

pub fn what_if(tx: &mut Tx<'_>, who: &Who, id: RoleId, proposal: &Change) -> Result<Effect> {
    who.may(Perm::RoleManage, &Place::Desk)?;
    let before = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    let after = edit::changed(&before, proposal)?;
    if after.role != before.role {
        change::may_edit_role(&who.caller, Some(&before.role), &after.role, who.now)?;
    }
    let mut effect = Effect::default();
    for member in store::holders(tx, who.org(), id)? {
        let Some(found) = who::store::by_member(tx, who.org(), member)? else {
            continue;
        };
        let now = who::load::membership(tx, who.org(), &found, None)?;
        let mut then = now.clone();
        for given in then.roles.iter_mut().filter(|given| given.role.key == before.role.key) {
            given.role = after.role.clone();
        }
        edit::may(who, member, Some(&Caller::build(&now)), Some(&Caller::build(&then)))?;
        effect.add(tx, who, found.name(), &now, then)?;
    }
    Ok(effect)
}
