//! The API channel as one that sends.

use kit::{OrgId, Result};

use super::speak::ApiChannel;
use crate::App;
use crate::channel::{self, Channel};
use crate::webhook::sign::Key;

pub async fn speaker(app: &App, org: OrgId, channel: &Channel) -> Result<ApiChannel> {
    let id = channel.id;
    let secret = app.db.read(move |tx| channel::store::secret(tx, org, id)).await?;
    Ok(ApiChannel {
        url: channel.api().url,
        key: Key::read(&secret)?,
        files: format!("{}/api/v1/channels/{}/files", app.config.public_url, channel.address),
    })
}
