//! The audit log, on both engines.

use std::time::Duration;

use access::Builtin;
use db::testing::on_both;
use kit::TicketId;
use serde_json::{Value, json};

use crate::testing::Office;
use crate::testing::site::Site;

#[test]
fn filtered_newest_first_and_only_for_who_may_read_it() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = site.program(&office.token(office.people[&Builtin::Admin].member));
        db.clock().advance(Duration::from_secs(10));
        let from = db.now();
        for name in ["Uno", "Dos", "Tres"] {
            admin.post(&office.path("/teams"), json!({ "name": name })).with(201);
            db.clock().advance(Duration::from_secs(10));
        }
        admin.patch(&office.path(""), json!({ "name": "Tractores del Lerma" })).with(200);
        let mut list = |query: &str| {
            admin.get(&office.path(&format!("/audit?{query}"))).with(200).json["items"]
                .as_array()
                .unwrap()
                .clone()
        };
        let names = |items: &[Value]| {
            items
                .iter()
                .map(|e| e["body"]["name"].as_str().unwrap_or_default().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&list("action=team.created&limit=2")), ["Tres", "Dos"]);
        assert_eq!(list("action=team.").len(), 3);
        assert_eq!(list("action=tea").len(), 0, "a whole action, or a family with its dot");
        assert_eq!(list(&format!("from={from}&action=team.")).len(), 3);
        assert_eq!(list(&format!("to={from}&action=team.")).len(), 0);
        assert_eq!(
            list(&format!("actor={}&from={from}", office.people[&Builtin::Admin].member)).len(),
            4
        );
        assert_eq!(list(&format!("actor={}", office.people[&Builtin::Operator].member)).len(), 0);
        let change = &list(&format!("subject={}&action=organisation.changed", office.org))[0];
        assert_eq!(
            change["body"],
            json!({ "name": { "before": "Tractores Lerma", "after": "Tractores del Lerma" } })
        );
        let first = admin.get(&office.path("/audit?limit=3")).json;
        let second = admin
            .get(&office.path(&format!("/audit?limit=3&cursor={}", first["next"].as_str().unwrap())))
            .with(200)
            .json;
        assert!(
            first["items"]
                .as_array()
                .unwrap()
                .iter()
                .all(|e| !second["items"].as_array().unwrap().contains(e))
        );
        for role in Builtin::ALL.iter().filter(|r| **r != Builtin::Admin) {
            site.program(&office.token(office.people[role].member))
                .get(&office.path("/audit"))
                .problem(404, "not_found");
        }
    });
}

#[test]
fn reads_across_organisations_once_a_person_a_ticket_and_a_day() {
    on_both(|db| {
        let office = Office::new(db);
        let (ticket, other) = (TicketId::new(db.now()), TicketId::new(db.now()));
        let read = |role: Builtin, id: TicketId| {
            let who = office.who(role);
            office
                .write(move |tx| {
                    let wants = super::wants_cross_read(tx, &who, id)?;
                    super::cross_read(tx, &who, id)?;
                    Ok(wants)
                })
                .unwrap()
        };
        assert!(read(Builtin::ExternalAdvisor, ticket));
        assert!(!read(Builtin::ExternalAdvisor, ticket));
        assert!(read(Builtin::ExternalAdvisor, other));
        assert!(!read(Builtin::Admin, ticket), "at home it is no crossing");
        db.clock().advance(Duration::from_secs(24 * 3600));
        assert!(read(Builtin::ExternalAdvisor, ticket));
        let kept: i64 = office
            .read(|tx| Ok(tx.one("SELECT COUNT(*) FROM audit WHERE action = 'ticket.read'", db::args![])?))
            .unwrap();
        assert_eq!(kept, 3);
    });
}

#[test]
fn what_differs_is_named_with_both_values() {
    let (before, after) = (json!({ "a": 1, "b": 2, "gone": 3 }), json!({ "a": 1, "b": 4, "new": 5 }));
    let expected =
        json!({ "b": { "before": 2, "after": 4 }, "gone": { "before": 3, "after": null }, "new": { "before": null, "after": 5 } });
    assert_eq!(super::diff(&before, &after), expected);
}

#[test]
fn every_door_to_a_ticket_keeps_who_came_from_elsewhere() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let kept = || -> i64 {
            office
                .read(|tx| Ok(tx.one("SELECT COUNT(*) FROM audit WHERE action = 'ticket.read'", db::args![])?))
                .unwrap()
        };
        let mut visitor = site.program(&office.token(office.people[&Builtin::ExternalAdvisor].member));
        let mut home = site.program(&office.token(office.people[&Builtin::Advisor].member));
        for (n, door) in ["", "/timeline"].into_iter().enumerate() {
            let ticket = office.ticket(office.team, None);
            let path = office.path(&format!("/tickets/{ticket}{door}"));
            home.get(&path).with(200);
            visitor.get(&path).with(200);
            visitor.get(&path).with(200);
            assert_eq!(kept(), i64::try_from(n).unwrap() + 1, "{door}");
        }
        let number = office.ticket_row(office.ticket(office.team, None)).number;
        visitor.get(&office.path(&format!("/tickets/number/{number}"))).with(200);
        assert_eq!(kept(), 3);
    });
}

#[test]
fn what_an_entry_is_about_has_the_name_it_has_now() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let operator = &office.people[&Builtin::Operator];
        let mut admin = site.program(&office.token(office.people[&Builtin::Admin].member));
        let team = admin.post(&office.path("/teams"), json!({ "name": "Taller" })).with(201).json["id"].clone();
        let path = office.path(&format!("/teams/{}", team.as_str().unwrap()));
        admin.patch(&path, json!({ "name": "Servicio" })).with(200);
        let path = office.path(&format!("/members/{}", operator.member));
        admin
            .patch(&path, json!({ "first_name": "Ramiro", "last_name": "Escobedo" }))
            .with(200);
        admin
            .post(&office.path("/labels"), json!({ "name": "Pago", "colour": "red" }))
            .with(201);
        let mut names = |action: &str| {
            let list = admin.get(&office.path(&format!("/audit?action={action}"))).with(200).json;
            let items = list["items"].as_array().unwrap();
            items.iter().map(|e| e["subject_name"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(names("team."), ["Servicio", "Servicio"]);
        assert_eq!(names("member.edited"), ["Ramiro Escobedo"]);
        assert_eq!(names("label."), [Value::Null], "its body has the name");
    });
}
