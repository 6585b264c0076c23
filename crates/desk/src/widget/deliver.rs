//! A message to a visitor: *sent* once it is there to be read. Their browser says when it has it, and when it was seen.

use kit::{MessageId, OrgId, Result};

use crate::App;
use crate::message::Delivery;
use crate::message::delivery::{Report, Which, report};

pub async fn deliver(app: &App, org: OrgId, channel: kit::ChannelId, message: MessageId) -> Result<()> {
    app.db
        .write(org, move |tx| {
            let sent = Report {
                delivery: Delivery::Sent,
                failure: None,
                provider: None,
            };
            report(tx, org, channel, &Which::Ours(message), &sent)?;
            Ok(())
        })
        .await
}
