//! SECURITY 1: every id in path, query and body, put in place of one's own: another organisation's is what was never issued, and
//! nothing of that organisation changes. SECURITY 3: a whole answer sent back changes nothing else.

use std::collections::BTreeMap;

use access::Builtin;
use db::testing::on_both;
use desk::http::Permit;
use serde_json::{Value, json};

use super::call::{Call, call, spots};
use super::world::{Caller, World};
use super::{asked_calls, lending_calls, operations, send, shape, told_calls};

/// What answers the same whatever the id: taking away what is not there has been done already.
const TAKEN_AWAY: &[&str] = &["ticket.unfollow", "ticket.remove_label"];
/// Where a path names two things, and the answer says that it is the second that is not there.
const SECOND: &[&str] = &["ticket.add_label"];

/// Things of the other office, one of each noun that has an id, by the id's prefix.
fn theirs(world: &World) -> BTreeMap<String, String> {
    let office = &world.other;
    let token = office.token(office.people[&Builtin::Admin].member);
    let mut admin = world.site.program(&token);
    let mut make = |rest: &str, body: Value| -> String {
        let made = admin.post(&office.path(rest), body).with(201).json;
        made["id"].as_str().or(made["member"]["id"].as_str()).expect("an id").to_owned()
    };
    let advisor = office.people[&Builtin::Operator].member;
    let webhook = make("/webhooks", json!({ "name": "Aviso", "url": "https://ejemplo.mx/avisos" }));
    let mut all = vec![
        make("/labels", json!({ "name": "Urgente", "colour": "red" })),
        make("/origins", json!({ "name": "Pagos" })),
        make("/resolutions", json!({ "name": "Resuelto" })),
        make("/fields", json!({ "name": "Serie", "kind": "text", "subject": "ticket" })),
        make(
            "/canned",
            json!({ "name": "Saludo", "shortcut": "saludo", "body": "Hola", "category": "Saludos" }),
        ),
        make(
            "/hours",
            json!({ "name": "Oficina", "week": vec![json!([{ "from": "00:00", "until": "24:00" }]); 7], "answers": false, "derives": false }),
        ),
        make("/roles", json!({ "name": "Mirador", "reach": "own", "cells": {} })),
        make("/views", json!({ "name": "Todo", "filter": { "view": "all" }, "shared": true })),
        make("/tokens", json!({ "name": "Programa" })),
        webhook.clone(),
        told_calls::delivery(office, webhook.parse().expect("a webhook")).to_string(),
        told_calls::dead(office).to_string(),
        told_calls::notification(office, advisor).to_string(),
        make(
            &format!("/members/{advisor}/switches"),
            json!({ "permission": "contact.edit", "scope": "organisation", "on": true }),
        ),
        world
            .site
            .program(&token)
            .upload(&office.path("/files"), "foto.png", super::world::PNG)
            .with(201)
            .json["id"]
            .as_str()
            .expect("an id")
            .to_owned(),
        advisor.to_string(),
        office.team.to_string(),
        office.channel.to_string(),
        // Asked of nobody here; and where nobody of here serves.
        lending_calls::loan(world, office).to_string(),
        office.neighbour.to_string(),
        asked_calls::request(office, advisor).to_string(),
    ];
    let heard = crate::desk::hear(office, "cliente", "Se detuvo");
    all.extend([
        heard.ticket.id.to_string(),
        heard.ticket.contact.to_string(),
        heard.message.id.to_string(),
    ]);
    let contact = office.path(&format!("/contacts/{}", heard.ticket.contact));
    let mut admin = world.site.program(&token);
    let version = admin.get(&contact).with(200).json["version"].clone();
    let said = admin
        .patch(&contact, json!({ "version": version, "company": "Agrícola" }))
        .with(200)
        .json;
    all.push(said["company_id"].as_str().expect("a company").to_owned());
    let mut new = || admin.post(&office.path("/contacts"), json!({ "name": "Cliente" })).with(201).json["id"].clone();
    let (kept, gone) = (new(), new());
    let merges = office.path(&format!("/contacts/{}/merges", kept.as_str().expect("a contact")));
    let merge = admin
        .post(&merges, json!({ "from": gone, "version": 1, "from_version": 1 }))
        .with(201)
        .json;
    all.push(merge["id"].as_str().expect("a merge").to_owned());
    let draft = json!({ "from": advisor, "way": "queue" });
    let handed = admin.post(&office.path("/bulk-transfers"), draft).with(201).json;
    all.push(handed["id"].as_str().expect("a bulk transfer").to_owned());
    let edits = admin.get(&format!("{contact}/edits")).with(200).json;
    all.push(edits["items"][0]["id"].as_str().expect("an edit").to_owned());
    let sessions = world.browser(Caller::Stranger).get("/api/v1/me/sessions").with(200).json;
    all.push(sessions["items"][0]["id"].as_str().expect("a session").to_owned());
    let by_prefix = |id: String| (id.split_once('_').expect("a prefix").0.to_owned(), id);
    all.into_iter().map(by_prefix).collect()
}

