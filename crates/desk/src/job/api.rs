//! The routes of dead letters.

use access::Perm::SettingsManage;
use axum::Json;
use axum::http::StatusCode;
use db::job::{self, Dead};
use kit::{Cursor, Error, JobId, Page, Time};

use crate::audit;
use crate::http::Permit::Desk;
use crate::http::{Answer, Ask, Cx, Fault, On, Slice};

pub fn routes() -> Slice {
    let manage = Desk(SettingsManage);
    Slice::new("job")
        .get(
            "/dead-letters",
            manage,
            "dead_letter.list: work that was given up, the latest first",
            list,
        )
        .post("/dead-letters/{job}/retry", manage, "dead_letter.retry: have it tried again", retry)
        .delete("/dead-letters/{job}", manage, "dead_letter.discard: let it go", discard)
}

/// Work that was given up.
#[derive(serde::Serialize, schemars::JsonSchema)]
struct DeadLetter {
    id: JobId,
    /// Which work: `message.deliver`, `invitation.letter` …
    kind: String,
    attempts: u32,
    /// The code of why the last attempt failed.
    reason: Option<String>,
    created_at: Time,
    dead_at: Time,
}

impl From<Dead> for DeadLetter {
    fn from(dead: Dead) -> Self {
        Self {
            id: dead.id,
            kind: dead.kind,
            attempts: dead.attempts,
            reason: dead.last_error.as_deref().map(code),
            created_at: dead.created_at,
            dead_at: dead.dead_at,
        }
    }
}

/// What stands before the private cause.
fn code(error: &str) -> String {
    error.split([':', ' ']).next().unwrap_or_default().to_owned()
}

/// A stretch of the list.
#[derive(Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "DeadLetterQuery")]
struct Query {
    cursor: Option<String>,
    limit: Option<u32>,
}

async fn list(cx: Cx, Ask(query): Ask<Query>) -> Answer<Page<DeadLetter>> {
    let after = query.cursor.as_deref().map(Cursor::read).transpose()?;
    let limit = query.limit.unwrap_or(kit::page::DEFAULT_LIMIT).clamp(1, kit::page::MAX_LIMIT);
    let dead = cx
        .read(move |tx, who| {
            let after = after.map(|cursor| (cursor.at, JobId::from_bytes(cursor.id)));
            Ok(job::dead(tx, Some(who.org()), after, limit + 1)?)
        })
        .await?;
    Ok(Json(Page::cut(dead, limit, |d| Cursor::new(d.dead_at, d.id)).map(DeadLetter::from)))
}

/// `/organisations/{org}/dead-letters/{job}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "DeadLetterPath")]
struct Path {
    job: JobId,
}

async fn retry(cx: Cx, On(path): On<Path>) -> Result<StatusCode, Fault> {
    cx.write(move |tx, who| {
        if !job::revive(tx, Some(who.org()), path.job)? {
            return Err(Error::unknown());
        }
        audit::write(tx, who, "dead_letter.retried", path.job, serde_json::json!({}))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn discard(cx: Cx, On(path): On<Path>) -> Result<StatusCode, Fault> {
    cx.write(move |tx, who| {
        if !job::discard(tx, Some(who.org()), path.job)? {
            return Err(Error::unknown());
        }
        audit::write(tx, who, "dead_letter.discarded", path.job, serde_json::json!({}))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
