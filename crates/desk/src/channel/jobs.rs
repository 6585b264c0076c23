//! Work that follows: a provider has to be told where we are.

use db::Tx;
use db::job::Dedup;
use kit::{ChannelId, OrgId, Result};

use super::Channel;
use crate::work;

/// The kind of the job by which a provider learns where to bring what customers write, or that it is to bring nothing more. The channels' edge
/// does it, by the channel as it then is.
pub const CONNECT: &str = "channel.connect";

/// The job's body.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Connect {
    pub channel: ChannelId,
}

/// Plans it, where the desk says it itself. Elsewhere a person does, in the provider's console.
pub fn enqueue_connect(tx: &mut Tx<'_>, org: OrgId, channel: &Channel) -> Result<()> {
    if !channel.kind.introduces_itself() {
        return Ok(());
    }
    let (now, dedup) = (tx.now(), Dedup::Keep(channel.id.to_string()));
    work::enqueue(tx, CONNECT, &Connect { channel: channel.id }, Some(org), now, Some(dedup))
}
