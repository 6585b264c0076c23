//! What a request's step tells, version 1: `permission_request.asked`, `.answered` (body: `granted`), `.ended` (withdrawn, expired). The body
//! says whose it is (`member`). Heard by who asked and by those who set switches, as a frame that names no request: they read their list.

use db::{NewEvent, Tx};
use kit::Result;
use serde_json::{Value, json};

use super::model::{PermissionRequest, State};
use crate::who::Who;

pub fn asked(tx: &mut Tx<'_>, who: &Who, request: &PermissionRequest) -> Result<()> {
    append(
        tx,
        Some(who),
        "permission_request.asked",
        request,
        &json!({ "member": request.member }),
    )
}

pub fn answered(tx: &mut Tx<'_>, who: &Who, request: &PermissionRequest, to: State) -> Result<()> {
    let body = json!({ "member": request.member, "granted": to == State::Granted });
    append(tx, Some(who), "permission_request.answered", request, &body)
}

pub fn ended(tx: &mut Tx<'_>, who: Option<&Who>, request: &PermissionRequest) -> Result<()> {
    append(tx, who, "permission_request.ended", request, &json!({ "member": request.member }))
}

fn append(tx: &mut Tx<'_>, who: Option<&Who>, kind: &'static str, request: &PermissionRequest, body: &Value) -> Result<()> {
    tx.append(&NewEvent {
        kind,
        version: 1,
        actor: who.map(|who| who.member().into()),
        subject: request.id.into(),
        before: None,
        after: None,
        body: body.to_string(),
    })?;
    Ok(())
}
