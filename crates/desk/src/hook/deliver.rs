//! The API channel as one that sends.

use kit::{OrgId, Result};

use super::speak::ApiChannel;
use crate::App;
use crate::channel::{self, Channel};
use crate::webhook::sign::Key;

/// Nothing where the other system gave no address: it reads what we say from the API.
pub async fn speaker(app: &App, org: OrgId, channel: &Channel) -> Result<Option<ApiChannel>> {
    let Some(url) = channel.api().url else { return Ok(None) };
    let id = channel.id;
    let secret = app.db.read(move |tx| channel::store::secret(tx, org, id)).await?;
    Ok(Some(ApiChannel {
        url,
        key: Key::read(&secret)?,
        files: format!("{}/api/v1/channels/{}/files", app.config.public_url, channel.address),
    }))
}
