//! Remove a canned response. What was sent with it stays.

use db::Tx;
use kit::{CannedId, Result};
use serde_json::json;

use super::store;
use crate::audit;
use crate::who::Who;

pub fn delete(tx: &mut Tx<'_>, who: &Who, id: CannedId) -> Result<()> {
    let before = store::one(tx, who.org(), id)?;
    store::delete(tx, who.org(), id)?;
    store::sweep_categories(tx, who.org())?;
    who.tell(tx, "canned.deleted", id)?;
    audit::write(tx, who, "canned.deleted", id, json!({ "before": before }))
}
