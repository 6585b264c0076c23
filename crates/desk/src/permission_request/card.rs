//! A request as it is shown.

use access::{Perm, Scope};
use db::Tx;
use kit::{MemberId, PermissionRequestId, Result, TicketId, Time};

use super::model::{PermissionRequest, State};
use super::store;
use crate::who::Who;
use crate::{member, ticket};

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "PermissionRequest")]
pub struct Card {
    pub id: PermissionRequestId,
    pub permission: Perm,
    pub scope: Scope,
    /// What the channel or the team is called.
    pub place: Option<String>,
    /// Who asks.
    pub member: MemberId,
    pub first_name: String,
    pub last_name: String,
    /// At home in another organisation.
    pub external: bool,
    /// Where it was missed, if the reader can read that.
    pub ticket: Option<OfTicket>,
    pub state: State,
    pub asked_at: Time,
    pub expires_at: Time,
    pub decided_at: Option<Time>,
    /// Of what was granted; none: for good.
    pub until: Option<Time>,
    /// Of what was refused.
    pub reason: Option<String>,
}

#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "PermissionRequestTicket")]
pub struct OfTicket {
    pub id: TicketId,
    pub number: i64,
}

/// None when who asked is gone.
pub fn card(tx: &mut Tx<'_>, who: &Who, r: PermissionRequest) -> Result<Option<Card>> {
    let Some(person) = member::store::row(tx, who.org(), r.member)? else {
        return Ok(None);
    };
    let found = r.ticket.map(|id| ticket::find(tx, who, id, Perm::TicketRead)).and_then(Result::ok);
    let external = person.home.is_some();
    Ok(Some(Card {
        id: r.id,
        permission: r.permission,
        scope: r.scope,
        place: store::place_name(tx, who.org(), r.scope)?,
        member: r.member,
        first_name: person.first_name,
        last_name: person.last_name,
        external,
        ticket: found.map(|ticket| OfTicket {
            id: ticket.id,
            number: ticket.number,
        }),
        state: r.state,
        asked_at: r.asked_at,
        expires_at: r.expires_at,
        decided_at: r.decided_at,
        until: r.until,
        reason: Some(r.reason).filter(|reason| !reason.is_empty()),
    }))
}
