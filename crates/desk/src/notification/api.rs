//! The routes of notifications: one's own, over all organisations.

use axum::Json;
use axum::http::StatusCode;
use kit::{Cursor, Error, NotificationId, Time};

use super::list::{self, Notifications};
use super::{reader, store};
use crate::http::Permit::{Member, Person as Signed};
use crate::http::{Answer, Ask, Body, Cx, Fault, On, Person, Slice};

pub fn routes() -> Slice {
    Slice::new("notification").put(
        "/notifications/{notification}/read",
        Member("one's own"),
        "notification.read: I have seen this one",
        read,
    )
}

pub fn across() -> Slice {
    let own = Signed("one's own, of each organisation only what can be read there now");
    Slice::root("notification")
        .get(
            "/api/v1/me/notifications",
            own,
            "me.notifications: what I should look at, the latest first, and how many are new",
            all,
        )
        .put(
            "/api/v1/me/notifications/read",
            own,
            "me.notifications_read: I have seen all of them",
            read_all,
        )
}

/// Which ones.
#[derive(Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "NotificationQuery")]
struct Query {
    /// Only those that are not read.
    unread: bool,
    cursor: Option<String>,
    limit: Option<u32>,
}

async fn all(person: Person, Ask(query): Ask<Query>) -> Answer<Notifications> {
    let after = query.cursor.as_deref().map(Cursor::read).transpose()?;
    let limit = query.limit.unwrap_or(kit::page::DEFAULT_LIMIT).clamp(1, kit::page::MAX_LIMIT);
    let (app, account) = (person.app.clone(), person.session.account);
    let page = person
        .app
        .db
        .read(move |tx| list::list(tx, &app.callers, account, query.unread, after, limit))
        .await?;
    Ok(Json(page))
}

/// `/organisations/{org}/notifications/{notification}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "NotificationPath")]
struct Path {
    notification: NotificationId,
}

async fn read(cx: Cx, On(path): On<Path>) -> Result<StatusCode, Fault> {
    let id = path.notification;
    cx.write(move |tx, who| {
        if !store::read(tx, who.org(), who.member(), id)? {
            return Err(Error::unknown());
        }
        reader::tell(tx, who.member(), id, "notification.read")
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Up to when; absent: now.
#[derive(Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "ReadNotifications")]
struct Until {
    /// The latest that was on the screen: what came after it stays new.
    until: Option<Time>,
}

async fn read_all(person: Person, body: Body<Until>) -> Result<StatusCode, Fault> {
    let (app, account) = (person.app.clone(), person.session.account);
    let mine = person.app.db.read(move |tx| list::memberships(tx, &app.callers, account)).await?;
    let until = body.value.until;
    for who in mine {
        let (org, member) = (who.org(), who.member());
        let mark = move |tx: &mut db::Tx<'_>| {
            let until = until.unwrap_or(tx.now());
            if store::read_all(tx, org, member, until)? > 0 {
                reader::tell(tx, member, NotificationId::new(tx.now()), "notification.read")?;
            }
            Ok::<_, Error>(())
        };
        person.app.db.write(org, mark).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
