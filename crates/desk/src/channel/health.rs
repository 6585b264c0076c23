//! Whether a channel is alive: when something last left, and since when and why nothing does.
//!
//! When a customer was last heard is written where they are ([`crate::message::receive`]).

use std::time::Duration;

use db::{NewEvent, Tx};
use kit::{ChannelId, OrgId, Result, Time};

use super::store;

/// How exact *last left* has to be. Written at every message, it would be the hottest row of all.
const EXACT: Duration = Duration::from_secs(300);

/// Whether what is known is too old to be told.
pub fn is_stale(last: Option<Time>, now: Time) -> bool {
    last.is_none_or(|last| now.since(last) > EXACT)
}

/// Something has left.
pub fn sent(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId) -> Result<()> {
    let stale = tx.now().minus(EXACT);
    if store::set_out(tx, org, channel, stale)? {
        tell(tx, channel)?;
    }
    Ok(())
}

/// Nothing leaves, and it is not the message's fault.
pub fn failing(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, failure: &str) -> Result<()> {
    if store::set_failing(tx, org, channel, failure)? {
        tell(tx, channel)?;
    }
    Ok(())
}

/// The provider answers as it should.
pub fn well(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId) -> Result<()> {
    if store::set_well(tx, org, channel)? {
        tell(tx, channel)?;
    }
    Ok(())
}

/// Something about it has turned, and nobody of ours has turned it.
pub(super) fn tell(tx: &mut Tx<'_>, id: ChannelId) -> Result<()> {
    tx.append(&NewEvent {
        kind: "channel.changed",
        version: 1,
        actor: None,
        subject: id.into(),
        before: None,
        after: None,
        body: "{}".into(),
    })?;
    Ok(())
}
