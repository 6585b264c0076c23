//! The job: looks once at what a message's first address leads to, and hangs the card from the message.

use std::time::Duration;

use db::Tx;
use db::job::{Dedup, Job};
use kit::{LinkId, Locale, MessageId, OrgId, Result};

use super::address::{self, Address};
use super::fetch::{self, Card};
use crate::App;
use crate::file::store as files;
use crate::http::metrics;
use crate::message::store::links;
use crate::message::{Message, events, store};
use crate::organisation;
use crate::ticket::{self, store::By};
use crate::who::secret;
use crate::work::{self, Done, Failed};

pub const KIND: &str = "message.link";

/// So long an answer counts, and so long nobody asks again.
const FRESH: Duration = Duration::from_secs(24 * 3600);
/// Who has looked for so long has died.
const LOOKING: Duration = Duration::from_secs(60);
/// More addresses than these, in [`MINUTE`], are somebody's way to make us ask them.
const MOST: i64 = 30;
const MINUTE: Duration = Duration::from_secs(60);

#[derive(serde::Serialize, serde::Deserialize)]
struct Look {
    message: MessageId,
}

/// With every message to or from a customer: most have no address, and cost a look at their text.
pub fn enqueue(tx: &mut Tx<'_>, message: &Message) -> Result<()> {
    if address::first(&message.body).is_none() {
        return Ok(());
    }
    let due_at = tx.now();
    let dedup = Dedup::Keep(message.id.to_string());
    work::enqueue(tx, KIND, &Look { message: message.id }, Some(message.org), due_at, Some(dedup))
}

/// What is to be done.
enum Begun {
    /// Nothing more: a code of why.
    Done(&'static str),
    /// Somebody asks this address right now.
    Busy,
    Ask {
        link: LinkId,
        address: String,
        language: Locale,
    },
}

pub async fn look(app: &App, job: &Job) -> Done {
    let Look { message } = serde_json::from_str(&job.body)?;
    let org = work::organisation_of(job)?;
    let (link, address, language) = match app.db.write(org, move |tx| begin(tx, org, message)).await? {
        Begun::Done(outcome) => return done(outcome, message),
        Begun::Busy => return Err(Failed::Retry("link_busy".into())),
        Begun::Ask { link, address, language } => (link, address, language),
    };
    let found = fetch::card(app, org, &address, language).await;
    let outcome = found.as_ref().map_or_else(|code| *code, |_| "shown");
    let card = found.ok();
    app.db.write(org, move |tx| end(tx, org, message, link, card.as_ref())).await?;
    done(outcome, message)
}

/// The only place that tells of it, and not of the address: that may hold a secret.
fn done(outcome: &'static str, message: MessageId) -> Done {
    metrics::link(outcome);
    tracing::debug!(outcome, message.id = %message, "looked at an address in a message");
    Ok(())
}

/// Decided when it is done: the message may be gone, and the organisation may have turned it off.
fn begin(tx: &mut Tx<'_>, org: OrgId, message: MessageId) -> Result<Begun> {
    let Some(message) = store::row(tx, org, message)? else {
        return Ok(Begun::Done("taken_back"));
    };
    let Some(organisation) = organisation::store::row(tx, org)?.filter(|o| o.settings.link_previews) else {
        return Ok(Begun::Done("turned_off"));
    };
    let Some(Address { target, .. }) = address::first(&message.body) else {
        return Ok(Begun::Done("no_address"));
    };
    let (address, hash, now) = (target.to_string(), secret::sha256(target.as_str().as_bytes()), tx.now());
    if let Some(last) = links::last(tx, org, &hash, now.minus(FRESH))? {
        if last.ended {
            return hang(tx, &message, last.id, last.shown).map(|()| Begun::Done("asked_before"));
        }
        if last.begun_at > now.minus(LOOKING) {
            return Ok(Begun::Busy);
        }
    }
    if links::begun_since(tx, org, now.minus(MINUTE))? >= MOST {
        return Ok(Begun::Done("too_many"));
    }
    Ok(Begun::Ask {
        link: links::begin(tx, org, &hash)?,
        address,
        language: organisation.locale,
    })
}

fn end(tx: &mut Tx<'_>, org: OrgId, message: MessageId, link: LinkId, card: Option<&Card>) -> Result<()> {
    let picture = match card.and_then(|card| card.picture.as_ref()) {
        Some(stored) => Some(files::insert(tx, org, files::Owner::Relevo, stored, None)?),
        None => None,
    };
    links::end(tx, org, link, card.map(|card| &card.page), picture)?;
    match store::row(tx, org, message)? {
        Some(message) => hang(tx, &message, link, card.is_some()),
        None => Ok(()),
    }
}

/// From now on it is read with the message, and those who have it open hear so.
fn hang(tx: &mut Tx<'_>, message: &Message, link: LinkId, shown: bool) -> Result<()> {
    if !shown || !links::hang(tx, message, link)? {
        return Ok(());
    }
    match ticket::store::row(tx, message.org, message.ticket)? {
        Some(ticket) => events::linked(tx, By::Relevo, &ticket, message),
        None => Ok(()),
    }
}
