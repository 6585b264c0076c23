//! A person's sign-ins: list them, end them.

use db::Tx;
use kit::{AccountId, Error, Result, SessionId};
use serde_json::json;

use super::store::{self, session};

pub use session::Session;

pub fn list(tx: &mut Tx<'_>, account: AccountId, current: SessionId) -> Result<Vec<Session>> {
    let sessions = session::of(tx, account)?.into_iter();
    Ok(sessions
        .map(|s| Session {
            current: s.id == current,
            ..s
        })
        .collect())
}

/// Ends one: its cookie counts no longer, and its sockets close.
pub fn end(tx: &mut Tx<'_>, account: AccountId, id: SessionId) -> Result<()> {
    if !session::delete(tx, account, id)? {
        return Err(Error::unknown());
    }
    store::changed(tx, account, "account.session", json!({ "ended": id }).to_string())
}

/// Ends all but one, or all.
pub fn end_others(tx: &mut Tx<'_>, account: AccountId, keep: Option<SessionId>) -> Result<u64> {
    let ended = session::delete_others(tx, account, keep)?;
    if ended > 0 {
        store::changed(tx, account, "account.session", json!({ "kept": keep }).to_string())?;
    }
    Ok(ended)
}
