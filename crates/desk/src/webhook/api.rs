//! The routes of webhooks.

use std::collections::BTreeMap;

use access::Perm::IntegrationManage;
use access::{Can, Perm, Place};
use axum::Json;
use axum::http::StatusCode;
use db::Tx;
use kit::{Cursor, DeliveryId, Error, MemberId, Page, Result, Time, WebhookId};

use super::model::{KINDS, Progress};
use super::payload::{self, Payload};
use super::save::{self, Change, Draft};
use super::{Delivery, State, Webhook, replay, store};
use crate::http::Permit::Desk;
use crate::http::{Answer, Ask, Body, Created, Cx, Fault, On, Slice};
use crate::who::Who;
use crate::who::secret::{self, Purpose};

pub fn routes() -> Slice {
    let manage = Desk(IntegrationManage);
    Slice::new("webhook")
        .get("/webhooks", manage, "webhook.list: where events are told", list)
        .post(
            "/webhooks",
            manage,
            "webhook.create: tell events to another system; its secret is shown once",
            create,
        )
        .get(
            "/webhooks/kinds",
            manage,
            "webhook.kinds: the kinds of events that can be told",
            kinds,
        )
        .get("/webhooks/{webhook}", manage, "webhook.get: one webhook", get)
        .patch("/webhooks/{webhook}", manage, "webhook.edit: change or pause a webhook", edit)
        .delete("/webhooks/{webhook}", manage, "webhook.delete: take a webhook away", delete)
        .post(
            "/webhooks/{webhook}/secret",
            manage,
            "webhook.rotate: a new secret, shown once; the old one signs beside it for a day",
            rotate,
        )
        .post("/webhooks/{webhook}/test", manage, "webhook.test: send a test", test)
        .get(
            "/webhooks/{webhook}/deliveries",
            manage,
            "webhook.deliveries: what was sent and how it ended, newest first",
            deliveries,
        )
        .get(
            "/webhooks/{webhook}/deliveries/{delivery}",
            manage,
            "webhook.delivery: one of them, with the body that it would carry now",
            carried,
        )
        .post(
            "/webhooks/{webhook}/deliveries/{delivery}/replay",
            manage,
            "webhook.replay: send one again",
            again,
        )
        .get(
            "/webhooks/{webhook}/replay",
            manage,
            "webhook.replay_count: how many failed ones there are since a time",
            failed_since,
        )
        .post(
            "/webhooks/{webhook}/replay",
            manage,
            "webhook.replay_since: send all failed ones since a time again",
            again_since,
        )
}

/// A webhook as it is shown.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "WebhookView")]
struct View {
    id: WebhookId,
    name: String,
    url: String,
    /// None: all.
    kinds: Vec<String>,
    state: State,
    /// For whom it reads.
    member: Reader,
    /// Since when it has failed without one success.
    failing_since: Option<Time>,
    /// Why the last attempt failed: a code as on a delivery. Still there when it is switched off for that.
    failure: Option<String>,
    /// What the endpoint answered then.
    status: Option<u16>,
    /// Until when the secret before this one signs too.
    old_secret_until: Option<Time>,
    /// What was sent last, or waits to be.
    last: Option<Delivery>,
    created_at: Time,
    can: BTreeMap<Perm, Can>,
    /// Shown once, when it was just made.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "WebhookMember")]
struct Reader {
    id: MemberId,
    name: String,
}

/// `/organisations/{org}/webhooks/{webhook}`.
#[derive(Clone, Copy, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "WebhookPath")]
struct Path {
    webhook: WebhookId,
}

/// `/organisations/{org}/webhooks/{webhook}/deliveries/{delivery}`.
#[derive(Clone, Copy, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "WebhookDeliveryPath")]
struct Sent {
    webhook: WebhookId,
    delivery: DeliveryId,
}

fn view(tx: &mut Tx<'_>, who: &Who, hook: Webhook, secret: Option<String>) -> Result<View> {
    let mut can = who.caller.can(&[IntegrationManage], &Place::Desk, who.now);
    if save::covered(tx, who, hook.id).is_err() {
        can.insert(IntegrationManage, Can::Plain(false));
    }
    let name = store::member_name(tx, who.org(), hook.member)?;
    let last = store::delivery::page(tx, who.org(), hook.id, None, None, 0)?.pop();
    Ok(View {
        id: hook.id,
        name: hook.name,
        url: hook.url,
        kinds: hook.kinds,
        state: hook.state,
        member: Reader { id: hook.member, name },
        failing_since: hook.failing_since,
        failure: hook.failure,
        status: hook.status,
        old_secret_until: hook.old_until.filter(|until| *until > who.now),
        last,
        created_at: hook.created_at,
        can,
        secret,
    })
}

fn show(tx: &mut Tx<'_>, who: &Who, id: WebhookId, secret: Option<String>) -> Result<View> {
    let hook = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    view(tx, who, hook, secret)
}

async fn list(cx: Cx) -> Answer<Page<View>> {
    let all = cx
        .read(|tx, who| {
            let hooks = store::all(tx, who.org())?;
            hooks.into_iter().map(|hook| view(tx, who, hook, None)).collect::<Result<Vec<_>>>()
        })
        .await?;
    Ok(Json(Page::whole(all)))
}

async fn kinds(_: Cx) -> Answer<Page<String>> {
    Ok(Json(Page::whole(KINDS.iter().map(|kind| (*kind).to_owned()).collect())))
}

async fn get(cx: Cx, On(path): On<Path>) -> Answer<View> {
    Ok(Json(cx.read(move |tx, who| show(tx, who, path.webhook, None)).await?))
}

async fn create(cx: Cx, body: Body<Draft>) -> Result<Created<View>, Fault> {
    let made = secret::new(Purpose::Signing)?;
    let (shown, private) = (made.clone(), cx.app.config.allow_private_targets);
    let make = move |tx: &mut Tx<'_>, who: &Who| save::create(tx, who, &body.value, &made, private);
    // A repeat gets the webhook, not the secret: that one was shown.
    let show = move |tx: &mut Tx<'_>, who: &Who, id| {
        let fresh = store::secrets(tx, who.org(), id)?.first() == Some(&shown);
        show(tx, who, id, fresh.then(|| shown.clone()))
    };
    Ok(cx.create(body.print, make, show).await?)
}

