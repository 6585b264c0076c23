//! Revoke one of one's own tokens: its next request is refused.

use db::{NewEvent, Tx};
use kit::{Error, Result, TokenId};
use serde_json::json;

use super::store;
use crate::audit;
use crate::who::Who;

pub fn revoke(tx: &mut Tx<'_>, who: &Who, id: TokenId) -> Result<()> {
    if !store::revoke(tx, who.org(), who.member(), id)? {
        return Err(Error::unknown());
    }
    audit::write(tx, who, "token.revoked", id, json!({}))?;
    // Sockets that were opened with it look at their standing again.
    tx.append(&NewEvent {
        kind: "access.changed",
        version: 1,
        actor: Some(who.member().into()),
        subject: who.member().into(),
        before: None,
        after: None,
        body: json!({ "what": ["token"] }).to_string(),
    })?;
    Ok(())
}
