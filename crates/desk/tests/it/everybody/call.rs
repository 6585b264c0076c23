//! How each operation is called, by its name in the document. One that is in none of the tables cannot be called, and fails the test.

use access::{Perm, Place};
use kit::Time;
use serde_json::{Value, json};

use super::world::{Caller, Spot, World};
use super::{asked_calls, desk_calls, lending_calls, open_calls, told_calls};

/// A request, and where it is decided.
#[derive(Default)]
pub struct Call {
    /// What stands in the path's braces.
    pub ids: Vec<(&'static str, String)>,
    pub query: String,
    pub body: Option<Value>,
    /// What proves who calls, where that is neither cookie nor token.
    pub headers: Vec<(&'static str, String)>,
    /// A form with a file in it.
    pub form: bool,
    /// Of a permission decided at a thing: each of these must be allowed, in this order.
    pub ground: Vec<(Perm, Place)>,
}

impl Call {
    pub fn ids<const N: usize>(ids: [(&'static str, String); N]) -> Self {
        Self {
            ids: ids.into(),
            ..Self::default()
        }
    }

    pub fn body(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }

    pub fn query(self, query: String) -> Self {
        Self { query, ..self }
    }

    pub fn at(mut self, perm: Perm, place: Place) -> Self {
        self.ground.push((perm, place));
        self
    }
}

const EVERYWHERE: &[Spot] = &[Spot::Own, Spot::Queue, Spot::Colleague, Spot::Elsewhere];

/// Where the thing of an operation may be.
pub fn spots(operation: &str) -> &'static [Spot] {
    match operation {
        "ticket.list" | "ticket.waiting" | "ticket.next" | "ticket.open" | "ticket.bulk" | "ticket.unfollow" => &[Spot::Here],
        "ticket.take" => &[Spot::Queue, Spot::Elsewhere],
        // Only what somebody has is put aside.
        "ticket.hold" | "ticket.snooze" => &[Spot::Own, Spot::Colleague, Spot::Elsewhere],
        "team.get" | "team.edit" | "team.archive" | "team.join" | "team.leave" => &[Spot::Here, Spot::Elsewhere, Spot::Hidden],
        "channel.get" => &[Spot::Here, Spot::Elsewhere],
        "contact.list" | "contact.create" | "contact.merges" | "contact.merge" | "contact.merge_preview" | "contact.part" => &[Spot::Here],
        "file.get" | "file.preview" | "company.get" => EVERYWHERE,
        ticket
            if ["ticket.", "message.", "contact.", "portfolio."]
                .iter()
                .any(|noun| ticket.starts_with(noun)) =>
        {
            EVERYWHERE
        }
        _ => &[Spot::Here],
    }
}

/// The request by which a caller does this there; made ready so that nothing but access can refuse it.
pub fn call(world: &World, operation: &str, caller: Caller, spot: Spot) -> Option<Call> {
    on_ticket(world, operation, caller, spot)
        .or_else(|| on_contact(world, operation, caller, spot))
        .or_else(|| desk_calls::call(world, operation, caller, spot))
        .or_else(|| open_calls::call(world, operation, caller))
        .or_else(|| told_calls::call(world, operation, caller))
        .or_else(|| lending_calls::call(world, operation, caller))
        .or_else(|| asked_calls::call(world, operation, caller))
}

fn state(world: &World, ticket: kit::TicketId, state: &'static str) {
    let until = world.office.db.now().plus(std::time::Duration::from_secs(3600));
    let (snoozed, closed): (Option<Time>, Option<Time>) = ((state == "snoozed").then_some(until), (state == "closed").then_some(until));
    let text = "UPDATE ticket SET state = $2, live = ($2 <> 'closed'), snoozed_until = $3, closed_at = $4 WHERE id = $1";
    crate::desk::sql(&world.office, text, db::args![ticket, state, snoozed, closed]);
}

fn on_ticket(world: &World, operation: &str, caller: Caller, spot: Spot) -> Option<Call> {
    let (noun, _) = operation.split_once('.')?;
    if !["ticket", "message", "file"].contains(&noun) || spots(operation) == [Spot::Here] || !known(operation) {
        return None;
    }
    let ticket = world.ticket(spot, caller);
    let perm = match operation {
        "ticket.edit" | "ticket.label" | "ticket.add_label" | "ticket.remove_label" => Perm::TicketEdit,
        "ticket.take" => Perm::TicketTake,
        "ticket.assign" | "ticket.transfer" => Perm::TicketTransfer,
        "ticket.hold" | "ticket.release" => Perm::TicketHold,
        "ticket.snooze" | "ticket.wake" => Perm::TicketSnooze,
        "ticket.close" | "ticket.reopen" => Perm::TicketClose,
        "ticket.merge" => Perm::TicketMerge,
        "message.reply" | "message.undo" | "message.retry" | "message.fetch" => Perm::TicketReply,
        "message.note" => Perm::NoteWrite,
        _ => Perm::TicketRead,
    };
    let label =
        |world: &World| world.make("/labels", json!({ "name": format!("Etiqueta {}", world.next()), "colour": "red" }))["id"].clone();
    let me = world.who(caller).map_or(world.admin(), |who| who.member());
    let on = Call::ids([("ticket", ticket.to_string())]);
    let call = match operation {
        "ticket.get" | "ticket.hold" | "ticket.follow" | "message.timeline" => on,
        "ticket.by_number" => Call::ids([("number", world.office.ticket_row(ticket).number.to_string())]),
        "ticket.edit" => on.body(json!({ "subject": "Otro asunto" })),
        "ticket.take" => {
            crate::desk::sql(
                &world.office,
                "UPDATE ticket SET assignee_id = NULL, state = 'waiting' WHERE id = $1",
                db::args![ticket],
            );
            on
        }
        "ticket.assign" | "ticket.transfer" => on.body(json!({ "member": null })),
        "ticket.release" => {
            state(world, ticket, "hold");
            on
        }
        "ticket.wake" => {
            state(world, ticket, "snoozed");
            on
        }
        "ticket.reopen" => {
            state(world, ticket, "closed");
            on
        }
        "ticket.snooze" => {
            let until = world.office.db.now().plus(std::time::Duration::from_secs(3600));
            on.body(json!({ "until": until }))
        }
        "ticket.close" => on.body(json!({})),
        "ticket.label" => on.body(json!({ "labels": [label(world)] })),
        "ticket.add_label" | "ticket.remove_label" => {
            let label = label(world).as_str()?.to_owned();
            Call::ids([("ticket", ticket.to_string()), ("label", label)])
        }
        "ticket.merge" => {
            let into = world.arrive(&world.office, world.api.0);
            let row = world.office.ticket_row(ticket);
            crate::desk::sql(
                &world.office,
                "UPDATE ticket SET contact_id = $2, identity_id = NULL, team_id = $3, assignee_id = $4, state = 'open' WHERE id = $1",
                db::args![into, row.contact, row.team, row.assignee],
            );
            on.body(json!({ "into": into }))
        }
        "ticket.explain" => Call::ids([("ticket", ticket.to_string()), ("permission", "ticket.read".into())]),
        "message.reply" | "message.note" => on.body(json!({ "body": "Vamos para allá" })),
        "message.draft" => on.body(json!({ "kind": "out", "body": "Vamos" })),
        "message.read" => on.body(json!({ "seq": 1 })),
        "message.undo" => {
            let message = world.said(ticket, me, "queued");
            Call::ids([("ticket", ticket.to_string()), ("message", message)])
        }
        "message.fetch" => {
            let message = world.lacking(ticket);
            Call::ids([("ticket", ticket.to_string()), ("message", message)])
        }
        "message.retry" => {
            let message = world.said(ticket, me, "failed");
            Call::ids([("ticket", ticket.to_string()), ("message", message)])
        }
        "file.get" | "file.preview" => {
            let file = world
                .upload(Caller::Role(access::Builtin::Admin), &world.office.path("/files"))
                .with(201)
                .json["id"]
                .clone();
            Call::ids([("file", hung(world, file.as_str()?, &world.said(ticket, me, "sent")).to_string())])
        }
        _ => return None,
    };
    let facts = world.facts(ticket);
    Some(call.at(perm, Place::At(facts)))
}

/// Whose portfolio a contact is in.
fn owned_by(world: &World, contact: &str, owner: Option<kit::MemberId>) {
    let contact: kit::ContactId = contact.parse().expect("a contact");
    crate::desk::sql(&world.office, "DELETE FROM portfolio WHERE contact_id = $1", db::args![contact]);
    if let Some(owner) = owner {
        let put = "INSERT INTO portfolio (org_id, contact_id, member_id, since) VALUES ($1, $2, $3, 0)";
        crate::desk::sql(&world.office, put, db::args![world.office.org, contact, owner]);
    }
}

/// A file that was uploaded, on a message.
pub fn hung(world: &World, file: &str, message: &str) -> kit::FileId {
    let (file, message): (kit::FileId, kit::MessageId) = (file.parse().expect("a file"), message.parse().expect("a message"));
    crate::desk::sql(
        &world.office,
        "INSERT INTO message_file (org_id, message_id, file_id, position) VALUES ($1, $2, $3, 0)",
        db::args![world.office.org, message, file],
    );
    crate::desk::sql(
        &world.office,
        "UPDATE file SET preview = hash, member_id = NULL WHERE id = $1",
        db::args![file],
    );
    file
}

/// Whether it is about a ticket at a spot, as far as is known here: what was never heard of must not make tickets.
fn known(operation: &str) -> bool {
    !matches!(operation, "file.upload")
}

fn on_contact(world: &World, operation: &str, caller: Caller, spot: Spot) -> Option<Call> {
    let noun = operation.starts_with("contact.") || operation.starts_with("portfolio.") || operation == "company.get";
    if !noun || spots(operation) == [Spot::Here] {
        return None;
    }
    let ticket = world.ticket(spot, caller);
    let facts = world.facts(ticket);
    let (at, through) = (Place::At(facts), Place::Through(vec![facts]));
    let contact = world.contact(ticket);
    let version = || {
        let path = world.office.path(&format!("/contacts/{contact}"));
        world.as_admin().get(&path).with(200).json["version"].clone()
    };
    let edit = |version: Value| json!({ "version": version, "company": format!("Agrícola {}", world.next()) });
    let of = Call::ids([("contact", contact.clone())]);
    let on = Call::ids([("ticket", ticket.to_string())]).at(Perm::TicketRead, at.clone());
    Some(match operation {
        "contact.get" => of.at(Perm::ContactRead, through),
        "contact.history" => of.at(Perm::ContactRead, through.clone()).at(Perm::ContactHistory, through),
        "contact.edit" => of
            .body(edit(version()))
            .at(Perm::ContactRead, through)
            .at(Perm::ContactEdit, Place::Desk),
        "contact.revert" => {
            let path = world.office.path(&format!("/tickets/{ticket}/contact"));
            let changed = world.as_admin().patch(&path, edit(version())).with(200).json["version"].clone();
            let edits = world
                .as_admin()
                .get(&world.office.path(&format!("/contacts/{contact}/edits")))
                .with(200);
            let newest = edits.json["items"].as_array()?.iter().max_by_key(|e| e["version"].as_i64())?["id"]
                .as_str()?
                .to_owned();
            Call::ids([("contact", contact.clone()), ("edit", newest)])
                .body(json!({ "version": changed }))
                .at(Perm::ContactRead, through.clone())
                .at(Perm::ContactHistory, through)
                .at(Perm::ContactEdit, at)
        }
        // Of one that nobody has; and of one that the colleague has, which is for who may take it from them.
        "portfolio.add" => {
            owned_by(world, &contact, None);
            of.at(Perm::ContactRead, through.clone()).at(Perm::PortfolioAdd, through)
        }
        "portfolio.remove" => {
            owned_by(world, &contact, Some(world.colleague));
            of.at(Perm::ContactRead, through).at(Perm::PortfolioRemove, Place::Desk)
        }
        "company.get" => {
            let path = world.office.path(&format!("/contacts/{contact}"));
            let there = world.as_admin().patch(&path, edit(version())).with(200).json["company_id"].clone();
            let of = Call::ids([("company", there.as_str()?.to_owned())]).at(Perm::ContactRead, through);
            // Who is not at home here knows what it is called, and nothing else of it.
            if world.who(caller).is_some_and(|who| who.caller.external) {
                of.at(Perm::ContactRead, Place::Desk)
            } else {
                of
            }
        }
        "contact.through" => on.at(Perm::ContactRead, at),
        "contact.edit_through" => on.body(edit(version())).at(Perm::ContactEdit, at),
        _ => return None,
    })
}
