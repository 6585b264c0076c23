//! One act on several tickets.

use axum::Json;
use axum::http::HeaderMap;
use kit::{LabelId, Locale, MemberId, ResolutionId, TeamId, TicketId};

use crate::http::fault::Problem;
use crate::http::{Answer, Body, Cx, problems};
use crate::text::given;
use crate::ticket::Priority;
use crate::ticket::bulk::{self as acting, Act};
use crate::ticket::close::Ending;
use crate::ticket::transfer::To;

/// Which tickets, and what is to be done to each.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "BulkAct")]
pub struct Bulk {
    /// At most 200.
    tickets: Vec<TicketId>,
    #[serde(flatten)]
    act: Doing,
}

/// The act and what it needs.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Doing {
    Take,
    Close {
        #[serde(default)]
        resolution: Option<ResolutionId>,
        #[serde(default)]
        note: Option<String>,
    },
    Assign {
        member: Option<MemberId>,
    },
    Transfer {
        #[serde(default)]
        team: Option<TeamId>,
        #[serde(default, deserialize_with = "given")]
        #[schemars(with = "Option<MemberId>")]
        member: Option<Option<MemberId>>,
        #[serde(default)]
        note: Option<String>,
    },
    Label {
        label: LabelId,
    },
    Unlabel {
        label: LabelId,
    },
    Priority {
        priority: Priority,
    },
    Hold,
    Release,
}

impl From<Doing> for Act {
    fn from(doing: Doing) -> Self {
        match doing {
            Doing::Take => Self::Take,
            Doing::Close { resolution, note } => Self::Close(Ending { resolution, note }),
            Doing::Assign { member } => Self::Assign(member),
            Doing::Transfer { team, member, note } => Self::Transfer(Box::new(To { team, member, note })),
            Doing::Label { label } => Self::Label(label),
            Doing::Unlabel { label } => Self::Unlabel(label),
            Doing::Priority { priority } => Self::Priority(priority),
            Doing::Hold => Self::Hold,
            Doing::Release => Self::Release,
        }
    }
}

/// What came of each, in the order in which they were named.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "BulkResults")]
pub struct Results {
    results: Vec<Outcome>,
}

/// Done, or why not.
#[derive(serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "BulkResult")]
pub struct Outcome {
    ticket: TicketId,
    done: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

pub async fn bulk(cx: Cx, headers: HeaderMap, body: Body<Bulk>) -> Answer<Results> {
    let Bulk { tickets, act } = body.value;
    acting::check("tickets", &tickets)?;
    let act = std::sync::Arc::new(Act::from(act));
    let locale = problems::locale(&headers);
    let mut results = Vec::with_capacity(tickets.len());
    for some in tickets.chunks(acting::STEP) {
        let (app, act, ids) = (cx.app.clone(), act.clone(), some.to_vec());
        let done = cx.write(move |tx, who| Ok(acting::run(tx, &app.callers, who, &ids, &act))).await;
        match done {
            Ok(each) => results.extend(each.into_iter().map(|(ticket, result)| outcome(ticket, result.err(), locale))),
            // What was done stays done; of these we say that they were not.
            Err(error) => {
                let public = |ticket| outcome(ticket, Some(kit::Error::new(error.kind, error.code)), locale);
                results.extend(some.iter().copied().map(public));
            }
        }
    }
    Ok(Json(Results { results }))
}

fn outcome(ticket: TicketId, error: Option<kit::Error>, locale: Locale) -> Outcome {
    let problem = error.map(|e| problems::of(locale, e));
    Outcome {
        ticket,
        done: problem.is_none(),
        problem,
    }
}
