use std::time::Duration;

use access::Builtin;
use db::testing::on_both;
use serde_json::{Value, json};

use super::Desk;
use crate::permission_request::model::WAITS;

#[test]
fn what_a_refusal_names_is_what_is_asked_for_and_the_same_again_is_the_same() {
    on_both(|db| {
        let desk = Desk::new(db);
        let advisor = desk.office.people[&Builtin::Advisor].member;
        let ticket = desk.office.ticket(desk.office.team, Some(advisor));
        let mut panel = desk.at(Builtin::Advisor);
        let can = panel.get(&desk.office.path(&format!("/tickets/{ticket}"))).with(200).json["can"].clone();
        let named = can["contact.edit"]["denied"]["switch"].clone();
        assert_eq!(named, json!({ "in": "channel", "id": desk.office.channel }));
        let body = json!({ "permission": "contact.edit", "scope": named, "ticket": ticket });
        let one = panel.post(&desk.path(""), body.clone()).with(201).json;
        assert_eq!(
            (&one["state"], &one["place"], &one["ticket"]["id"]),
            (&json!("asked"), &json!("Sitio web"), &json!(ticket))
        );
        assert_eq!(panel.post(&desk.path(""), body).with(201).json["id"], one["id"]);
        let own = panel.get(&desk.office.path("/me/permission-requests")).with(200).json;
        assert_eq!(own["items"], json!([one]));
        assert_eq!(desk.log(), ["permission_request.asked"]);

        // Whoever could grant it is shown it; nobody else, who asked included.
        let waiting = |role| desk.at(role).get(&desk.path("")).with(200).json["items"].clone();
        assert_eq!(waiting(Builtin::Admin)[0]["id"], one["id"]);
        for role in [Builtin::Advisor, Builtin::Manager, Builtin::Supervisor, Builtin::ExternalAdvisor] {
            assert_eq!(waiting(role), json!([]), "{role:?}");
        }
    });
}

#[test]
fn what_is_held_or_nobodys_to_give_is_not_asked_for() {
    on_both(|db| {
        let desk = Desk::new(db);
        let ask = |role, permission: &str, scope: Value| {
            desk.at(role)
                .post(&desk.path(""), json!({ "permission": permission, "scope": scope }))
        };
        let org = || json!({ "in": "org" });
        ask(Builtin::Advisor, "ticket.reply", org()).problem(409, "permission_held");
        ask(Builtin::Advisor, "ticket.transfer_bulk", org()).problem(409, "permission_not_given");
        // Above what external members may ever hold, whatever role they were given.
        let lent = desk.office.people[&Builtin::ExternalAdvisor].member;
        desk.at(Builtin::Admin)
            .put(
                &desk.office.path(&format!("/members/{lent}/roles")),
                json!({ "roles": ["external_advisor", "conversation_agent"] }),
            )
            .with(200);
        ask(Builtin::ExternalAdvisor, "contact.history", org()).problem(409, "permission_not_given");
        ask(Builtin::ExternalAdvisor, "contact.edit", org()).with(201);
        // Where nothing of the kind can be, and where they know of nothing.
        ask(
            Builtin::Coordinator,
            "user.view",
            json!({ "in": "channel", "id": desk.office.channel }),
        )
        .problem(409, "permission_not_given");
        let far = desk.office.team("Refacciones");
        let secret = desk.office.channel(far);
        ask(Builtin::Operator, "contact.edit", json!({ "in": "channel", "id": secret })).problem(422, "channel_unknown");
        ask(Builtin::Operator, "contact.edit", json!({ "in": "team", "id": far })).problem(422, "team_unknown");
        let theirs = desk.office.ticket(far, None);
        let at = json!({ "permission": "contact.edit", "scope": { "in": "channel", "id": desk.office.channel }, "ticket": theirs });
        desk.at(Builtin::Operator).post(&desk.path(""), at).problem(404, "not_found");
        // What is read by itself is missing without being denied, and can be asked for all the same.
        ask(Builtin::Coordinator, "user.view", org()).with(201);
    });
}

#[test]
fn one_asks_so_often_and_no_oftener() {
    on_both(|db| {
        let desk = Desk::new(db);
        let mut panel = desk.at(Builtin::Advisor);
        for _ in 0..10 {
            panel.post(&desk.path(""), desk.wanted()).with(201);
        }
        panel.post(&desk.path(""), desk.wanted()).problem(429, "too_many_requests");
        db.clock().advance(Duration::from_secs(300));
        panel.post(&desk.path(""), desk.wanted()).with(201);
    });
}

#[test]
fn it_is_taken_back_by_who_asked_and_ends_by_itself() {
    on_both(|db| {
        let desk = Desk::new(db);
        let one = desk.asked();
        let path = desk.path(&format!("/{one}"));
        desk.at(Builtin::Admin).delete(&path).problem(404, "not_found");
        desk.at(Builtin::Advisor).delete(&path).with(204);
        desk.at(Builtin::Advisor).delete(&path).problem(409, "permission_request_decided");
        let grant = |id: &str| desk.at(Builtin::Admin).post(&desk.path(&format!("/{id}/grant")), json!({}));
        grant(&one).problem(409, "permission_request_decided");

        db.clock().advance(Duration::from_secs(1));
        let other = desk.asked();
        assert_ne!(one, other);
        db.clock().advance(WAITS);
        desk.site.settle();
        grant(&other).problem(409, "permission_request_decided");
        let own = desk
            .at(Builtin::Advisor)
            .get(&desk.office.path("/me/permission-requests"))
            .with(200)
            .json;
        let states: Vec<&Value> = own["items"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
        assert_eq!(states, [&json!("expired"), &json!("withdrawn")]);
        assert_eq!(
            desk.log(),
            [
                "permission_request.asked",
                "permission_request.asked",
                "permission_request.expired",
                "permission_request.withdrawn"
            ]
        );
        assert!(!desk.edits(Builtin::Advisor));
    });
}
