//! Every route of the document, called by everybody: what the service answers against what `access` says.
//!
//! The operations come from the OpenAPI document, so that a new route is called as soon as it is there, and fails until [`call`] knows
//! how. What is expected is computed from the route's permit and the caller's entitlements, never from an answer. The same answers,
//! written down, are `docs/access.txt`.

mod asked_calls;
mod call;
mod desk_calls;
mod expect;
mod lending_calls;
mod open_calls;
mod strangers;
mod table;
mod told_calls;
mod world;

use std::collections::BTreeMap;

use axum::http::Method;
use db::testing::{TestDb, on_both};
use db::{Db, Dialect};
use desk::http::route::{Line, words};
use desk::testing::site::Reply;

use call::{Call, call, spots};
use expect::{Expected, expected};
use world::{Caller, World};
pub use world::{PNG, api_channel};

/// The operations of the document, each with its line of the route table.
fn operations() -> Vec<Line> {
    let (_, lines, document) = desk::http::openapi::assemble(desk::slices());
    let mut lines: BTreeMap<&str, Line> = lines.iter().map(|line| (line.operation, line.clone())).collect();
    let document = serde_json::to_value(&document).expect("the document");
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let Some(name) = operation["operationId"].as_str() else { continue };
            let line = lines
                .remove(name)
                .unwrap_or_else(|| panic!("{name} is in the document and in no table"));
            assert_eq!((&line.path, line.method), (path, method.to_uppercase().as_str()));
            assert_eq!(operation["x-permission"], words(line.permit), "{name}");
            all.push(line);
        }
    }
    assert!(lines.is_empty(), "not in the document: {:?}", lines.keys());
    all
}

/// Sends a call.
fn send(world: &World, line: &Line, caller: Caller, call: &Call) -> Reply {
    let mut path = line.path.replace("{org}", &world.office.org.to_string());
    for (name, value) in &call.ids {
        path = path.replace(&format!("{{{name}}}"), value);
    }
    assert!(!path.contains('{'), "{}: nothing for {path}", line.operation);
    path.push_str(&call.query);
    if call.form {
        return world.upload(caller, &path);
    }
    let method = Method::from_bytes(line.method.as_bytes()).expect("a method");
    let mut browser = world.browser(caller);
    browser.headers.extend(call.headers.clone());
    browser.send(method, &path, call.body.clone())
}

/// What tells an answer from another: everything but the request's own id.
fn shape(reply: &Reply) -> (u16, Vec<(String, String)>, String) {
    let mut headers: Vec<(String, String)> = reply
        .headers
        .iter()
        .filter(|(name, _)| !["x-request-id", "date"].contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    headers.sort();
    (reply.status.as_u16(), headers, String::from_utf8_lossy(&reply.bytes).into_owned())
}

/// Calls everything; gives the table, how many calls it took, and what was not as expected.
fn everything(db: &Db) -> (String, usize, Vec<String>) {
    let world = World::new(db);
    let never = world.office.path(&format!("/tickets/{}", kit::TicketId::new(db.now())));
    let unknown = shape(&world.as_admin().get(&never).with(404));
    let (mut rows, mut wrong, mut probes) = (Vec::new(), Vec::new(), 0);
    for line in operations() {
        world.changed(false);
        for spot in spots(line.operation) {
            let mut cells = Vec::new();
            for caller in Caller::all() {
                let Some(call) = call(&world, line.operation, caller, *spot) else {
                    wrong.push(format!("{}: nobody knows how to call it", line.operation));
                    break;
                };
                let said = expected(&world, &line, caller, &call);
                let orgs = [world.office.org, world.other.org];
                let before = orgs.map(|org| world.happened(org));
                let reply = send(&world, &line, caller, &call);
                probes += 1;
                let got = reply.status.as_u16();
                let place = format!("{} {} as {}", line.operation, spot.name(), caller.name());
                if !said.is(got) {
                    wrong.push(format!(
                        "{place}: expected {said:?}, got {got} {}",
                        String::from_utf8_lossy(&reply.bytes)
                    ));
                } else if said == Expected::Unknown && shape(&reply) != unknown {
                    wrong.push(format!("{place}: unknown, and yet told apart: {:?}", shape(&reply)));
                }
                if reply.status.is_client_error() {
                    if orgs.map(|org| world.happened(org)) != before {
                        wrong.push(format!("{place}: refused with {got}, and something happened"));
                    }
                } else if line.method != "GET" {
                    world.changed(matches!(line.permit, desk::http::Permit::Person(_)));
                }
                cells.push(said);
            }
            rows.push(table::Row::new(&line, *spot, cells));
        }
    }
    (table::render(rows), probes, wrong)
}

#[test]
#[expect(clippy::print_stdout, reason = "the number of probes is what the test shows")]
fn every_route_answers_everybody_as_access_says() {
    let checked = |db: &Db| {
        let (table, probes, wrong) = everything(db);
        println!("{probes} probes");
        assert!(wrong.is_empty(), "{} of {probes}:\n{}", wrong.len(), wrong.join("\n"));
        table
    };
    // To write the table, one engine will do.
    if table::asked() {
        return table::write(&checked(&TestDb::new(Dialect::Sqlite)));
    }
    on_both(|db| table::compare(&checked(db)));
}

/// The comparison above can fail: an answer that is not what was expected is found, and one that only looks like *unknown* too.
#[test]
fn a_wrong_answer_is_found() {
    on_both(|db| {
        let world = World::new(db);
        let line = operations()
            .into_iter()
            .find(|line| line.operation == "label.create")
            .expect("a line");
        let caller = Caller::Role(access::Builtin::Operator);
        let ready = call(&world, line.operation, caller, world::Spot::Here).expect("a call");
        // As it stands, and as if its line asked for what every member holds, or for nothing.
        assert_eq!(expected(&world, &line, caller, &ready), Expected::Denied);
        let loose = [
            desk::http::Permit::Desk(access::Perm::LabelRead),
            desk::http::Permit::Member("nobody asks"),
        ];
        for permit in loose {
            let line = Line { permit, ..line.clone() };
            let said = expected(&world, &line, caller, &ready);
            let got = send(&world, &line, caller, &ready).status.as_u16();
            assert!(
                !said.is(got),
                "a line that asks for less is told from what the service does: {said:?} {got}"
            );
        }
        let never = |noun: &str| world.office.path(&format!("/{noun}/{}", kit::TicketId::new(db.now())));
        let unknown = shape(&world.as_admin().get(&never("tickets")).with(404));
        let no_route = shape(&world.as_admin().get(&never("nothing")).with(404));
        let other_code = shape(&world.browser(Caller::Nobody).get(&never("tickets")).with(401));
        assert_ne!(unknown, other_code);
        assert_eq!(unknown.0, no_route.0);
    });
}
