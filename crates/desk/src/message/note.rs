//! Leave a private note, perhaps for somebody.

use std::collections::BTreeSet;

use access::{Perm, Place};
use db::Tx;
use kit::{Error, FileId, MemberId, MessageId, Result, TicketId};

use super::{Delivery, Kind, Message, compose, draft, events, store};
use crate::ticket::{self, Ticket, policy};
use crate::who::{Cache, Who};

/// More people than this are not mentioned but summoned.
const MAX_MENTIONS: usize = 20;

/// What is to be noted.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub body: String,
    pub files: Vec<FileId>,
    pub mentions: Vec<MemberId>,
    pub reply_to: Option<MessageId>,
}

pub fn note(tx: &mut Tx<'_>, callers: &Cache, who: &Who, id: TicketId, draft: &Draft) -> Result<Message> {
    let ticket = ticket::find(tx, who, id, Perm::NoteWrite)?;
    Ok(leave(tx, callers, who, &ticket, draft)?.1)
}

/// As [`note`], on a ticket that was found for another act: that the note may be written is decided here too.
pub fn leave(tx: &mut Tx<'_>, callers: &Cache, who: &Who, before: &Ticket, draft: &Draft) -> Result<(Ticket, Message)> {
    who.may(Perm::NoteWrite, &Place::At(before.facts()))?;
    let body = compose::body(&draft.body, &draft.files)?;
    compose::quoted(tx, before, Kind::Note, draft.reply_to)?;
    let mentions = mentioned(tx, callers, who, before, &draft.mentions)?;
    let now = tx.now();
    let id = MessageId::new(now);
    let mut after = before.clone();
    let seq = events::created(tx, who.into(), before, &after, id, Kind::Note, &mentions)?;
    let note = Message {
        org: before.org,
        id,
        ticket: before.id,
        seq,
        kind: Kind::Note,
        member: Some(who.member()),
        channel: before.channel,
        identity: None,
        body,
        reply_to: draft.reply_to,
        provider: None,
        delivery: Delivery::None,
        failure: None,
        created_at: now,
    };
    store::insert(tx, &note)?;
    compose::attach(tx, who, &note, &draft.files)?;
    for member in &mentions {
        store::mention(tx, &note, *member)?;
    }
    after.noted(id, seq);
    let after = ticket::store::touch(tx, before, after)?;
    draft::forget(tx, who, before.id, Kind::Note)?;
    Ok((after, note))
}

/// Those who are mentioned, each once. All of them must be able to read the note: a mention tells, it never opens.
fn mentioned(tx: &mut Tx<'_>, callers: &Cache, who: &Who, ticket: &Ticket, mentions: &[MemberId]) -> Result<Vec<MemberId>> {
    if mentions.len() > MAX_MENTIONS {
        return Err(Error::invalid("mentions", "too_many_values").with_param("max", MAX_MENTIONS));
    }
    let place = Place::At(ticket.facts());
    let each: BTreeSet<MemberId> = mentions.iter().copied().collect();
    for member in &each {
        // One code for who is not there, who cannot be seen and who could not read it.
        let unreachable = || Error::invalid("mentions", "mention_unreachable");
        let other = policy::destined(tx, callers, who, *member)
            .map_err(|error| if error.kind == kit::Kind::Invalid { unreachable() } else { error })?;
        let known = *member == who.member()
            || who.can(
                Perm::DirectoryRead,
                &Place::Person {
                    teams: other.caller.teams.clone(),
                },
            );
        if !known || !other.can(Perm::NoteRead, &place) {
            return Err(unreachable());
        }
    }
    Ok(each.into_iter().collect())
}