async fn edit(cx: Cx, On(path): On<Path>, body: Body<Change>) -> Answer<View> {
    let private = cx.app.config.allow_private_targets;
    let changed = cx.write(move |tx, who| {
        save::edit(tx, who, path.webhook, &body.value, private)?;
        show(tx, who, path.webhook, None)
    });
    Ok(Json(changed.await?))
}

async fn delete(cx: Cx, On(path): On<Path>) -> Result<StatusCode, Fault> {
    cx.write(move |tx, who| save::delete(tx, who, path.webhook)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn rotate(cx: Cx, On(path): On<Path>) -> Answer<View> {
    let made = secret::new(Purpose::Signing)?;
    let changed = cx.write(move |tx, who| {
        save::rotate(tx, who, path.webhook, &made)?;
        show(tx, who, path.webhook, Some(made.clone()))
    });
    Ok(Json(changed.await?))
}

async fn test(cx: Cx, On(path): On<Path>, body: Body<serde_json::Value>) -> Result<Created<Delivery>, Fault> {
    let make = move |tx: &mut Tx<'_>, who: &Who| replay::test(tx, who, path.webhook);
    let show = move |tx: &mut Tx<'_>, who: &Who, id| delivery(tx, who, path.webhook, id);
    Ok(cx.create(body.print, make, show).await?)
}

fn delivery(tx: &mut Tx<'_>, who: &Who, webhook: WebhookId, id: DeliveryId) -> Result<Delivery> {
    store::delivery::row(tx, who.org(), webhook, id)?.ok_or_else(Error::unknown)
}

/// Which deliveries.
#[derive(Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "WebhookDeliveryQuery")]
struct Query {
    state: Option<Progress>,
    cursor: Option<String>,
    limit: Option<u32>,
}

async fn deliveries(cx: Cx, On(path): On<Path>, Ask(query): Ask<Query>) -> Answer<Page<Delivery>> {
    let after = query.cursor.as_deref().map(Cursor::read).transpose()?;
    let limit = query.limit.unwrap_or(kit::page::DEFAULT_LIMIT).clamp(1, kit::page::MAX_LIMIT);
    let rows = cx.read(move |tx, who| {
        store::row(tx, who.org(), path.webhook)?.ok_or_else(Error::unknown)?;
        store::delivery::page(tx, who.org(), path.webhook, query.state, after, limit)
    });
    Ok(Json(Page::cut(rows.await?, limit, |d| Cursor::new(d.created_at, d.id))))
}

/// A delivery and what it carries.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "WebhookCarried")]
struct Carried {
    delivery: Delivery,
    /// What would be sent now; none when there is nothing to send.
    body: Option<serde_json::Value>,
    /// Why there is no body.
    missing: Option<Missing>,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "WebhookMissing")]
enum Missing {
    /// The webhook's member may not read it now.
    Withheld,
    /// The event is older than the log.
    Gone,
}

/// The body is the webhook's member's to read: whoever looks covers that member.
async fn carried(cx: Cx, On(path): On<Sent>) -> Answer<Carried> {
    let callers = cx.app.callers.clone();
    let carried = cx.read(move |tx, who| {
        let hook = save::covered(tx, who, path.webhook)?;
        let delivery = delivery(tx, who, path.webhook, path.delivery)?;
        let (body, missing) = match payload::write(tx, &callers, who.org(), &hook, &delivery)? {
            Payload::Body(body) => (Some(serde_json::from_str(&body).map_err(Error::internal)?), None),
            Payload::Withheld => (None, Some(Missing::Withheld)),
            Payload::Gone => (None, Some(Missing::Gone)),
        };
        Ok(Carried { delivery, body, missing })
    });
    Ok(Json(carried.await?))
}

async fn again(cx: Cx, On(path): On<Sent>) -> Answer<Delivery> {
    let sent = cx.write(move |tx, who| {
        replay::one(tx, who, path.webhook, path.delivery)?;
        delivery(tx, who, path.webhook, path.delivery)
    });
    Ok(Json(sent.await?))
}

/// From when on.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ReplaySince")]
struct Since {
    since: Time,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "Replayed")]
struct Replayed {
    /// How many are sent again.
    count: u64,
}

/// Counted no further.
const MOST: i64 = 1000;

#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "FailedSince")]
struct Failed {
    /// Counted up to 1000.
    count: u64,
}

async fn failed_since(cx: Cx, On(path): On<Path>, Ask(query): Ask<Since>) -> Answer<Failed> {
    let count = cx
        .read(move |tx, who| replay::count(tx, who, path.webhook, query.since, MOST))
        .await?;
    Ok(Json(Failed { count }))
}

async fn again_since(cx: Cx, On(path): On<Path>, body: Body<Since>) -> Answer<Replayed> {
    let since = body.value.since;
    let count = cx.write(move |tx, who| replay::since(tx, who, path.webhook, since)).await?;
    Ok(Json(Replayed { count }))
}
