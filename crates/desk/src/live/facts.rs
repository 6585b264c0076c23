//! Where a ticket is that a caller may read: what a whisper about it is held against.

use access::{Facts, Perm};
use kit::{Result, TicketId};

use crate::App;
use crate::ticket;
use crate::who::Who;

pub async fn facts(app: &App, who: &Who, id: TicketId, perm: Perm) -> Result<Facts> {
    let who = who.clone();
    app.db.read(move |tx| ticket::find(tx, &who, id, perm).map(|t| t.facts())).await
}
