//! What waits for one's answer, and one's own.

use std::time::Duration;

use db::Tx;
use kit::{Error, PermissionRequestId, Result};

use super::card::{Card, card};
use super::store;
use crate::who::{Who, asked};

/// How long one is shown what one asked for.
const REMEMBERED: Duration = Duration::from_secs(30 * 24 * 3600);

/// Those that the caller could grant now, the oldest first.
pub fn waiting(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Card>> {
    let mut all = Vec::new();
    for id in asked::grantable(tx, who)? {
        if let Some(request) = store::row(tx, who.org(), id)? {
            all.extend(card(tx, who, request)?);
        }
    }
    Ok(all)
}

/// The caller's own, the newest first.
pub fn own(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Card>> {
    let since = tx.now().minus(REMEMBERED);
    let mut all = Vec::new();
    for request in store::of_member(tx, who.org(), who.member(), since)? {
        all.extend(card(tx, who, request)?);
    }
    Ok(all)
}

/// One of the caller's own.
pub fn one(tx: &mut Tx<'_>, who: &Who, id: PermissionRequestId) -> Result<Card> {
    let own = store::row(tx, who.org(), id)?.filter(|request| request.member == who.member());
    card(tx, who, own.ok_or_else(Error::unknown)?)?.ok_or_else(Error::unknown)
}
