//! Who is in a team, from the team's side: whoever manages teams, over members all of whose rights they cover.

use access::Perm;
use db::Tx;
use kit::{MemberId, Result, TeamId};

use super::policy;
use crate::member::teams;
use crate::who::Who;

/// Puts a member into the team; `default` makes it their default one.
pub fn join(tx: &mut Tx<'_>, who: &Who, id: TeamId, member: MemberId, default: Option<bool>) -> Result<()> {
    policy::find(tx, who, id, Perm::TeamManage)?;
    teams::join(tx, who, member, id, default)
}

pub fn leave(tx: &mut Tx<'_>, who: &Who, id: TeamId, member: MemberId) -> Result<()> {
    policy::find(tx, who, id, Perm::TeamManage)?;
    teams::leave(tx, who, member, id)
}
