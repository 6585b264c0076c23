//! The routes of web chat, for its frame.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use kit::{Error, FileId, VisitorId};

use super::say::Draft;
use super::talk::{View, Whole};
use super::visitor::{Arriving, Guest};
use super::{say, socket, store, talk, visitor};
use crate::App;
use crate::channel::{self, Kind, PreChat};
use crate::file::api::upload;
use crate::file::api::{Form, View as FileView, view};
use crate::file::store::{self as files, Owner};
use crate::hours::outside::outside;
use crate::http::Permit::{Public, Visitor};
use crate::http::{Answer, Ask, Body, Created, Fault, On, Slice};
use crate::live::api::Upgrade;
use crate::message::Delivery;
use crate::message::delivery::seen;
use crate::message::timeline::Side;
use crate::organisation;
use crate::whisper::{self, Whisper};

const OWN: &str = "their own conversation";

pub fn routes() -> Slice {
    Slice::root("widget")
        .get(
            "/api/v1/widget/{key}",
            Public("a web page shows it to anybody"),
            "widget.config: how the chat looks",
            config,
        )
        .post(
            "/api/v1/widget/{key}/visitors",
            Public("anybody may write to the organisation"),
            "widget.arrive: a new visitor and their token",
            arrive,
        )
        .patch(
            "/api/v1/widget/visitor",
            Visitor(OWN),
            "widget.identify: page, language, signed identity",
            identify,
        )
        .get(
            "/api/v1/widget/conversation",
            Visitor(OWN),
            "widget.conversation: what was said",
            conversation,
        )
        .post("/api/v1/widget/messages", Visitor(OWN), "widget.say: write", write)
        .post(
            "/api/v1/widget/files",
            Visitor(OWN),
            "widget.upload: upload a file as the form field `file`",
            upload_file,
        )
        .get(
            "/api/v1/widget/files/{file}",
            Visitor(OWN),
            "widget.file: a file of the conversation",
            file,
        )
        .get(
            "/api/v1/widget/files/{file}/preview",
            Visitor(OWN),
            "widget.preview: a reduced picture of it",
            preview,
        )
        .post("/api/v1/widget/read", Visitor(OWN), "widget.read: how far they have read", read)
        .post(
            "/api/v1/widget/typing",
            Visitor(OWN),
            "widget.typing: letters are being typed",
            typing,
        )
        .get(
            "/api/v1/widget/live",
            Public("the token comes in the first frame"),
            "widget.live: a WebSocket of the conversation",
            live,
        )
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Key {
    key: String,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct FilePath {
    file: FileId,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "WidgetNamed")]
struct Named {
    name: String,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "WidgetConfig")]
struct Config {
    channel: Named,
    organisation: Named,
    greeting: String,
    colour: String,
    position: channel::settings::Position,
    theme: channel::settings::Theme,
    /// What the chat speaks; none is the visitor's own.
    locale: Option<kit::Locale>,
    /// What the organisation speaks: for a visitor none of whose languages we have.
    fallback_locale: kit::Locale,
    pre_chat: Vec<PreChat>,
    max_file_size: u64,
    identity_required: bool,
    /// Nobody attends now; none: somebody does.
    closed: Option<Closed>,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "WidgetClosed")]
struct Closed {
    /// None: not in sight.
    opens_at: Option<kit::Time>,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "WidgetVisitor")]
struct Arrived {
    visitor: VisitorId,
    token: String,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "WidgetPresence")]
struct About {
    page: Option<String>,
    locale: Option<String>,
    identity: Option<String>,
    /// Accepted so that a frame may send what its form asked; it counts with the next message.
    #[serde(default)]
    #[expect(dead_code, reason = "documented and read, and of effect only with a message")]
    details: BTreeMap<String, String>,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "WidgetStretch")]
