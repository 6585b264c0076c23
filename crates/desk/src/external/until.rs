//! Another end for somebody who serves here already: another date, or none (E2).

use access::{Perm, Place};
use db::Tx;
use kit::{Error, MemberId, Result, Time};
use serde_json::json;

use super::jobs;
use crate::member::{self, Member, events, rights};
use crate::who::Who;
use crate::{account, audit};

/// Staying longer is a gain like any other, and so the actor's to give. The person's own panels and their home are told.
pub fn until(tx: &mut Tx<'_>, who: &Who, id: MemberId, until: Option<Time>) -> Result<()> {
    who.may(Perm::UserEdit, &Place::Desk)?;
    // Who is at home here has no end.
    let found = member::store::row(tx, who.org(), id)?.filter(|m| m.home.is_some());
    let before = found.ok_or_else(Error::unknown)?;
    if until.is_some_and(|until| until <= tx.now()) {
        return Err(Error::invalid("until", "already_past"));
    }
    if before.until == until {
        return Ok(());
    }
    rights::changing(tx, who, id, "until", |tx| member::store::set_until(tx, who.org(), id, until))?;
    let body = json!({ "before": before.until, "after": until });
    audit::write(tx, who, "external.until", id, body)?;
    events::changed(tx, Some(who), id, &["until"])?;
    if let Some(account) = before.account {
        account::store::changed(tx, account, "account.membership", json!({ "state": before.state }).to_string())?;
    }
    jobs::enqueue_until(tx, &Member { until, ..before })
}
