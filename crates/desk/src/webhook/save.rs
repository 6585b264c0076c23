//! Add, change, take away a webhook, and make its secret anew.

use std::time::Duration;

use access::Perm::IntegrationManage;
use access::Place;
use db::Tx;
use kit::{Error, MemberId, Result, WebhookId};
use serde_json::json;

use super::{State, Webhook, deliver, model, store};
use crate::member::rights;
use crate::who::Who;
use crate::{audit, net, text};

/// How many an organisation may have: each is asked about every event.
const MOST: usize = 20;
/// How long the old secret still signs.
const OVERLAP: Duration = Duration::from_secs(24 * 3600);

/// A new webhook.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "CreateWebhook")]
pub struct Draft {
    pub name: String,
    pub url: String,
    /// Kinds of events; none: all.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// For whom it reads, whose rights the caller must cover; absent: the caller.
    pub member: Option<MemberId>,
}

/// What may change; what is not said stays.
#[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "EditWebhook")]
pub struct Change {
    pub name: Option<String>,
    pub url: Option<String>,
    pub kinds: Option<Vec<String>>,
    pub member: Option<MemberId>,
    /// `active` or `paused`.
    pub state: Option<State>,
}

/// `secret` is fresh randomness, made outside of the closure.
pub fn create(tx: &mut Tx<'_>, who: &Who, draft: &Draft, secret: &str, private: bool) -> Result<WebhookId> {
    who.may(IntegrationManage, &Place::Desk)?;
    if store::all(tx, who.org())?.len() >= MOST {
        return Err(Error::conflict("too_many_webhooks").with_param("max", MOST));
    }
    let hook = Webhook {
        id: WebhookId::new(tx.now()),
        member: reader(tx, who, draft.member.unwrap_or_else(|| who.member()))?,
        name: text::line("name", &draft.name, 60)?,
        url: net::target::check(&draft.url, "url", private)?,
        kinds: model::kinds(&draft.kinds)?,
        state: State::Active,
        failures: 0,
        failing_since: None,
        failure: None,
        status: None,
        retry_at: None,
        busy_until: None,
        old_until: None,
        created_at: tx.now(),
    };
    store::insert(tx, who.org(), &hook, secret)?;
    audit::write(tx, who, "webhook.created", hook.id, said(&hook))?;
    Ok(hook.id)
}

pub fn edit(tx: &mut Tx<'_>, who: &Who, id: WebhookId, change: &Change, private: bool) -> Result<()> {
    let before = covered(tx, who, id)?;
    let mut after = before.clone();
    if let Some(name) = &change.name {
        after.name = text::line("name", name, 60)?;
    }
    if let Some(url) = &change.url {
        after.url = net::target::check(url, "url", private)?;
    }
    if let Some(kinds) = &change.kinds {
        after.kinds = model::kinds(kinds)?;
    }
    if let Some(member) = change.member {
        after.member = reader(tx, who, member)?;
    }
    match change.state {
        Some(State::Disabled) => return Err(Error::invalid("state", "value_invalid").with_param("reason", "disabled")),
        Some(state) => after.state = state,
        None => {}
    }
    if after.state == State::Active && (before.state != State::Active || after.url != before.url) {
        after.recover();
    }
    store::update(tx, who.org(), &after)?;
    deliver::schedule(tx, who.org(), id)?;
    audit::write(
        tx,
        who,
        "webhook.changed",
        id,
        json!({ "before": said(&before), "after": said(&after) }),
    )
}

/// The old secret signs beside the new one for a day, so that nothing is lost while the other side changes.
pub fn rotate(tx: &mut Tx<'_>, who: &Who, id: WebhookId, secret: &str) -> Result<()> {
    covered(tx, who, id)?;
    let until = tx.now().plus(OVERLAP);
    store::rotate(tx, who.org(), id, secret, until)?;
    audit::write(tx, who, "webhook.secret_changed", id, json!({ "old_until": until }))
}

/// Its deliveries go with it.
pub fn delete(tx: &mut Tx<'_>, who: &Who, id: WebhookId) -> Result<()> {
    let before = covered(tx, who, id)?;
    store::delete(tx, who.org(), id)?;
    audit::write(tx, who, "webhook.deleted", id, said(&before))
}

/// The webhook, if the caller covers all that its member may read. One whose member is gone reads nothing and is anybody's to mend.
pub fn covered(tx: &mut Tx<'_>, who: &Who, id: WebhookId) -> Result<Webhook> {
    who.may(IntegrationManage, &Place::Desk)?;
    let hook = store::row(tx, who.org(), id)?.ok_or_else(Error::unknown)?;
    if rights::standing(tx, who.org(), hook.member)?.is_some() {
        rights::may_act_on(tx, who, hook.member)?;
    }
    Ok(hook)
}

/// Somebody for whom it may read: there, and no more than the caller.
fn reader(tx: &mut Tx<'_>, who: &Who, member: MemberId) -> Result<MemberId> {
    rights::may_act_on(tx, who, member).map_err(|error| match error.kind {
        kit::Kind::Unknown => Error::invalid("member", "member_unknown"),
        _ => error,
    })?;
    Ok(member)
}

fn said(hook: &Webhook) -> serde_json::Value {
    json!({ "name": hook.name, "url": hook.url, "kinds": hook.kinds, "member": hook.member, "state": hook.state })
}