struct Stretch {
    /// What was said after this place in the conversation.
    after: Option<i64>,
    /// The 200 before this place: what is older than what is shown.
    before: Option<i64>,
}

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Read {
    seq: i64,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
struct Nothing {}

async fn config(State(app): State<App>, On(path): On<Key>) -> Answer<Config> {
    let max_file_size = app.config.max_file;
    let found = app.db.read(move |tx| {
        let (org, channel) = channel::store::by_address(tx, Kind::Webchat, &path.key)?.ok_or_else(Error::unknown)?;
        let organisation = organisation::store::row(tx, org)?.ok_or_else(Error::unknown)?;
        let closed = outside(tx, org, channel.id, channel.team)?.map(|outside| Closed { opens_at: outside.opens() });
        Ok::<_, Error>((channel, organisation, closed))
    });
    let (channel, organisation, closed) = found.await?;
    let settings = channel.webchat();
    Ok(Json(Config {
        channel: Named { name: channel.name },
        organisation: Named { name: organisation.name },
        greeting: settings.greeting,
        colour: settings.colour,
        position: settings.position,
        theme: settings.theme,
        locale: settings.locale,
        fallback_locale: organisation.locale,
        pre_chat: settings.pre_chat,
        max_file_size,
        identity_required: settings.identity_required,
        closed,
    }))
}

async fn arrive(State(app): State<App>, On(path): On<Key>, body: Body<Arriving>) -> Result<Created<Arrived>, Fault> {
    let (visitor, token) = visitor::arrive(&app, &path.key, body.value).await?;
    Ok(Created(Arrived { visitor, token }))
}

async fn identify(guest: Guest, body: Body<About>) -> Answer<Nothing> {
    let About {
        page, locale, identity, ..
    } = body.value;
    if let Some(token) = identity {
        visitor::identify(&guest.app, &guest.visitor, token).await?;
    }
    let visitor = guest.visitor.clone();
    let page = page.map(|p| p.chars().take(500).collect::<String>());
    let locale = locale.as_deref().and_then(kit::Locale::from_tag).map(kit::Locale::tag);
    guest
        .app
        .db
        .write(visitor.org, move |tx| store::set_page(tx, &visitor, page.as_deref(), locale))
        .await?;
    Ok(Json(Nothing {}))
}

async fn conversation(guest: Guest, Ask(query): Ask<Stretch>) -> Answer<Whole> {
    let visitor = guest.visitor;
    let side = match (query.before, query.after) {
        (Some(_), Some(_)) => return Err(Error::invalid("after", "before_or_after").into()),
        (Some(seq), None) => Side::Before(seq),
        (None, Some(seq)) => Side::After(seq),
        (None, None) => Side::End,
    };
    Ok(Json(guest.app.db.read(move |tx| talk::whole(tx, &visitor, side)).await?))
}

async fn write(guest: Guest, body: Body<Draft>) -> Result<Created<View>, Fault> {
    let Guest { app, visitor, key } = guest;
    let callers = app.callers.clone();
    let said = app
        .db
        .write(visitor.org, move |tx| say::say(tx, &callers, &visitor, key.as_deref(), &body.value))
        .await?;
    Ok(Created(said))
}

async fn upload_file(guest: Guest, Form(form): Form) -> Result<Created<FileView>, Fault> {
    let org = guest.visitor.org;
    let id = upload::put(&guest.app, org, Owner::Visitor(guest.visitor.id), form).await?;
    let file = guest
        .app
        .db
        .read(move |tx| files::row(tx, org, id)?.ok_or_else(Error::unknown))
        .await?;
    Ok(Created(view(file)))
}

async fn find(guest: &Guest, id: FileId) -> Result<files::File, Fault> {
    let visitor = guest.visitor.clone();
    let found = guest.app.db.read(move |tx| {
        let file = files::row(tx, visitor.org, id)?.ok_or_else(Error::unknown)?;
        let readable = files::readable_by_visitor(tx, visitor.org, visitor.id, visitor.identity, &file)?;
        if readable { Ok(file) } else { Err(Error::unknown()) }
    });
    Ok(found.await?)
}

async fn file(guest: Guest, On(path): On<FilePath>, headers: HeaderMap) -> Result<Response, Fault> {
    let file = find(&guest, path.file).await?;
    upload::answer(&guest.app, guest.visitor.org, &file, &headers, false, false).await
}

async fn preview(guest: Guest, On(path): On<FilePath>, headers: HeaderMap) -> Result<Response, Fault> {
    let file = find(&guest, path.file).await?;
    upload::answer(&guest.app, guest.visitor.org, &file, &headers, true, false).await
}

async fn read(guest: Guest, body: Body<Read>) -> Answer<Nothing> {
    let (visitor, seq) = (guest.visitor, body.value.seq);
    let mark = guest.app.db.write(visitor.org, move |tx| {
        store::set_read(tx, &visitor, seq)?;
        match visitor.identity {
            Some(identity) => seen(tx, visitor.org, identity, seq, Delivery::Read).map(|_| ()),
            None => Ok(()),
        }
    });
    mark.await?;
    Ok(Json(Nothing {}))
}

async fn typing(guest: Guest) -> Answer<Nothing> {
    let visitor = guest.visitor.clone();
    let about = guest.app.db.read(move |tx| match store::ticket(tx, &visitor)? {
        Some((id, ..)) => crate::ticket::store::row(tx, visitor.org, id),
        None => Ok(None),
    });
    if let Some(ticket) = about.await?.filter(crate::ticket::Ticket::live) {
        whisper::say(
            &guest.app.db,
            guest.visitor.org,
            &Whisper::Customer {
                ticket: ticket.id,
                facts: ticket.facts(),
            },
        );
    }
    Ok(Json(Nothing {}))
}

async fn live(State(app): State<App>, Upgrade(upgrade): Upgrade) -> Response {
    let Ok(upgrade) = upgrade else {
        return StatusCode::UPGRADE_REQUIRED.into_response();
    };
    upgrade
        .read_buffer_size(4096)
        .write_buffer_size(0)
        .max_message_size(16 * 1024)
        .on_upgrade(move |link| socket::serve(app, link))
}