/// An id of the same noun that was never issued.
fn never(prefix: &str) -> String {
    kit::id::show(prefix, kit::TicketId::new(db::testing::START).to_bytes())
}

fn is_id(text: &str) -> Option<&str> {
    let (prefix, rest) = text.split_once('_')?;
    (kit::id::ALL.iter().any(|(_, known)| *known == prefix) && rest.len() == 26).then_some(prefix)
}

/// Every place in a body where an id stands, as a JSON pointer.
fn pointers(value: &Value, at: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.extend(is_id(text).map(|prefix| (at.to_owned(), prefix.to_owned()))),
        Value::Array(items) => (0..)
            .zip(items)
            .for_each(|(n, item): (usize, _)| pointers(item, &format!("{at}/{n}"), found)),
        Value::Object(map) => map.iter().for_each(|(key, item)| pointers(item, &format!("{at}/{key}"), found)),
        _ => {}
    }
}

/// Ids that a body may name and that no call of the tables does.
fn named(operation: &str, theirs: &BTreeMap<String, String>) -> Vec<(Value, &'static str)> {
    let id = |prefix: &str| json!(theirs[prefix]);
    match operation {
        "ticket.edit" => vec![
            (json!({ "origin": id("ori") }), "/origin"),
            (json!({ "fields": { theirs["fld"].as_str(): "x" } }), "key"),
        ],
        "ticket.open" => vec![
            (json!({ "contact": id("con"), "new_contact": null }), "/contact"),
            (json!({ "team": id("tea") }), "/team"),
            (json!({ "assignee": id("mem") }), "/assignee"),
            (json!({ "origin": id("ori") }), "/origin"),
            (json!({ "labels": [id("lbl")] }), "/labels/0"),
            (json!({ "files": [id("fil")], "text": "Hola" }), "/files/0"),
        ],
        "permission_request.ask" => vec![
            (json!({ "ticket": id("tkt") }), "/ticket"),
            (json!({ "scope": { "in": "channel", "id": id("chn") } }), "/scope/id"),
            (json!({ "scope": { "in": "team", "id": id("tea") } }), "/scope/id"),
        ],
        "ticket.assign" => vec![(json!({ "member": id("mem") }), "/member")],
        "ticket.transfer" => vec![(json!({ "member": id("mem") }), "/member"), (json!({ "team": id("tea") }), "/team")],
        "ticket.close" => vec![(json!({ "resolution": id("res") }), "/resolution")],
        "message.reply" | "message.note" => vec![
            (json!({ "files": [id("fil")] }), "/files/0"),
            (json!({ "reply_to": id("msg") }), "/reply_to"),
        ],
        "hours.create" | "hours.edit" => vec![
            (json!({ "teams": [id("tea")] }), "/teams/0"),
            (json!({ "channels": [id("chn")] }), "/channels/0"),
        ],
        "canned.create" => vec![(json!({ "team": id("tea") }), "/team")],
        "team.create" | "team.edit" => vec![(json!({ "parent": id("tea") }), "/parent")],
        "channel.edit" => vec![(json!({ "team": id("tea") }), "/team")],
        "profile.edit" => vec![(json!({ "photo": id("fil") }), "/photo")],
        "member.create" => vec![(json!({ "origins": [id("ori")] }), "/origins/0")],
        "widget.say" | "hook.message" => vec![(json!({ "files": [id("fil")] }), "/files/0")],
        _ => Vec::new(),
    }
}

