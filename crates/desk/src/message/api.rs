//! The routes of messages.

use access::Perm::{NoteWrite, TicketRead, TicketReply};
use access::{Perm, Place};
use axum::Json;
use axum::http::StatusCode;
use db::Tx;
use kit::{Error, FileId, MemberId, MessageId, Result, TicketId};

use super::shown::{self, Shown};
use super::timeline::{self, Side, Timeline};
use super::{Kind, Message, draft, media, note, read, reply, retry, store, undo};
use crate::http::Permit::At;
use crate::http::{Answer, Ask, Body, Created, Cx, Fault, On, Slice};
use crate::ticket;
use crate::who::Who;

pub fn routes() -> Slice {
    Slice::new("message")
        .get(
            "/tickets/{ticket}/timeline",
            At(TicketRead),
            "message.timeline: what was said and what happened",
            page,
        )
        .post(
            "/tickets/{ticket}/messages",
            At(TicketReply),
            "message.reply: answer the customer",
            answer,
        )
        .delete(
            "/tickets/{ticket}/messages/{message}",
            At(TicketReply),
            "message.undo: take a message back before it leaves",
            take_back,
        )
        .post(
            "/tickets/{ticket}/messages/{message}/retry",
            At(TicketReply),
            "message.retry: send a failed message again",
            again,
        )
        .post(
            "/tickets/{ticket}/messages/{message}/media",
            At(TicketReply),
            "message.fetch: ask again for what the customer sent and could not be fetched",
            fetch,
        )
        .post(
            "/tickets/{ticket}/notes",
            At(NoteWrite),
            "message.note: leave a private note",
            leave_note,
        )
        .put(
            "/tickets/{ticket}/draft",
            At(TicketRead),
            "message.draft: keep what you have begun to write",
            keep_draft,
        )
        .put(
            "/tickets/{ticket}/read",
            At(TicketRead),
            "message.read: how far you have read",
            mark_read,
        )
}

/// `/organisations/{org}/tickets/{ticket}`.
#[derive(Clone, Copy, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "MessagePath")]
struct Path {
    ticket: TicketId,
}

/// `/organisations/{org}/tickets/{ticket}/messages/{message}`.
#[derive(Clone, Copy, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "MessageNamed")]
struct Named {
    ticket: TicketId,
    message: MessageId,
}

/// Which stretch: before or after a place in the sequence, else the newest.
#[derive(Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
struct Stretch {
    before: Option<i64>,
    after: Option<i64>,
    limit: Option<u32>,
}

async fn page(cx: Cx, On(path): On<Path>, Ask(ask): Ask<Stretch>) -> Answer<Timeline> {
    let side = match (ask.before, ask.after) {
        (Some(_), Some(_)) => return Err(Error::invalid("after", "before_or_after").into()),
        (Some(seq), None) => Side::Before(seq),
        (None, Some(seq)) => Side::After(seq),
        (None, None) => Side::End,
    };
    let limit = ask.limit.unwrap_or(kit::page::DEFAULT_LIMIT).clamp(1, kit::page::MAX_LIMIT);
    let page = cx
        .read(move |tx, who| timeline::timeline(tx, who, path.ticket, side, limit))
        .await?;
    cx.read_across(path.ticket).await?;
    Ok(Json(page))
}

/// What is to be said.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "SendReply")]
struct Reply {
    #[serde(default)]
    body: String,
    #[serde(default)]
    files: Vec<FileId>,
    #[serde(default)]
    reply_to: Option<MessageId>,
}

async fn answer(cx: Cx, On(path): On<Path>, body: Body<Reply>) -> Result<Created<Shown>, Fault> {
    let Reply {
        body: text,
        files,
        reply_to,
    } = body.value;
    let said = reply::Draft {
        body: text,
        files,
        reply_to,
    };
    Ok(cx
        .create(body.print, move |tx, who| Ok(reply::reply(tx, who, path.ticket, &said)?.id), show)
        .await?)
}

/// What is to be noted, and for whom.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "LeaveNote")]
struct Note {
    #[serde(default)]
    body: String,
    #[serde(default)]
    files: Vec<FileId>,
    #[serde(default)]
    mentions: Vec<MemberId>,
    #[serde(default)]
    reply_to: Option<MessageId>,
}

async fn leave_note(cx: Cx, On(path): On<Path>, body: Body<Note>) -> Result<Created<Shown>, Fault> {
    let Note {
        body: text,
        files,
        mentions,
        reply_to,
    } = body.value;
    let left = note::Draft {
        body: text,
        files,
        mentions,
        reply_to,
    };
    let app = cx.app.clone();
    let make = move |tx: &mut Tx<'_>, who: &Who| Ok(note::note(tx, &app.callers, who, path.ticket, &left)?.id);
    Ok(cx.create(body.print, make, show).await?)
}

async fn take_back(cx: Cx, On(path): On<Named>) -> Result<StatusCode, Fault> {
    cx.write(move |tx, who| undo::undo(tx, who, path.ticket, path.message)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn again(cx: Cx, On(path): On<Named>) -> Answer<Shown> {
    let sent = cx
        .write(move |tx, who| {
            let message = retry::retry(tx, who, path.ticket, path.message)?;
            shown_in(tx, who, message)
        })
        .await?;
    Ok(Json(sent))
}

async fn fetch(cx: Cx, On(path): On<Named>) -> Answer<Shown> {
    let asked = cx
        .write(move |tx, who| {
            let message = media::again(tx, who, path.ticket, path.message)?;
            shown_in(tx, who, message)
        })
        .await?;
    Ok(Json(asked))
}

/// What was made, as its maker may read it now: a repeated request may come after they lost the ticket.
fn show(tx: &mut Tx<'_>, who: &Who, id: MessageId) -> Result<Shown> {
    let message = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    shown_in(tx, who, message)
}

fn shown_in(tx: &mut Tx<'_>, who: &Who, message: Message) -> Result<Shown> {
    let ticket = ticket::find(tx, who, message.ticket, Perm::TicketRead)?;
    if message.kind == Kind::Note {
        who.may(Perm::NoteWrite, &Place::At(ticket.facts()))?;
    }
    shown::one(tx, who, &ticket, message)
}

/// Which composer it stands in.
#[derive(Clone, Copy, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DraftKind")]
enum Composer {
    Out,
    Note,
}

/// What has been begun; empty: nothing.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "KeepDraft")]
struct Begun {
    kind: Composer,
    body: String,
}

async fn keep_draft(cx: Cx, On(path): On<Path>, body: Body<Begun>) -> Result<StatusCode, Fault> {
    let kind = match body.value.kind {
        Composer::Out => Kind::Out,
        Composer::Note => Kind::Note,
    };
    let text = body.value.body;
    cx.write(move |tx, who| draft::keep(tx, who, path.ticket, kind, &text)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A place in the sequence.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "MarkRead")]
struct Seen {
    seq: i64,
}

/// How far the reader has read.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ReadMark")]
struct Mark {
    read_seq: i64,
}

async fn mark_read(cx: Cx, On(path): On<Path>, body: Body<Seen>) -> Answer<Mark> {
    let read_seq = cx.write(move |tx, who| read::read(tx, who, path.ticket, body.value.seq)).await?;
    Ok(Json(Mark { read_seq }))
}
