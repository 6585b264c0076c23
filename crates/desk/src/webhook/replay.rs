//! Sending again, and a test: asked for by a person, so the endpoint's rest is over.

use db::Tx;
use kit::{DeliveryId, Error, OrgId, Result, Time, WebhookId};

use super::model::{PING, Progress};
use super::{State, Webhook, deliver, save, store};
use crate::who::Who;

pub fn test(tx: &mut Tx<'_>, who: &Who, id: WebhookId) -> Result<DeliveryId> {
    let hook = ready(tx, who, id)?;
    let made = store::delivery::insert(tx, who.org(), hook.id, None, PING)?;
    go(tx, who.org(), hook)?;
    Ok(made)
}

/// One, however it ended. What it carries is decided anew.
pub fn one(tx: &mut Tx<'_>, who: &Who, id: WebhookId, delivery: DeliveryId) -> Result<()> {
    let hook = ready(tx, who, id)?;
    let mut again = store::delivery::row(tx, who.org(), id, delivery)?.ok_or_else(Error::unknown)?;
    (again.state, again.attempts, again.due_at) = (Progress::Pending, 0, tx.now());
    store::delivery::update(tx, who.org(), &again)?;
    go(tx, who.org(), hook)
}

/// All failed ones of events since a time; how many.
pub fn since(tx: &mut Tx<'_>, who: &Who, id: WebhookId, since: Time) -> Result<u64> {
    let hook = ready(tx, who, id)?;
    let count = store::delivery::again_since(tx, who.org(), id, since)?;
    go(tx, who.org(), hook)?;
    Ok(count)
}

/// How many [`since`] would send, counted up to `most`.
pub fn count(tx: &mut Tx<'_>, who: &Who, id: WebhookId, since: Time, most: i64) -> Result<u64> {
    save::covered(tx, who, id)?;
    store::delivery::failed_since(tx, who.org(), id, since, most)
}

fn ready(tx: &mut Tx<'_>, who: &Who, id: WebhookId) -> Result<Webhook> {
    let hook = save::covered(tx, who, id)?;
    if hook.state == State::Active {
        Ok(hook)
    } else {
        Err(Error::conflict("webhook_not_active"))
    }
}

fn go(tx: &mut Tx<'_>, org: OrgId, hook: Webhook) -> Result<()> {
    store::update(tx, org, &Webhook { retry_at: None, ..hook })?;
    deliver::schedule(tx, org, hook.id)
}
