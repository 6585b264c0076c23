//! From events to lines.

use access::{Decision, Facts, Perm, Place};
use db::{Event, NewEvent, Tx};
use kit::{LoanId, MemberId, MessageId, NotificationId, OrgId, PermissionRequestId, Result, TicketId};
use serde_json::{Value, json};

use super::letter;
use super::list::Kind;
use super::store::{self, New};
use crate::App;
use crate::audience::Placed;
use crate::who::{asked, crowd};

/// The reader's name in the table of cursors.
pub const READER: &str = "notification";

pub fn act(app: &App, tx: &mut Tx<'_>, org: OrgId, events: &[Event]) -> Result<()> {
    for event in events {
        over(tx, org, event)?;
        for new in all(tx, org, event)? {
            if store::put(tx, org, &new)? {
                tell(tx, new.member, new.id, "notification.created")?;
                if !app.mailer.is_off() {
                    letter::enqueue(tx, org, &new)?;
                }
            }
        }
    }
    Ok(())
}

/// A request that is no longer open: nobody has anything to look at any more.
fn over(tx: &mut Tx<'_>, org: OrgId, event: &Event) -> Result<()> {
    let ended = matches!(event.kind.as_str(), "permission_request.answered" | "permission_request.ended");
    let Some(request) = event.subject.id::<PermissionRequestId>().filter(|_| ended) else {
        return Ok(());
    };
    for (id, member) in store::over(tx, org, request)? {
        tell(tx, member, id, "notification.read")?;
    }
    Ok(())
}

/// Tells the member's panels that the list is another.
pub fn tell(tx: &mut Tx<'_>, member: MemberId, subject: NotificationId, kind: &'static str) -> Result<()> {
    tx.append(&NewEvent {
        kind,
        version: 1,
        actor: None,
        subject: subject.into(),
        before: None,
        after: None,
        body: json!({ "member": member }).to_string(),
    })?;
    Ok(())
}

/// What an event tells, whom.
fn all(tx: &mut Tx<'_>, org: OrgId, event: &Event) -> Result<Vec<New>> {
    let line = |kind, member, loan| New {
        id: NotificationId::new(event.at),
        member,
        kind,
        ticket: None,
        message: None,
        loan,
        request: None,
        amount: None,
        actor: event.actor.as_ref().and_then(db::Thing::id::<MemberId>),
        at: event.at,
    };
    Ok(match event.kind.as_str() {
        "external.began" => event
            .subject
            .id()
            .map(|member| line(Kind::Welcomed, member, None))
            .into_iter()
            .collect(),
        "external.asked" => {
            // All who could decide now; whether they still can is asked when it is listed.
            let callers = crowd::callers(tx, org)?;
            let decide = callers
                .iter()
                .filter(|caller| matches!(caller.decide(Perm::UserEdit, &Place::Desk, event.at), Decision::Allowed(..)));
            decide
                .map(|caller| line(Kind::Asked, caller.member, event.subject.id::<LoanId>()))
                .collect()
        }
        "bulk_transfer.ended" => handed(event),
        "permission_request.asked" | "permission_request.answered" => requests(tx, org, event)?
            .into_iter()
            .map(|(kind, member)| New {
                request: event.subject.id(),
                ..line(kind, member, None)
            })
            .collect(),
        _ => lines(event),
    })
}

/// Whom a request for a permission tells what: all who could grant it now, or who asked.
fn requests(tx: &mut Tx<'_>, org: OrgId, event: &Event) -> Result<Vec<(Kind, MemberId)>> {
    let body: Value = serde_json::from_str(&event.body).unwrap_or_default();
    if event.kind == "permission_request.asked" {
        let Some(request) = event.subject.id::<PermissionRequestId>() else {
            return Ok(Vec::new());
        };
        let granters = asked::granters(tx, org, request, event.at)?;
        return Ok(granters.into_iter().map(|member| (Kind::PermissionAsked, member)).collect());
    }
    let kind = if body["granted"] == true {
        Kind::PermissionGranted
    } else {
        Kind::PermissionRefused
    };
    let asker = body["member"].as_str().and_then(|id| id.parse().ok());
    Ok(asker.into_iter().map(|member| (kind, member)).collect())
}

/// Both sides of a bulk transfer, each once: not who did it.
fn handed(event: &Event) -> Vec<New> {
    let body: Value = serde_json::from_str(&event.body).unwrap_or_default();
    let actor = event.actor.as_ref().and_then(db::Thing::id::<MemberId>);
    let side = |side: &str, kind| {
        let each = body[side].as_array().cloned().unwrap_or_default();
        each.into_iter().filter_map(move |one| {
            let (member, count): (MemberId, i64) = (one["member"].as_str()?.parse().ok()?, one["count"].as_i64()?);
            (count > 0 && Some(member) != actor).then(|| New {
                id: NotificationId::new(event.at),
                member,
                kind,
                ticket: None,
                message: None,
                loan: None,
                request: None,
                amount: Some(count),
                actor,
                at: event.at,
            })
        })
    };
    side("got", Kind::Received).chain(side("lost", Kind::Relieved)).collect()
}

fn lines(event: &Event) -> Vec<New> {
    let body: Value = serde_json::from_str(&event.body).unwrap_or_default();
    let actor = event.actor.as_ref().and_then(db::Thing::id::<MemberId>);
    let ticket = event.subject.id::<TicketId>().or_else(|| body["ticket"].as_str()?.parse().ok());
    let Some(ticket) = ticket else { return Vec::new() };
    let placed = Placed::of(event);
    let has = |facts: Option<Facts>| facts.and_then(|f| f.assignee);
    let line = |kind, member| New {
        id: NotificationId::new(event.at),
        member,
        kind,
        ticket: Some(ticket),
        message: event.subject.id::<MessageId>(),
        loan: None,
        request: None,
        amount: None,
        actor,
        at: event.at,
    };
    match event.kind.as_str() {
        // Of many at once there is one line for all of them.
        "ticket.changed" if body["what"] == "handed" => Vec::new(),
        // Who cannot see it before attention opens is told then.
        _ if placed.after.is_some_and(|facts| facts.deferred(event.at)) => Vec::new(),
        "ticket.changed" if body["what"] == "attention_opened" => {
            has(placed.after.filter(|_| placed.before.is_some_and(|f| f.deferred_until.is_some())))
                .map(|member| line(Kind::Assigned, member))
                .into_iter()
                .collect()
        }
        "ticket.created" | "ticket.changed" if has(placed.after) != has(placed.before) => has(placed.after)
            .filter(|member| Some(*member) != actor)
            .map(|member| line(Kind::Assigned, member))
            .into_iter()
            .collect(),
        "note.created" => {
            let mentions: Vec<MemberId> = serde_json::from_value(body["mentions"].clone()).unwrap_or_default();
            mentions
                .into_iter()
                .filter(|member| Some(*member) != actor)
                .map(|member| line(Kind::Mentioned, member))
                .collect()
        }
        "message.created" if body["kind"] == "in" => has(placed.after).map(|member| line(Kind::Replied, member)).into_iter().collect(),
        _ => Vec::new(),
    }
}
