//! What the members of a channel may do in it.

use std::collections::BTreeMap;

use access::Perm;
use axum::Json;
use axum::http::HeaderMap;
use kit::{ChannelId, Error, MemberId, Page, Time};

use crate::http::fault::Problem;
use crate::http::{Answer, Body, Cx, On, problems};
use crate::member::in_channel::{self, Seat, Wish};
use crate::ticket::bulk;

/// `/organisations/{org}/channels/{channel}/members`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ChannelMembersPath")]
pub struct Path {
    channel: ChannelId,
}

pub async fn list(cx: Cx, On(path): On<Path>) -> Answer<Page<Seat>> {
    Ok(Json(Page::whole(
        cx.read(move |tx, who| in_channel::list(tx, who, path.channel)).await?,
    )))
}

/// Whom, and what they may do in the channel from now on.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ChannelGrants")]
pub struct Grants {
    /// At most 200.
    members: Vec<MemberId>,
    /// On or off; what is not named stays as it is.
    permissions: BTreeMap<Perm, bool>,
    /// None: for good.
    #[serde(default)]
    until: Option<Time>,
}

/// What came of each, in the order in which they were named.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ChannelGrantResults")]
pub struct Results {
    results: Vec<Outcome>,
}

/// Done, or why not.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ChannelGrantResult")]
pub struct Outcome {
    member: MemberId,
    done: bool,
    /// It was otherwise before.
    changed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

pub async fn set(cx: Cx, headers: HeaderMap, On(path): On<Path>, body: Body<Grants>) -> Answer<Results> {
    let Grants {
        members,
        permissions,
        until,
    } = body.value;
    bulk::check("members", &members)?;
    if permissions.is_empty() {
        return Err(Error::invalid("permissions", "required").into());
    }
    let wish = std::sync::Arc::new(Wish {
        channel: path.channel,
        permissions,
        until,
    });
    let locale = problems::locale(&headers);
    let mut results = Vec::with_capacity(members.len());
    for some in members.chunks(bulk::STEP) {
        let (wish, ids) = (wish.clone(), some.to_vec());
        let each = cx.write(move |tx, who| in_channel::set(tx, who, &ids, &wish)).await?;
        results.extend(each.into_iter().map(|(member, result)| Outcome {
            member,
            done: result.is_ok(),
            changed: result.as_ref().is_ok_and(|changed| *changed),
            problem: result.err().map(|error| problems::of(locale, error)),
        }));
    }
    Ok(Json(Results { results }))
}
