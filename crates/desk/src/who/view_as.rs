//! *View as* (X2): an administrator sees what a member sees, in one organisation, for an hour, and changes nothing. What they see is what
//! both may read; that it was looked at is in the audit log before anything is shown.

use std::sync::Arc;
use std::time::Duration;

use access::{Perm, Place, change};
use db::Tx;
use kit::{Error, Kind, Result, ViewingId};

use super::store::viewing;
use super::{Cache, Who};

/// So long one looks; then one asks again, and the log says so again.
pub const LASTS: Duration = Duration::from_secs(3600);

/// The member as the viewer sees them. Whether the viewer may is asked each time: rights that are lost end it.
pub fn through(tx: &mut Tx<'_>, callers: &Cache, viewer: &Who, id: ViewingId) -> Result<Who> {
    let looks = viewing::find(tx, viewer.org(), id)?.filter(|v| v.viewer == viewer.member() && v.until > viewer.now);
    let looks = looks.ok_or_else(over)?;
    viewer.may(Perm::ViewAs, &Place::Desk)?;
    let seen = callers.of_member(tx, viewer.org(), looks.member).map_err(|_| over())?;
    change::may_act_on(&viewer.caller, &seen.caller, viewer.now).map_err(|_| over())?;
    Ok(Who {
        caller: Arc::new((*seen.caller).clone().seen_by(&viewer.caller)),
        ..seen
    })
}

/// It is over, or was never theirs.
pub fn over() -> Error {
    Error::new(Kind::Denied, "view_as_over")
}

pub fn reads_only() -> Error {
    Error::new(Kind::Denied, "view_as_reads_only")
}