fn with(body: &Value, extra: &Value) -> Value {
    let mut body = body.clone();
    if let (Some(body), Some(extra)) = (body.as_object_mut(), extra.as_object()) {
        body.extend(extra.clone());
    }
    body
}

/// A call with one id replaced, and which.
fn variants(operation: &str, ready: &Call, theirs: &BTreeMap<String, String>) -> Vec<(String, String, Call)> {
    let copy = |ids: Vec<(&'static str, String)>, body: Option<Value>| Call {
        ids,
        body,
        query: ready.query.clone(),
        headers: ready.headers.clone(),
        form: ready.form,
        ground: Vec::new(),
    };
    let mut all = Vec::new();
    for (at, (name, value)) in ready.ids.iter().enumerate() {
        // What is public by its nature, and is no id: where a channel is written to.
        let Some(prefix) = is_id(value).filter(|_| !["address", "key"].contains(name)) else {
            continue;
        };
        let mut ids = ready.ids.clone();
        ids[at].1 = theirs
            .get(prefix)
            .unwrap_or_else(|| panic!("{operation}: nothing of theirs for {prefix}"))
            .clone();
        all.push((format!("{{{name}}}"), prefix.to_owned(), copy(ids, ready.body.clone())));
    }
    let mut places = Vec::new();
    let body = ready.body.clone().unwrap_or_default();
    pointers(&body, "", &mut places);
    for (pointer, prefix) in places {
        let mut body = body.clone();
        *body.pointer_mut(&pointer).expect("a place") = json!(theirs[&prefix]);
        all.push((pointer, prefix, copy(ready.ids.clone(), Some(body))));
    }
    for (extra, pointer) in named(operation, theirs) {
        let prefix = theirs
            .iter()
            .find(|(_, id)| extra.to_string().contains(id.as_str()))
            .expect("an id of theirs")
            .0
            .clone();
        all.push((pointer.to_owned(), prefix, copy(ready.ids.clone(), Some(with(&body, &extra)))));
    }
    all
}

