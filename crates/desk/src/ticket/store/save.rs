//! A ticket's change: its row, its activity line and its event, in one transaction.

use db::{NewEvent, Thing, Tx, args};
use kit::{ActivityId, ContactId, LabelId, MemberId, Result, TeamId};
use serde_json::json;

use crate::ticket::Ticket;
use crate::who::Who;

/// An activity line of the timeline: what happened, in ids and codes.
#[derive(Clone, Debug)]
pub struct Line {
    pub kind: &'static str,
    pub body: serde_json::Value,
}

impl Line {
    pub fn new(kind: &'static str, body: serde_json::Value) -> Self {
        Self { kind, body }
    }

    pub fn assigned(to: Option<MemberId>) -> Self {
        Self::new("assigned", json!({ "to": to }))
    }

    pub fn transferred(from: TeamId, to: TeamId, member: Option<MemberId>) -> Self {
        Self::new("transferred", json!({ "from": from, "team": to, "to": member }))
    }

    pub fn labelled(added: &[LabelId], removed: &[LabelId]) -> Self {
        Self::new("labelled", json!({ "added": added, "removed": removed }))
    }
}

/// Who did it: a member, the customer, or Relevo itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Member(MemberId),
    Customer(ContactId),
    Relevo,
}

impl By {
    pub fn member(self) -> Option<MemberId> {
        match self {
            Self::Member(id) => Some(id),
            Self::Customer(_) | Self::Relevo => None,
        }
    }

    pub fn actor(self) -> Option<Thing> {
        match self {
            Self::Member(id) => Some(id.into()),
            Self::Customer(id) => Some(id.into()),
            Self::Relevo => None,
        }
    }
}

impl From<&Who> for By {
    fn from(who: &Who) -> Self {
        Self::Member(who.member())
    }
}

/// Writes `after` over `before`, with a line of the timeline and an event.
pub fn save(tx: &mut Tx<'_>, by: impl Into<By>, before: &Ticket, after: Ticket, line: Line) -> Result<Ticket> {
    let after = touch(tx, before, after)?;
    note(tx, by.into(), Some(before), &after, "ticket.changed", line)?;
    Ok(after)
}

/// Writes `after` over `before` and nothing else: for messages, whose own event says what happened.
pub fn touch(tx: &mut Tx<'_>, before: &Ticket, mut after: Ticket) -> Result<Ticket> {
    after.version = before.version + 1;
    let t = &after;
    let sql = "UPDATE ticket SET subject = $3, state = $4, priority = $5, team_id = $6, assignee_id = $7, origin_id = $8, resolution_id = $9, \
        deferred_until = $10, snoozed_until = $11, last_at = $12, waiting_since = $13, first_reply_at = $14, closed_at = $15, last_message_id = $16, \
        last_note_id = $17, last_seq = $18, last_in_seq = $19, merged_into = $20, version = $21, contact_id = $22, identity_id = $23, silent_since = $24, opens_at = $25, live = $26 \
        WHERE org_id = $1 AND id = $2";
    let args = args![
        t.org,
        t.id,
        &t.subject,
        t.state.name(),
        t.priority.rank(),
        t.team,
        t.assignee,
        t.origin,
        t.resolution,
        t.deferred_until,
        t.snoozed_until,
        t.last_at,
        t.waiting_since,
        t.first_reply_at,
        t.closed_at,
        t.last_message,
        t.last_note,
        t.last_seq,
        t.last_in_seq,
        t.merged_into,
        t.version,
        t.contact,
        t.identity,
        t.silent_since,
        t.opens_at,
        t.live(),
    ];
    tx.exec(sql, args)?;
    Ok(after)
}

/// A new ticket. Its number is the organisation's next.
pub fn insert(tx: &mut Tx<'_>, by: impl Into<By>, ticket: &Ticket, line: Line) -> Result<()> {
    let t = ticket;
    let sql = "INSERT INTO ticket (org_id, id, number, subject, state, priority, team_id, assignee_id, channel_id, contact_id, identity_id, origin_id, \
        resolution_id, deferred_until, snoozed_until, created_at, last_at, waiting_since, first_reply_at, closed_at, last_message_id, last_note_id, \
        last_seq, last_in_seq, merged_into, version, silent_since, opens_at, live) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)";
    let args = args![
        t.org,
        t.id,
        t.number,
        &t.subject,
        t.state.name(),
        t.priority.rank(),
        t.team,
        t.assignee,
        t.channel,
        t.contact,
        t.identity,
        t.origin,
        t.resolution,
        t.deferred_until,
        t.snoozed_until,
        t.created_at,
        t.last_at,
        t.waiting_since,
        t.first_reply_at,
        t.closed_at,
        t.last_message,
        t.last_note,
        t.last_seq,
        t.last_in_seq,
        t.merged_into,
        t.version,
        t.silent_since,
        t.opens_at,
        t.live(),
    ];
    tx.exec(sql, args)?;
    note(tx, by.into(), None, t, "ticket.created", line)
}

/// The activity line and the event.
fn note(tx: &mut Tx<'_>, by: By, before: Option<&Ticket>, after: &Ticket, kind: &'static str, line: Line) -> Result<()> {
    let body = json!({ "what": line.kind, "version": after.version, "state": after.state });
    let seq = tx.append(&event(kind, by, after.id, before, Some(after), &body))?;
    let sql = "INSERT INTO activity (org_id, id, ticket_id, seq, at, member_id, kind, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let now = tx.now();
    tx.exec(
        sql,
        args![
            after.org,
            ActivityId::new(now),
            after.id,
            seq,
            now,
            by.member(),
            line.kind,
            &line.body
        ],
    )?;
    Ok(())
}

/// An event about a ticket or what hangs from it: with the ticket's facts before and after, which decide who is told.
pub fn event(
    kind: &'static str,
    by: By,
    subject: impl Into<Thing>,
    before: Option<&Ticket>,
    after: Option<&Ticket>,
    body: &serde_json::Value,
) -> NewEvent {
    let facts = |ticket: &Ticket| serde_json::to_string(&ticket.facts()).ok();
    NewEvent {
        kind,
        version: 1,
        actor: by.actor(),
        subject: subject.into(),
        before: before.and_then(facts),
        after: after.and_then(facts),
        body: body.to_string(),
    }
}
