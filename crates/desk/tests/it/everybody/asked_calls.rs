//! Calls about permissions that are asked for: as who asks, and as who answers.

use access::{Perm, Place, Scope};
use desk::permission_request::model::WAITS;
use desk::permission_request::{PermissionRequest, State, store};
use desk::testing::Office;
use kit::{MemberId, PermissionRequestId};
use serde_json::json;

use super::call::Call;
use super::world::{Caller, World};
use crate::desk::sql;

pub fn call(world: &World, operation: &str, caller: Caller) -> Option<Call> {
    let asked = |member| Call::ids([("permission_request", request(&world.office, member).to_string())]);
    let own = || world.who(caller).map_or(world.admin(), |who| who.member());
    Some(match operation {
        "permission_request.list" | "permission_request.own" => Call::default(),
        // What one asks for already is answered with the same request, whoever it is: some roles have nothing that could be asked for.
        "permission_request.ask" => {
            request(&world.office, own());
            Call::default().body(json!({ "permission": "contact.edit", "scope": { "in": "org" } }))
        }
        "permission_request.grant" => asked(world.operator()).body(json!({})).at(Perm::UserEdit, Place::Desk),
        "permission_request.refuse" => asked(world.operator())
            .body(json!({ "reason": "Pídelo a tu coordinación" }))
            .at(Perm::UserEdit, Place::Desk),
        "permission_request.withdraw" => asked(own()),
        _ => return None,
    })
}

/// What a member of an office waits for; the only thing.
pub fn request(office: &Office, member: MemberId) -> PermissionRequestId {
    let (org, now) = (office.org, office.db.now());
    sql(
        office,
        "DELETE FROM permission_request WHERE org_id = $1 AND member_id = $2",
        db::args![org, member],
    );
    let asked = PermissionRequest {
        org,
        id: PermissionRequestId::new(now),
        member,
        permission: Perm::ContactEdit,
        scope: Scope::Org,
        ticket: None,
        state: State::Asked,
        asked_at: now,
        expires_at: now.plus(WAITS),
        decided_by: None,
        decided_at: None,
        until: None,
        reason: String::new(),
    };
    let id = asked.id;
    office.write(move |tx| store::insert(tx, &asked)).expect("a request");
    id
}
