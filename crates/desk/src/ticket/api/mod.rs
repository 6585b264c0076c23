//! The routes of tickets.

mod acts;
mod bulk;
mod change;
mod external;
mod read;

use access::Perm::{TicketClose, TicketEdit, TicketHold, TicketMerge, TicketOpen, TicketRead, TicketSnooze, TicketTake, TicketTransfer};
use db::Tx;
use kit::{Result, TicketId};

use super::Ticket;
use super::one::{self, Acted};
use crate::http::Permit::{At, Member, Person};
use crate::http::{Answer, Cx, Slice};
use crate::who::{Cache, Who};

pub fn routes() -> Slice {
    let bulk_why = "each ticket is decided on its own, by the act's own permission";
    Slice::new("ticket")
        .get(
            "/tickets",
            At(TicketRead),
            "ticket.list: tickets of a view, inside your reach",
            read::list,
        )
        .post("/tickets", At(TicketOpen), "ticket.open: start a conversation", change::open)
        .get(
            "/tickets/next",
            At(TicketTake),
            "ticket.waiting: how many wait that you may take",
            read::waiting,
        )
        .post(
            "/tickets/next",
            At(TicketTake),
            "ticket.next: take the ticket that has waited longest",
            acts::next,
        )
        .post(
            "/tickets/bulk",
            Member(bulk_why),
            "ticket.bulk: one act on up to 200 tickets",
            bulk::bulk,
        )
        .get(
            "/tickets/number/{number}",
            At(TicketRead),
            "ticket.by_number: a ticket by its number",
            read::by_number,
        )
        .get("/tickets/{ticket}", At(TicketRead), "ticket.get: a ticket in full", read::one)
        .patch(
            "/tickets/{ticket}",
            At(TicketEdit),
            "ticket.edit: subject, priority, origin, custom fields",
            change::edit,
        )
        .post(
            "/tickets/{ticket}/take",
            At(TicketTake),
            "ticket.take: take a ticket that nobody has",
            acts::take,
        )
        .put(
            "/tickets/{ticket}/assignee",
            At(TicketTransfer),
            "ticket.assign: give it to somebody, or to nobody",
            acts::assign,
        )
        .post(
            "/tickets/{ticket}/transfer",
            At(TicketTransfer),
            "ticket.transfer: hand it to a team, to somebody, or both",
            acts::transfer,
        )
        .put("/tickets/{ticket}/hold", At(TicketHold), "ticket.hold: put it on hold", acts::hold)
        .delete(
            "/tickets/{ticket}/hold",
            At(TicketHold),
            "ticket.release: take it off hold",
            acts::release,
        )
        .put(
            "/tickets/{ticket}/snooze",
            At(TicketSnooze),
            "ticket.snooze: put it aside until a time",
            acts::snooze,
        )
        .delete(
            "/tickets/{ticket}/snooze",
            At(TicketSnooze),
            "ticket.wake: bring it back before its time",
            acts::wake,
        )
        .post(
            "/tickets/{ticket}/resolution",
            At(TicketClose),
            "ticket.close: close it",
            acts::close,
        )
        .delete(
            "/tickets/{ticket}/resolution",
            At(TicketClose),
            "ticket.reopen: open it again",
            acts::reopen,
        )
        .put(
            "/tickets/{ticket}/labels",
            At(TicketEdit),
            "ticket.label: its labels, all of them",
            change::labels,
        )
        .post(
            "/tickets/{ticket}/labels/{label}",
            At(TicketEdit),
            "ticket.add_label: put a label on it",
            change::add_label,
        )
        .delete(
            "/tickets/{ticket}/labels/{label}",
            At(TicketEdit),
            "ticket.remove_label: take a label off",
            change::remove_label,
        )
        .put(
            "/tickets/{ticket}/follow",
            At(TicketRead),
            "ticket.follow: be told what happens in it",
            change::follow,
        )
        .delete(
            "/tickets/{ticket}/follow",
            Member("about oneself"),
            "ticket.unfollow: no longer be told",
            change::unfollow,
        )
        .post(
            "/tickets/{ticket}/merge",
            At(TicketMerge),
            "ticket.merge: merge it into another of the same contact",
            acts::merge,
        )
        .get(
            "/tickets/{ticket}/explain/{permission}",
            At(TicketRead),
            "ticket.explain: why something may or may not be done",
            read::explain,
        )
}

/// Routes over all organisations that a person serves.
pub fn across() -> Slice {
    let own = "one's own memberships, each with its own reach";
    Slice::root("ticket").get(
        "/api/v1/me/tickets",
        Person(own),
        "me.tickets: tickets of the organisations that you serve away from home",
        external::list,
    )
}

/// `/organisations/{org}/tickets/{ticket}`.
#[derive(Clone, Copy, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "TicketPathOf")]
struct Path {
    ticket: TicketId,
}

/// Runs a verb and answers the ticket, unless it went out of sight by it.
async fn acted(cx: Cx, verb: impl Fn(&mut Tx<'_>, &Cache, &Who) -> Result<Ticket> + Send + Sync + 'static) -> Answer<Acted> {
    let app = cx.app.clone();
    let done = move |tx: &mut Tx<'_>, who: &Who| {
        let ticket = verb(tx, &app.callers, who)?;
        one::after(tx, who, ticket)
    };
    Ok(axum::Json(cx.write(done).await?))
}
