//! Remove a calendar. Where it held, the next one does: the team's, the organisation's, or none.

use db::Tx;
use kit::{HoursId, Result};
use serde_json::json;

use super::{opening, store};
use crate::audit;
use crate::who::Who;

pub fn delete(tx: &mut Tx<'_>, who: &Who, id: HoursId) -> Result<()> {
    let before = store::one(tx, who.org(), id)?;
    store::delete(tx, who.org(), id)?;
    who.tell(tx, "hours.deleted", id)?;
    audit::write(tx, who, "hours.deleted", id, json!({ "before": before }))?;
    opening::again(tx, who.org())
}
