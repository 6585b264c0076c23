//! The routes of tickets.

use access::Perm::TicketTake;
use axum::Json;
use kit::TicketId;

use super::State;
use crate::http::Permit::At;
use crate::http::{Answer, Cx, On, Slice};

pub fn routes() -> Slice {
    Slice::new("ticket").post(
        "/tickets/{ticket}/take",
        At(TicketTake),
        "ticket.take: take a ticket that nobody has",
        take,
    )
}

/// `/organisations/{org}/tickets/{ticket}`.
#[derive(serde::Deserialize, schemars::JsonSchema)]
pub struct Path {
    pub ticket: TicketId,
}

/// A ticket as its verbs answer.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct Brief {
    pub id: TicketId,
    pub number: i64,
    pub state: State,
}

async fn take(cx: Cx, On(path): On<Path>) -> Answer<Brief> {
    let ticket = cx.write(move |tx, who| super::take::take(tx, who, path.ticket)).await?;
    Ok(Json(Brief {
        id: ticket.id,
        number: ticket.number,
        state: ticket.state,
    }))
}
