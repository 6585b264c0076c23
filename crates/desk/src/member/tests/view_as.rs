//! *View as* (X2): what both may see, nothing changed, and the log says so.

use std::time::Duration;

use access::Builtin;
use axum::http::Method;
use db::testing::on_both;
use serde_json::{Value, json};

use super::{acting, of};
use crate::testing::Office;
use crate::testing::site::{Browser, Site};

/// An administrator's program that looks through the eyes of a role.
fn looking<'a>(site: &'a Site, office: &Office, role: Builtin) -> Browser<'a> {
    let mut admin = acting(site, office, Builtin::Admin);
    let begun = admin.post(&of(office, role, "/view-as"), json!({})).with(201).json;
    admin
        .headers
        .push(("x-relevo-view-as", begun["id"].as_str().expect("an id").to_owned()));
    admin
}

fn numbers(list: &Value) -> Vec<i64> {
    let items = list["items"].as_array().expect("a list");
    items.iter().filter_map(|row| row["number"].as_i64()).collect()
}

#[test]
fn an_administrator_sees_what_an_operator_sees_and_only_that() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let operator = office.people[&Builtin::Operator].member;
        let (theirs, other) = (office.ticket(office.team, Some(operator)), office.ticket(office.team, None));
        let mut as_them = looking(&site, &office, Builtin::Operator);
        let mut them = acting(&site, &office, Builtin::Operator);

        let seen = as_them.get(&office.path("/view-as")).with(200).json["viewing"].clone();
        assert_eq!(
            (&seen["member"], &seen["membership"]["member"]["id"]),
            (&json!(operator), &json!(operator))
        );
        assert_eq!(seen["membership"]["roles"][0]["builtin"], json!("operator"));
        assert_eq!(seen["membership"]["can"]["ticket.read"], json!(true));
        assert_ne!(seen["membership"]["can"]["ticket.reply"], json!(true), "nothing can be done");
        assert_ne!(seen["membership"]["can"]["user.view"], json!(true), "nor seen that they do not see");

        let list = office.path("/tickets?view=all");
        let (mine, through) = (them.get(&list).with(200).json, as_them.get(&list).with(200).json);
        assert_eq!(numbers(&mine).len(), 1);
        assert_eq!(numbers(&mine), numbers(&through));
        as_them.get(&office.path(&format!("/tickets/{theirs}"))).with(200);
        as_them.get(&office.path(&format!("/tickets/{other}"))).with(404);
        them.get(&office.path("/members")).with(404);
        as_them.get(&office.path("/members")).with(404);
        assert_eq!(
            acting(&site, &office, Builtin::Operator)
                .get(&office.path("/view-as"))
                .with(200)
                .json["viewing"],
            Value::Null
        );

        let log = acting(&site, &office, Builtin::Admin).get(&office.path("/audit")).with(200).json;
        let told = log["items"].as_array().expect("a list").iter();
        let told: Vec<&Value> = told.filter(|line| line["action"] == json!("member.viewed_as")).collect();
        assert_eq!((told.len(), &told[0]["subject"]), (1, &json!(operator)));
    });
}

/// Whatever it is: every route of an organisation that is no reading is refused before anything else is asked.
#[test]
fn nothing_can_be_changed_through_anybodys_eyes() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = looking(&site, &office, Builtin::Advisor);
        let mut tried = 0;
        for line in crate::contents::slices().iter().flat_map(|slice| &slice.lines) {
            let method: Method = line.method.to_uppercase().parse().expect("a method");
            if method == Method::GET || !line.path.contains("{org}") {
                continue;
            }
            let parts = line.path.split('/').map(|part| match part {
                "{org}" => office.org.to_string(),
                part if part.starts_with('{') => "mem_00000000000000000000000000".to_owned(),
                part => part.to_owned(),
            });
            let path = parts.collect::<Vec<_>>().join("/");
            let reply = admin.send(method, &path, Some(json!({})));
            assert_eq!(
                (reply.status.as_u16(), &reply.json["code"]),
                (403, &json!("view_as_reads_only")),
                "{} {path}",
                line.method
            );
            tried += 1;
        }
        assert!(tried > 100, "{tried} routes");
    });
}

#[test]
fn only_who_may_for_an_hour_and_only_the_one_who_began() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let operator = of(&office, Builtin::Operator, "/view-as");
        acting(&site, &office, Builtin::Coordinator).post(&operator, json!({})).with(404);
        let mut admin = looking(&site, &office, Builtin::Operator);
        let id = admin.headers[0].1.clone();
        admin.get(&office.path("/tickets")).with(200);
        // Another administrator with the same sign.
        let second = office.hire(&[Builtin::Admin], &[office.team]);
        let mut other = site.program(&office.token(second.member));
        other.headers.push(("x-relevo-view-as", id));
        other.get(&office.path("/tickets")).problem(403, "view_as_over");
        // Who is put out is looked through no more.
        acting(&site, &office, Builtin::Admin)
            .post(&of(&office, Builtin::Operator, "/suspension"), json!({}))
            .with(200);
        admin.get(&office.path("/tickets")).problem(403, "view_as_over");
        acting(&site, &office, Builtin::Admin)
            .post(&operator, json!({}))
            .problem(409, "member_state");
        acting(&site, &office, Builtin::Admin)
            .delete(&of(&office, Builtin::Operator, "/suspension"))
            .with(200);
        admin.get(&office.path("/tickets")).with(200);
        db.clock().advance(Duration::from_secs(3600));
        admin.get(&office.path("/tickets")).problem(403, "view_as_over");
    });
}
