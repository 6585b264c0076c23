//! Ask for a permission that one misses.

use access::{Caller, Perm, Place, Scope, Switch, asking};
use db::Tx;
use kit::{Error, PermissionRequestId, Result, TicketId};
use serde_json::json;

use super::model::{PermissionRequest, State, WAITS};
use super::{events, expire, store};
use crate::member::switches;
use crate::who::{Who, asked};
use crate::{audit, ticket};

/// What is asked for: the switch that the refusal named.
#[derive(Clone, Debug, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PermissionRequestNew")]
pub struct New {
    pub permission: Perm,
    /// Where: `switch` of the refusal.
    pub scope: Scope,
    /// The ticket at which it was missed.
    #[serde(default)]
    pub ticket: Option<TicketId>,
}

/// The same again, while nobody has answered, is the one that is there.
pub fn ask(tx: &mut Tx<'_>, who: &Who, new: &New) -> Result<PermissionRequestId> {
    known(tx, who, new)?;
    if let Some(open) = store::open(tx, who.org(), who.member(), new.permission, new.scope)? {
        return Ok(open);
    }
    let now = tx.now();
    let request = PermissionRequest {
        org: who.org(),
        id: PermissionRequestId::new(now),
        member: who.member(),
        permission: new.permission,
        scope: new.scope,
        ticket: new.ticket,
        state: State::Asked,
        asked_at: now,
        expires_at: now.plus(WAITS),
        decided_by: None,
        decided_at: None,
        until: None,
        reason: String::new(),
    };
    possible(tx, who, request.switch(None))?;
    store::insert(tx, &request)?;
    let body = json!({ "request": request.id, "permission": new.permission, "scope": new.scope, "ticket": new.ticket });
    audit::write(tx, who, "permission_request.asked", request.member, body)?;
    events::asked(tx, who, &request)?;
    expire::enqueue(tx, &request)?;
    Ok(request.id)
}

/// The place is one that they know: by itself, or by a ticket that they can read and that is there.
fn known(tx: &mut Tx<'_>, who: &Who, new: &New) -> Result<()> {
    if let Some(id) = new.ticket {
        let facts = ticket::find(tx, who, id, Perm::TicketRead)?.facts();
        let there = match new.scope {
            Scope::Org => true,
            Scope::Channel(channel) => facts.channel == Some(channel),
            Scope::Team(team) => facts.team == Some(team),
        };
        if there {
            return Ok(());
        }
    }
    let (read, field) = match new.scope {
        Scope::Org => return Ok(()),
        Scope::Channel(_) => (Perm::ChannelRead, "channel_unknown"),
        Scope::Team(_) => (Perm::TeamRead, "team_unknown"),
    };
    let place = switches::place(tx, who, new.scope)?;
    if place.is_some_and(|place| who.can(read, &place)) {
        Ok(())
    } else {
        Err(Error::invalid("scope", field))
    }
}

/// A switch would give it, and they do not have it already.
fn possible(tx: &mut Tx<'_>, who: &Who, switch: Switch) -> Result<()> {
    let member = asked::membership(tx, who.org(), who.member())?.ok_or_else(Error::unknown)?;
    let (before, after) = (Caller::build(&member), Caller::build(&member.with_switch(switch)));
    let optional = member
        .roles
        .iter()
        .any(|given| given.role.optional().any(|perm| perm == switch.perm));
    if optional && asking::gives(&before, &after, switch.perm, who.now) {
        return Ok(());
    }
    let held = before.allows(switch.perm, &Place::Anywhere, who.now);
    let code = if held { "permission_held" } else { "permission_not_given" };
    Err(Error::conflict(code).with_param("permission", switch.perm))
}
