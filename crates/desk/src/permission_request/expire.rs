//! A request that nobody answers ends by itself.

use db::Tx;
use db::job::Job;
use kit::{OrgId, PermissionRequestId, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::model::{PermissionRequest, State};
use super::{events, store};
use crate::App;
use crate::audit::{self, Actor};
use crate::work::{self, Done};

/// The kind of the job.
pub const EXPIRE: &str = "permission_request.expire";

#[derive(Serialize, Deserialize)]
struct Due {
    request: PermissionRequestId,
}

pub fn enqueue(tx: &mut Tx<'_>, request: &PermissionRequest) -> Result<()> {
    let due = Due { request: request.id };
    work::enqueue(tx, EXPIRE, &due, Some(request.org), request.expires_at, None)
}

pub async fn run(app: &App, job: &Job) -> Done {
    let Due { request } = serde_json::from_str(&job.body)?;
    let org = work::organisation_of(job)?;
    Ok(app.db.write(org, move |tx| expire(tx, org, request)).await?)
}

/// Nothing where it was answered in time.
fn expire(tx: &mut Tx<'_>, org: OrgId, id: PermissionRequestId) -> Result<()> {
    let Some(request) = store::row(tx, org, id)? else { return Ok(()) };
    if !store::end(tx, &request, State::Expired, None, None, "")? {
        return Ok(());
    }
    let body = json!({ "request": id, "permission": request.permission, "scope": request.scope });
    audit::write(tx, Actor::relevo(org), "permission_request.expired", request.member, body)?;
    events::ended(tx, None, &request)
}
