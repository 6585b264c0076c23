//! The job that sends: one for an endpoint, however much waits for it, so that a slow one takes one hand and not all.

use std::time::Duration;

use db::Tx;
use db::job::{Dedup, Job};
use kit::{DeliveryId, OrgId, Result, Time, WebhookId};
use serde::{Deserialize, Serialize};

use super::model::Progress;
use super::outcome::{self, Ended};
use super::payload::{self, Payload};
use super::sign::{self, Key};
use super::{State, store};
use crate::App;
use crate::net::Ask;
use crate::who::{Cache, secret};
use crate::work::{self, Done};

pub const DELIVER: &str = "webhook.deliver";

/// Longer than a run and its last request; a sender that died is followed by another then.
const BUSY: Duration = Duration::from_secs(100);
/// After this a run makes place for others.
const RUN: Duration = Duration::from_secs(60);
/// How many a run looks at without sending before it lets others write.
const LOOKS: usize = 50;

#[derive(Serialize, Deserialize)]
struct Deliver {
    webhook: WebhookId,
}

/// Whatever waits for this endpoint is sent when it is due, not before the endpoint's own rest is over.
pub fn schedule(tx: &mut Tx<'_>, org: OrgId, id: WebhookId) -> Result<()> {
    let Some(hook) = store::row(tx, org, id)?.filter(|hook| hook.state == State::Active) else {
        return Ok(());
    };
    let Some(due) = store::delivery::next_due(tx, org, id)? else {
        return Ok(());
    };
    enqueue(tx, org, id, hook.retry_at.map_or(due, |rest| due.max(rest)))
}

fn enqueue(tx: &mut Tx<'_>, org: OrgId, id: WebhookId, due_at: Time) -> Result<()> {
    let dedup = Dedup::Replace(id.to_string());
    work::enqueue(tx, DELIVER, &Deliver { webhook: id }, Some(org), due_at, Some(dedup))
}

/// What a run does next.
enum Step {
    Send(Box<Outgoing>),
    /// Withheld ones were put aside; there may be more.
    Look,
    Rest,
}

struct Outgoing {
    delivery: DeliveryId,
    url: String,
    secrets: Vec<String>,
    body: String,
}

pub async fn deliver(app: &App, job: &Job) -> Done {
    let Deliver { webhook } = serde_json::from_str(&job.body)?;
    let org = work::organisation_of(job)?;
    if !app.db.write(org, move |tx| begin(tx, org, webhook)).await? {
        return Ok(());
    }
    let end = app.clock.now().plus(RUN);
    let mut ended: Option<Ended> = None;
    loop {
        let chance = f64::from(secret::random()?[0]) / 255.0;
        let (callers, outcome, last) = (app.callers.clone(), ended.take(), app.clock.now() >= end);
        let step = app
            .db
            .write(org, move |tx| {
                let failed = outcome.as_ref().is_some_and(|ended| ended.failure.is_some());
                if let (Some(ended), Some(hook)) = (&outcome, store::row(tx, org, webhook)?) {
                    outcome::write(tx, org, &hook, ended, chance)?;
                }
                // One failure is enough: the endpoint rests.
                let step = if failed || last {
                    Step::Rest
                } else {
                    next(tx, &callers, org, webhook)?
                };
                if matches!(step, Step::Rest) {
                    rest(tx, org, webhook)?;
                }
                Ok::<_, kit::Error>(step)
            })
            .await?;
        match step {
            Step::Send(outgoing) => ended = Some(send(app, *outgoing).await?),
            Step::Look => {}
            Step::Rest => return Ok(()),
        }
    }
}

/// Whether there is something to do, and nobody who does it.
fn begin(tx: &mut Tx<'_>, org: OrgId, id: WebhookId) -> Result<bool> {
    let now = tx.now();
    let Some(mut hook) = store::row(tx, org, id)?.filter(|hook| hook.state == State::Active) else {
        return Ok(false);
    };
    if let Some(until) = hook.busy_until.filter(|until| *until > now) {
        // Should that sender have died, somebody looks again; else it plans anew when it rests.
        enqueue(tx, org, id, until)?;
        return Ok(false);
    }
    if hook.retry_at.is_some_and(|at| at > now) {
        schedule(tx, org, id)?;
        return Ok(false);
    }
    hook.busy_until = Some(now.plus(BUSY));
    store::update(tx, org, &hook)?;
    Ok(true)
}

fn next(tx: &mut Tx<'_>, callers: &Cache, org: OrgId, id: WebhookId) -> Result<Step> {
    let Some(hook) = store::row(tx, org, id)?.filter(|hook| hook.state == State::Active) else {
        return Ok(Step::Rest);
    };
    for _ in 0..LOOKS {
        let Some(mut delivery) = store::delivery::due(tx, org, id)? else {
            return Ok(Step::Rest);
        };
        let (state, failure) = match payload::write(tx, callers, org, &hook, &delivery)? {
            Payload::Body(body) => {
                return Ok(Step::Send(Box::new(Outgoing {
                    delivery: delivery.id,
                    url: hook.url.clone(),
                    secrets: store::secrets(tx, org, id)?,
                    body,
                })));
            }
            Payload::Withheld => (Progress::Withheld, "not_readable"),
            Payload::Gone => (Progress::Failed, "event_gone"),
        };
        (delivery.state, delivery.failure) = (state, Some(failure.to_owned()));
        store::delivery::update(tx, org, &delivery)?;
    }
    Ok(Step::Look)
}

/// In the transaction that found nothing to send: what comes later schedules the next run.
fn rest(tx: &mut Tx<'_>, org: OrgId, id: WebhookId) -> Result<()> {
    if let Some(mut hook) = store::row(tx, org, id)? {
        hook.busy_until = None;
        store::update(tx, org, &hook)?;
    }
    schedule(tx, org, id)
}

async fn send(app: &App, outgoing: Outgoing) -> Result<Ended> {
    let keys = outgoing
        .secrets
        .iter()
        .map(|secret| Key::read(secret))
        .collect::<Result<Vec<_>>>()?;
    let begun = app.clock.now();
    let headers = sign::headers(&keys, &outgoing.delivery.to_string(), begun, outgoing.body.as_bytes());
    let answer = app.net.ask(Ask::post(outgoing.url, headers, outgoing.body)).await;
    Ok(Ended::of(outgoing.delivery, answer, app.clock.now().since(begun)))
}
