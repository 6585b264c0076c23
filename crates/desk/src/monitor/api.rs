//! The route of the monitoring table.

use access::Perm::MonitorRead;
use axum::Json;
use kit::{ChannelId, TeamId};

use super::table::{self, Table};
use crate::http::Permit::At;
use crate::http::{Answer, Ask, Cx, Slice};

pub fn routes() -> Slice {
    Slice::new("monitor").get(
        "/monitor",
        At(MonitorRead),
        "monitor.get: who is at work, what each has on their hands, what they have done today",
        get,
    )
}

/// Which tickets are counted.
#[derive(Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "MonitorQuery")]
struct Query {
    /// Of one team, with its people and whoever else has tickets of it.
    team: Option<TeamId>,
    /// Of one channel, with whoever has tickets of it.
    channel: Option<ChannelId>,
    /// The cursor of an earlier answer: only the rows that may have changed since.
    since: Option<String>,
}

async fn get(cx: Cx, Ask(query): Ask<Query>) -> Answer<Table> {
    let narrow = table::Narrow {
        team: query.team,
        channel: query.channel,
    };
    let table = cx
        .read(move |tx, who| table::table(tx, who, narrow, query.since.as_deref()))
        .await?;
    Ok(Json(table))
}
