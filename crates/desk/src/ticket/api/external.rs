//! Lists over all organisations that a person serves away from home.

use axum::Json;
use kit::{Cursor, Page};

use crate::http::{Answer, Ask, Person};
use crate::ticket::external;
use crate::ticket::filter::View;
use crate::ticket::row::Row;

/// Which of the two.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ExternalQuery")]
pub struct Query {
    /// `external_mine` or `external_team`.
    view: View,
    #[serde(default)]
    cursor: Option<String>,
    #[serde(default)]
    limit: Option<u32>,
}

pub async fn list(person: Person, Ask(query): Ask<Query>) -> Answer<Page<Row>> {
    let after = query.cursor.as_deref().map(Cursor::read).transpose()?;
    let limit = query.limit.unwrap_or(kit::page::DEFAULT_LIMIT).clamp(1, kit::page::MAX_LIMIT);
    let (app, account) = (person.app.clone(), person.session.account);
    let page = person
        .app
        .db
        .read(move |tx| external::list(tx, &app.callers, account, query.view, after, limit))
        .await?;
    Ok(Json(page))
}
