//! The provider's messages of which one of ours consists, where it takes several.

use db::{FromRow, Row, Tx, args};
use kit::{ChannelId, MessageId, OrgId, Result};

use crate::message::{Delivery, Message};

/// One that left, or could not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub position: i64,
    pub provider: Option<String>,
    pub delivery: Delivery,
    pub failure: Option<String>,
}

impl FromRow for Part {
    fn from_row(row: &Row<'_>) -> db::Result<Self> {
        Ok(Self {
            position: row.get(0)?,
            provider: row.get(1)?,
            delivery: Delivery::from_name(&row.get::<String>(2)?).ok_or(db::Error::Value("a part's delivery"))?,
            failure: row.get(3)?,
        })
    }
}

pub fn of(tx: &mut Tx<'_>, org: OrgId, message: MessageId) -> Result<Vec<Part>> {
    let sql = "SELECT position, provider_id, delivery, failure FROM message_part WHERE org_id = $1 AND message_id = $2 ORDER BY position";
    Ok(tx.all(sql, args![org, message])?)
}

/// One that was sent again takes the place of the one that failed.
pub fn put(tx: &mut Tx<'_>, message: &Message, part: &Part) -> Result<()> {
    let sql = "INSERT INTO message_part (org_id, message_id, position, channel_id, provider_id, delivery, failure) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (org_id, message_id, position) \
        DO UPDATE SET provider_id = excluded.provider_id, delivery = excluded.delivery, failure = excluded.failure";
    let (provider, failure) = (part.provider.as_ref(), part.failure.as_ref());
    let args = args![
        message.org,
        message.id,
        part.position,
        message.channel,
        provider,
        part.delivery.name(),
        failure
    ];
    tx.exec(sql, args)?;
    Ok(())
}

/// Of which message the provider's id names a part.
pub fn by_provider(tx: &mut Tx<'_>, org: OrgId, channel: ChannelId, id: &str) -> Result<Option<MessageId>> {
    let sql = "SELECT message_id FROM message_part WHERE org_id = $1 AND channel_id = $2 AND provider_id = $3 AND provider_id IS NOT NULL";
    Ok(tx.opt(sql, args![org, channel, id])?)
}
