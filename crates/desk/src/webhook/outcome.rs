//! What follows from an answer, or from none.

use std::time::Duration;

use db::Tx;
use db::job::backoff;
use kit::{DeliveryId, OrgId, Result};
use serde_json::json;

use super::model::Progress;
use super::{State, Webhook, store};
use crate::audit;
use crate::net::{Failure, Reply};

/// How often one delivery is tried: for most of a day.
const MOST: u32 = 18;
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(3 * 3600);
/// An endpoint that fails is asked at least this often, as long as something waits.
const LONGEST_REST: Duration = Duration::from_secs(15 * 60);
/// After so long without one success it is switched off.
const PATIENCE: Duration = Duration::from_secs(3 * 24 * 3600);

/// How an attempt ended.
#[derive(Clone, Debug)]
pub struct Ended {
    pub delivery: DeliveryId,
    pub status: Option<u16>,
    /// None: it arrived.
    pub failure: Option<&'static str>,
    /// Whether the same may go well later.
    pub passing: bool,
    /// How long it took.
    pub took: Duration,
}

impl Ended {
    /// Only a 2xx is an arrival; anything else may be somebody's mistake that is mended in an hour.
    pub fn of(delivery: DeliveryId, answer: std::result::Result<Reply, Failure>, took: Duration) -> Self {
        let (status, failure, passing) = match answer {
            Ok(reply) if reply.is_success() => (Some(reply.status), None, true),
            Ok(reply) if reply.status == 410 => (Some(410), Some("endpoint_gone"), false),
            Ok(reply) if (300..400).contains(&reply.status) => (Some(reply.status), Some("redirected"), true),
            Ok(reply) => (Some(reply.status), Some("http_error"), true),
            Err(failure) => (None, Some(failure.code()), failure.is_passing()),
        };
        Self {
            delivery,
            status,
            failure,
            passing,
            took,
        }
    }
}

/// `chance` is between 0 and 1.
pub fn write(tx: &mut Tx<'_>, org: OrgId, hook: &Webhook, ended: &Ended, chance: f64) -> Result<()> {
    let now = tx.now();
    let mut hook = hook.clone();
    if let Some(mut delivery) = store::delivery::row(tx, org, hook.id, ended.delivery)? {
        delivery.attempts += 1;
        delivery.status = ended.status;
        delivery.duration_ms = u64::try_from(ended.took.as_millis()).ok();
        delivery.failure = ended.failure.map(str::to_owned);
        delivery.due_at = now.plus(backoff(delivery.attempts, FIRST_PAUSE, LONGEST_PAUSE, chance));
        delivery.state = match ended.failure {
            None => Progress::Delivered,
            Some(_) if ended.passing && delivery.attempts < MOST => Progress::Pending,
            Some(_) => Progress::Failed,
        };
        store::delivery::update(tx, org, &delivery)?;
    }
    if ended.failure.is_none() {
        hook.recover();
        return store::update(tx, org, &hook);
    }
    hook.failures += 1;
    (hook.failure, hook.status) = (ended.failure.map(str::to_owned), ended.status);
    let since = *hook.failing_since.get_or_insert(now);
    hook.retry_at = Some(now.plus(backoff(hook.failures, FIRST_PAUSE, LONGEST_REST, chance)));
    if ended.status == Some(410) || now.since(since) >= PATIENCE {
        hook.state = State::Disabled;
        store::delivery::give_up(tx, org, hook.id)?;
        let body = json!({ "name": hook.name, "failure": ended.failure, "status": ended.status, "failing_since": since });
        audit::write(tx, audit::Actor::relevo(org), "webhook.disabled", hook.id, body)?;
    }
    store::update(tx, org, &hook)
}
