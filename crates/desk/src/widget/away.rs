//! The customer who left gets the answer by mail, with a link to the conversation on a page of our own.
//!
//! A browser's own token is kept only as a hash (SECURITY 8), so it can neither be mailed nor shown again, and must not be: whoever reads the
//! mail is not thereby that browser. The link is a visitor of its own: a fresh secret of its own purpose, kept as a hash, for thirty days,
//! of that one identity in that one channel. What is written there goes where that identity's messages go, so to the same ticket.
//!
//! What must hold:
//! - Mail goes only to the address that the customer gave in that conversation, or that their site vouched for, and only while their contact has
//!   it: an advisor who edits a contact neither sends a conversation elsewhere nor keeps a link alive that went astray. Taking the address
//!   away, or archiving the channel, ends every link that went to it.
//! - A link is bound to an identity and not to the contact: an address that somebody typed opens what they wrote there, and nothing that
//!   the same contact said elsewhere. It never becomes another's ([`super::visitor::identify`]).
//! - The secret stands behind the `#` of the address, which no browser sends to anybody: it is in no log, no `Referer`, and is not used up by
//!   machines that look at links in mails before people do.
//! - One mail for a burst of answers, and few a day to one address: nobody is made to mail a stranger without end.

use std::time::Duration;

use db::Tx;
use db::job::Job;
use kit::{Email, IdentityId, Locale, OrgId, Result, Time, VisitorId};

use super::store;
use super::visitor::Visitor;
use crate::App;
use crate::account::jobs::deliver;
use crate::channel::{self, Kind, State};
use crate::mail::{Letter, Quote, Template, when};
use crate::message::conversation::{Said, conversation};
use crate::message::jobs::AnswerByMail;
use crate::message::{self, Delivery};
use crate::organisation;
use crate::ticket;
use crate::who::secret::{self, Purpose};
use crate::work::{self, Done};

/// How long a link opens its conversation.
pub const LIVES: Duration = Duration::from_secs(30 * 24 * 3600);
/// The newest so many are passed on; the rest is behind the link.
const QUOTED: usize = 20;
/// Mails to one address in [`DAY`].
const MOST: i64 = 8;
const DAY: Duration = Duration::from_secs(24 * 3600);

/// A mail that is ready to go.
struct Ready {
    to: Email,
    locale: Locale,
    organisation: String,
    team: String,
    zone: String,
    /// The channel's.
    address: String,
    quotes: Vec<Quote>,
    up_to: i64,
    expires_at: Time,
}

pub async fn answer(app: &App, job: &Job) -> Done {
    let AnswerByMail { identity } = serde_json::from_str(&job.body)?;
    let org = work::organisation_of(job)?;
    if app.mailer.is_off() {
        return Ok(());
    }
    // A mail that is written again carries another link; the earlier one may have arrived after all, and lives on.
    let token = secret::new(Purpose::Conversation)?;
    let hash = secret::sha256(token.as_bytes());
    let Some(ready) = app.db.write(org, move |tx| prepare(tx, org, identity, &hash)).await? else {
        return Ok(());
    };
    let (up_to, path) = (ready.up_to, format!("/c/{}#{token}", ready.address));
    deliver(app, &letter(ready, path)).await?;
    Ok(app.db.write(org, move |tx| store::set_mailed(tx, org, identity, up_to)).await?)
}

fn letter(ready: Ready, path: String) -> Letter {
    let expires = when(ready.locale, ready.expires_at, &ready.zone);
    let mut letter = Letter::new(ready.to, ready.locale, Template::AnswerUnseen)
        .with("organisation", ready.organisation.clone())
        .with("team", ready.team)
        .with("expires", expires)
        .leading_to(path);
    (letter.quotes, letter.sender) = (ready.quotes, Some(ready.organisation));
    letter
}

/// Decided when it is sent: they may have seen it, or the organisation may have turned it off.
fn prepare(tx: &mut Tx<'_>, org: OrgId, identity: IdentityId, hash: &[u8; 32]) -> Result<Option<Ready>> {
    let Some(mailable) = store::mailable(tx, org, identity)? else {
        return Ok(None);
    };
    let channel = channel::store::one(tx, org, mailable.channel)?;
    let Some(channel) = channel.filter(|c| c.kind == Kind::Webchat && c.state != State::Archived && c.webchat().answers_by_mail) else {
        return Ok(None);
    };
    let Some(organisation) = organisation::store::row(tx, org)? else {
        return Ok(None);
    };
    let unseen = message::store::unseen(tx, org, identity, i64::MAX, Delivery::Delivered)?;
    let mut unseen: Vec<_> = unseen.into_iter().filter(|m| m.seq > mailable.mailed_seq).collect();
    unseen.sort_by_key(|m| m.seq);
    unseen.drain(..unseen.len().saturating_sub(QUOTED));
    let (Some(first), Some(last)) = (unseen.first(), unseen.last()) else {
        return Ok(None);
    };
    if store::mailed_since(tx, org, &mailable.folded, tx.now().minus(DAY))? >= MOST {
        return Ok(None);
    }
    let said = conversation(
        tx,
        org,
        identity,
        None,
        Some(first.seq - 1),
        u32::try_from(QUOTED * 10).unwrap_or(u32::MAX),
    )?;
    let quotes = said.into_iter().filter(|s| unseen.iter().any(|m| m.id == s.message.id));
    let quotes = quotes.map(|said| quote(said, &organisation.name)).collect();
    let team = match ticket::store::row(tx, org, last.ticket)? {
        Some(ticket) => store::team_name(tx, org, ticket.team)?,
        None => None,
    };
    let expires_at = tx.now().plus(LIVES);
    let locale = mailable.locale.or(channel.webchat().locale).unwrap_or(organisation.locale);
    let visitor = Visitor {
        org,
        id: VisitorId::new(tx.now()),
        channel: channel.id,
        identity: Some(identity),
        locale: locale.tag().into(),
        read_seq: store::read_by_them(tx, org, identity)?,
        linked: true,
    };
    store::insert_link(tx, hash, &visitor, &mailable.folded, expires_at)?;
    Ok(Some(Ready {
        to: Email::parse(&mailable.email, "email")?,
        locale,
        team: team.unwrap_or(channel.name),
        organisation: organisation.name,
        zone: organisation.time_zone,
        address: channel.address,
        quotes,
        up_to: last.seq,
        expires_at,
    }))
}

fn quote(said: Said, organisation: &str) -> Quote {
    Quote {
        who: said.author.unwrap_or_else(|| organisation.to_owned()),
        text: said.message.body,
        files: said.files.into_iter().map(|file| file.name).collect(),
    }
}
