//! The route of search.

use axum::Json;
use kit::{ChannelId, Cursor, Page, TeamId};

use super::find::{self, Found, Kind, Narrow};
use crate::http::Permit::Member;
use crate::http::{Answer, Ask, Cx, Slice};

pub fn routes() -> Slice {
    let why = "every hit is inside what its reader may read";
    Slice::new("search").get(
        "/search",
        Member(why),
        "search.find: contacts, tickets, messages and notes that hold all words",
        search,
    )
}

/// What to look for. The last word may be unfinished.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "SearchQuery")]
struct Query {
    q: String,
    #[serde(default)]
    kind: Option<Kind>,
    /// Only of tickets of this team; contacts are left out, as with the next two.
    #[serde(default)]
    team: Option<TeamId>,
    #[serde(default)]
    channel: Option<ChannelId>,
    /// Only of closed tickets, or only of those that are not.
    #[serde(default)]
    closed: Option<bool>,
    #[serde(default)]
    cursor: Option<String>,
    #[serde(default)]
    limit: Option<u32>,
}

async fn search(cx: Cx, Ask(query): Ask<Query>) -> Answer<Page<Found>> {
    let after = query.cursor.as_deref().map(Cursor::read).transpose()?;
    let limit = query.limit.unwrap_or(20).clamp(1, 50);
    let q: String = query.q.chars().take(200).collect();
    let narrow = Narrow {
        team: query.team,
        channel: query.channel,
        closed: query.closed,
    };
    Ok(Json(
        cx.read(move |tx, who| find::find(tx, who, &q, query.kind, narrow, after, limit))
            .await?,
    ))
}
