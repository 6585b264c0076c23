//! Somebody whose invitation has expired asks for another: the administrators are told. The answer is always the same.

use db::Tx;
use kit::Result;

use super::jobs;
use crate::App;
use crate::account::{limit, sign_in};
use crate::who::secret::{self, Purpose};

/// Whether there is such an invitation, the job finds out.
pub async fn ask(app: &App, from: &sign_in::From, token: String) -> Result<()> {
    limit::take(app, &[limit::by_address("invitation", &from.address)]).await?;
    let hash = secret::hash(Purpose::Invitation, &token).unwrap_or_else(|| secret::sha256(token.as_bytes()));
    app.db
        .write_global(&hash, move |tx: &mut Tx<'_>| jobs::enqueue_wanted(tx, &hash))
        .await
}