/// The same call with an id that was never issued in place of theirs.
fn nobodys(call: &Call, id: &str, instead: &str) -> Call {
    let text = call.body.as_ref().map(|body| body.to_string().replace(id, instead));
    Call {
        ids: call.ids.iter().map(|(name, value)| (*name, value.replace(id, instead))).collect(),
        body: text.map(|text| serde_json::from_str(&text).expect("a body")),
        query: call.query.clone(),
        headers: call.headers.clone(),
        form: call.form,
        ground: Vec::new(),
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the number of probes is what the test shows")]
fn another_organisations_id_is_one_that_was_never_issued() {
    on_both(|db| {
        let world = World::new(db);
        let theirs = theirs(&world);
        let reference = shape(
            &world
                .as_admin()
                .get(&world.office.path(&format!("/tickets/{}", never("tkt"))))
                .with(404),
        );
        let (mut probes, mut wrong) = (0, Vec::new());
        for line in operations() {
            let caller = match line.permit {
                Permit::Visitor(_) => Caller::Visitor,
                Permit::Channel(_) => Caller::Channel,
                _ => Caller::Role(Builtin::Admin),
            };
            world.changed(true);
            let ready = call(&world, line.operation, caller, spots(line.operation)[0]).expect("a call");
            for (place, prefix, tried) in variants(line.operation, &ready, &theirs) {
                let before = world.happened(world.other.org);
                let (id, instead) = (theirs[&prefix].clone(), never(&prefix));
                let foreign = send(&world, &line, caller, &tried);
                let nobodys = send(&world, &line, caller, &nobodys(&tried, &id, &instead));
                probes += 2;
                let what = format!("{} {place}", line.operation);
                let (mut seen, mut expected) = (shape(&foreign), shape(&nobodys));
                // An answer may repeat the id that it was asked about.
                seen.2 = seen.2.replace(&id, "…");
                expected.2 = expected.2.replace(&instead, "…");
                let told = |reply: &(u16, Vec<(String, String)>, String)| (reply.0, reply.2.clone());
                if told(&seen) != told(&expected) {
                    wrong.push(format!("{what}: theirs {seen:?}, nobody's {expected:?}"));
                }
                // Of several that a body names each is answered on its own.
                let of_several = ["ticket.bulk", "switch.set_in_channel"].contains(&line.operation) && !place.starts_with('{');
                let looked_up = !TAKEN_AWAY.contains(&line.operation) && !of_several;
                if looked_up && foreign.status.is_success() {
                    wrong.push(format!("{what}: taken with {}", foreign.status));
                }
                if looked_up && place.starts_with('{') && !SECOND.contains(&line.operation) && shape(&foreign) != reference {
                    wrong.push(format!("{what}: not the answer of what is not there: {:?}", shape(&foreign)));
                }
                if world.happened(world.other.org) != before {
                    wrong.push(format!("{what}: something happened there"));
                }
            }
        }
        println!("{probes} probes with ids of others");
        assert!(probes > 200, "only {probes}");
        assert!(wrong.is_empty(), "{} of {probes}:\n{}", wrong.len(), wrong.join("\n"));
    });
}

/// Fields that nobody may send and somebody would guess.
fn guessed(world: &World) -> Value {
    json!({
        "org_id": world.other.org, "organisation": world.other.org, "id": never("tkt"), "role": "admin", "is_admin": true, "epoch": 99,
        "secret": "x", "address": "x", "password_hash": "x", "account_id": never("acc"), "created_at": "2001-01-01T00:00:00Z",
        "number": 1, "closed_at": "2001-01-01T00:00:00Z", "merged_into": never("tkt"), "verified": true, "home": world.other.org,
    })
}

/// What is read, and where it is sent back: the same thing by two paths for lists that have no single answer.
#[test]
fn a_whole_answer_sent_back_changes_nothing_else() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.ticket(super::world::Spot::Queue, Caller::Role(Builtin::Admin));
        let (contact, member) = (world.contact(ticket), world.operator());
        let role = world.make("/roles", json!({ "name": "Mirador", "reach": "own", "cells": {} }))["id"].clone();
        let role = role.as_str().expect("an id");
        let mut admin = world.as_admin();
        for (rest, list) in [
            (String::new(), None),
            (format!("/teams/{}", world.office.team), None),
            (format!("/channels/{}", world.office.channel), None),
            (format!("/roles/{role}"), None),
            (format!("/members/{member}"), None),
            (format!("/contacts/{contact}"), None),
            (format!("/tickets/{ticket}/contact"), None),
            (format!("/tickets/{ticket}"), None),
            ("/labels".to_owned(), Some(json!({ "name": "Urgente", "colour": "red" }))),
            ("/origins".to_owned(), Some(json!({ "name": "Pagos" }))),
            ("/resolutions".to_owned(), Some(json!({ "name": "Resuelto" }))),
            (
                "/fields".to_owned(),
                Some(json!({ "name": "Serie", "kind": "text", "subject": "ticket" })),
            ),
            (
                "/canned".to_owned(),
                Some(json!({ "name": "Saludo", "shortcut": "hola", "body": "Hola" })),
            ),
            ("/views".to_owned(), Some(json!({ "name": "Todo", "filter": { "view": "all" } }))),
        ] {
            let path = match &list {
                None => world.office.path(&rest),
                Some(new) => world
                    .office
                    .path(&format!("{rest}/{}", world.make(&rest, new.clone())["id"].as_str().expect("an id"))),
            };
            let id = path.rsplit('/').next().expect("an id").to_owned();
            let mut read = || match &list {
                None => admin.get(&path).with(200).json,
                Some(_) => {
                    let all = admin.get(&world.office.path(&rest)).with(200).json;
                    let mut items = all["items"].as_array().expect("items").iter();
                    items.find(|item| item["id"] == id.as_str()).expect("it is in its list").clone()
                }
            };
            let before = read();
            let back = with(&before, &guessed(&world));
            let reply = world.as_admin().patch(&path, back);
            assert!(
                reply.status.is_success() || reply.status == 422,
                "{path}: {} {}",
                reply.status,
                reply.json
            );
            assert_eq!(read(), before, "{path}");
            // What is documented does change: the same answer with another name.
            let field = ["name", "first_name", "subject"]
                .into_iter()
                .find(|field| before[field].is_string());
            let changed = json!({ field.expect("a name"): format!("Otro nombre {}", world.next()), "version": before["version"], "shortcut": before["shortcut"], "body": before["body"] });
            let reply = world.as_admin().patch(&path, changed);
            assert!(reply.status.is_success(), "{path}: {}", reply.json);
            assert_ne!(read(), before, "{path}");
        }
    });
}
