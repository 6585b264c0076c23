//! A new token for oneself.

use std::collections::BTreeSet;

use access::{Perm, Place};
use db::Tx;
use kit::{Error, Result, Time, TokenId};
use serde_json::json;

use super::store::{self, Token};
use crate::who::{Via, Who};
use crate::{audit, text};

#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "TokenNew")]
pub struct New {
    pub name: String,
    /// What it may do at most; absent: all that I may, now and later.
    pub permissions: Option<BTreeSet<Perm>>,
    pub expires_at: Option<Time>,
}

/// How many live tokens one member may have.
const MOST: usize = 50;

pub fn create(tx: &mut Tx<'_>, who: &Who, via: &Via, new: &New, hash: &[u8; 32]) -> Result<TokenId> {
    let made = Token {
        id: TokenId::new(tx.now()),
        name: text::line("name", &new.name, 80)?,
        permissions: permissions(who, via, new)?,
        created_at: tx.now(),
        expires_at: expiry(tx, who, via, new)?,
        used_at: None,
    };
    if store::of(tx, who.org(), who.member())?.len() >= MOST {
        return Err(Error::conflict("too_many_tokens").with_param("max", MOST));
    }
    store::insert(tx, who.org(), who.member(), &made, hash)?;
    let body = json!({ "name": made.name, "permissions": made.permissions, "expires_at": made.expires_at });
    audit::write(tx, who, "token.created", made.id, body)?;
    Ok(made.id)
}

/// What one does not hold anywhere cannot be given. With a token, "all" is all that this token may.
fn permissions(who: &Who, via: &Via, new: &New) -> Result<Option<BTreeSet<Perm>>> {
    let limited = matches!(via, Via::Token(token) if token.permissions.is_some());
    let holds = |perm: &Perm| {
        let place = if perm.desk_wide() { Place::Desk } else { Place::Anywhere };
        who.can(*perm, &place)
    };
    match &new.permissions {
        Some(asked) => match asked.iter().find(|perm| !holds(perm)) {
            Some(missing) => Err(Error::invalid("permissions", "permission_not_held").with_param("permission", missing)),
            None => Ok(Some(asked.clone())),
        },
        None if limited => Ok(Some(Perm::ALL.iter().copied().filter(holds).collect())),
        None => Ok(None),
    }
}

fn expiry(tx: &mut Tx<'_>, who: &Who, via: &Via, new: &New) -> Result<Option<Time>> {
    if new.expires_at.is_some_and(|at| at <= who.now) {
        return Err(Error::invalid("expires_at", "already_past"));
    }
    let Via::Token(token) = via else { return Ok(new.expires_at) };
    let own = store::row(tx, who.org(), who.member(), token.id)?.and_then(|t| t.expires_at);
    Ok(match (new.expires_at, own) {
        (Some(asked), Some(own)) => Some(asked.min(own)),
        (one, other) => one.or(other),
    })
}
