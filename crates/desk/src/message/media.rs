//! Files that customers sent and a provider holds: they come after their message, by a job, and where they could not, a person may have
//! them asked for again.

use access::Perm;
use channel::Media;
use db::Tx;
use db::job::Dedup;
use kit::{Error, FileId, MessageId, OrgId, Result, TicketId};

use super::{Kind, Message, events, store};
use crate::ticket::{self, store::By};
use crate::who::Who;
use crate::work;

/// The kind of the job by which a file is fetched; the channels' edge does it.
pub const FETCH: &str = "message.fetch";

/// The job's body.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Fetch {
    pub message: MessageId,
    pub position: i64,
}

/// Notes what is still with the provider, and has it fetched. Files that are here come first.
pub fn expect(tx: &mut Tx<'_>, message: &Message, here: usize, media: &[Media]) -> Result<()> {
    for (position, one) in (i64::try_from(here).unwrap_or(0)..).zip(media) {
        store::media::insert(tx, message, position, one)?;
        enqueue(tx, message, position)?;
    }
    Ok(())
}

/// It is here.
pub fn landed(tx: &mut Tx<'_>, org: OrgId, message: MessageId, position: i64, file: FileId) -> Result<()> {
    let Some(message) = store::row(tx, org, message)? else {
        return Ok(());
    };
    if store::media::land(tx, &message, position, file)? {
        tell(tx, &message)?;
    }
    Ok(())
}

/// It could not be fetched; the code says why.
pub fn missing(tx: &mut Tx<'_>, org: OrgId, message: MessageId, position: i64, why: &str) -> Result<()> {
    let Some(message) = store::row(tx, org, message)? else {
        return Ok(());
    };
    if store::media::set_failure(tx, org, message.id, position, Some(why))? {
        tell(tx, &message)?;
    }
    Ok(())
}

/// What of a message could not be fetched is asked for again.
pub fn again(tx: &mut Tx<'_>, who: &Who, id: TicketId, message: MessageId) -> Result<Message> {
    let ticket = ticket::find(tx, who, id, Perm::TicketReply)?;
    let message = store::row(tx, who.org(), message)?
        .filter(|m| m.ticket == ticket.id && m.kind == Kind::In)
        .ok_or_else(Error::unknown)?;
    let failed = store::media::failed(tx, who.org(), message.id)?;
    if failed.is_empty() {
        return Err(Error::conflict("nothing_missing"));
    }
    for position in failed {
        store::media::set_failure(tx, who.org(), message.id, position, None)?;
        enqueue(tx, &message, position)?;
    }
    events::filed(tx, who.into(), &ticket, &message)?;
    Ok(message)
}

fn enqueue(tx: &mut Tx<'_>, message: &Message, position: i64) -> Result<()> {
    let fetch = Fetch {
        message: message.id,
        position,
    };
    let dedup = Dedup::Keep(format!("{}/{position}", message.id));
    let now = tx.now();
    work::enqueue(tx, FETCH, &fetch, Some(message.org), now, Some(dedup))
}

fn tell(tx: &mut Tx<'_>, message: &Message) -> Result<()> {
    match ticket::store::row(tx, message.org, message.ticket)? {
        Some(ticket) => events::filed(tx, By::Relevo, &ticket, message),
        None => Ok(()),
    }
}
