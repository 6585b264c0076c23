//! The only SQL of the providers' edge.

use db::{Tx, args};
use kit::{ChannelId, OrgId, Result};

/// Whether a customer has a ticket there that is not closed: a channel that is paused still hears them.
pub fn has_live(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, address: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM identity i JOIN ticket t ON t.org_id = i.org_id AND t.identity_id = i.id AND t.state <> 'closed' \
        AND t.identity_id IS NOT NULL WHERE i.org_id = $1 AND i.channel_id = $2 AND i.address = $3";
    Ok(tx.opt::<i64>(sql, args![org, channel, address])?.is_some())
}
