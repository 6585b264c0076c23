//! *What if*: what a preview says is what the change then does, and a preview does nothing.

use access::{Builtin, Perm, Place};
use db::testing::on_both;
use serde_json::{Value, json};

use super::{acting, of};
use crate::testing::Office;
use crate::testing::site::Site;

fn part<'a>(parts: &'a Value, permission: &str) -> &'a Value {
    let found = parts.as_array().unwrap().iter().find(|part| part["permission"] == permission);
    found.unwrap_or(&Value::Null)
}

#[test]
fn a_team_opens_its_tickets_and_a_role_less_closes_them() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let advisor = office.people[&Builtin::Advisor].member;
        let far = office.team("Campo");
        let numbers: Vec<i64> = (0..3).map(|_| office.ticket_row(office.ticket(far, None)).number).collect();
        let path = of(&office, Builtin::Advisor, "/preview");
        let change = json!({ "teams": [{ "id": office.team }, { "id": far }] });
        let said = admin.post(&path, change.clone()).with(200).json;
        let person = &said["people"][0];
        assert_eq!(
            (&person["member"], &said["more"], &said["unchanged"]),
            (&json!(advisor), &json!(0), &json!(0))
        );
        let read = part(&person["opens"], "ticket.read");
        let newest: Vec<i64> = numbers.iter().rev().copied().collect();
        assert_eq!(read["tickets"], json!({ "count": 3, "more": false, "numbers": newest }));
        assert_eq!((&read["whole"], &person["closes"]), (&json!(false), &json!([])));

        // Nothing has happened yet; then what was said does.
        let mut his = acting(&site, &office, Builtin::Advisor);
        let sees = |his: &mut crate::testing::site::Browser<'_>| {
            his.get(&office.path("/tickets?view=all")).with(200).json["items"]
                .as_array()
                .unwrap()
                .len()
        };
        assert_eq!(sees(&mut his), 0);
        admin.put(&of(&office, Builtin::Advisor, "/teams"), change).with(200);
        assert_eq!(sees(&mut his), 3);

        let said = admin.post(&path, json!({ "roles": ["operator"] })).with(200).json;
        let closes = &said["people"][0]["closes"];
        assert_eq!(part(closes, "ticket.read")["tickets"]["count"], json!(3));
        assert_eq!(part(closes, "ticket.take")["whole"], json!(true));
        assert_eq!(part(closes, "contact.edit"), &Value::Null, "it was off");
        let said = admin.post(&path, json!({ "roles": ["advisor"] })).with(200).json;
        assert_eq!((&said["people"], &said["unchanged"]), (&json!([]), &json!(1)));
    });
}

#[test]
fn a_switch_says_in_how_many_tickets_and_the_refusals_are_those_of_the_change() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let operator = office.people[&Builtin::Operator].member;
        let here = office.ticket_row(office.ticket(office.team, Some(operator))).number;
        let path = of(&office, Builtin::Operator, "/preview");
        let switch = json!({ "permission": "contact.edit", "scope": "channel", "scope_id": office.channel, "on": true });
        let said = admin.post(&path, json!({ "switch": switch })).with(200).json;
        assert_eq!(
            said["people"][0]["opens"],
            json!([{ "permission": "contact.edit", "whole": true, "tickets": { "count": 1, "more": false, "numbers": [here] } }])
        );
        let made = admin.post(&of(&office, Builtin::Operator, "/switches"), switch).with(201).json;
        let said = admin.post(&path, json!({ "unswitch": made["id"] })).with(200).json;
        assert_eq!(part(&said["people"][0]["closes"], "contact.edit")["tickets"]["count"], json!(1));

        let wrong = json!({ "permission": "settings.manage", "scope": "organisation", "on": true });
        admin.post(&path, json!({ "switch": wrong })).problem(422, "not_optional");
        admin.post(&path, json!({ "roles": [] })).problem(422, "required");
        let own = of(&office, Builtin::Admin, "/preview");
        admin
            .post(&own, json!({ "roles": ["operator"] }))
            .problem(403, "not_about_yourself");
        let second = office.hire(&[Builtin::Admin], &[]).member;
        let other = site
            .program(&office.token(second))
            .post(&own, json!({ "roles": ["operator"] }))
            .with(200)
            .json;
        assert_eq!(part(&other["people"][0]["closes"], "settings.manage")["whole"], json!(true));
        assert!(
            office.who(Builtin::Admin).can(Perm::SettingsManage, &Place::Desk),
            "nothing was changed"
        );
    });
}

/// Who looks at a change of somebody's rights learns of no ticket that they do not read themselves.
#[test]
fn tickets_beyond_ones_own_reach_are_not_counted() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let keeper = json!({ "name": "Encargada", "reach": "own", "gives": { "only": ["advisor", "operator"] }, "cells": {
            "ticket.read": { "state": "always", "base": "reach" }, "team.read": { "state": "always", "base": "desk" },
            "user.view": { "state": "always", "base": "desk" }, "user.edit": { "state": "always", "base": "desk" } } });
        let made = admin.post(&office.path("/roles"), keeper).with(201).json;
        let someone = office.people[&Builtin::ViewOnly].member;
        admin
            .put(&office.path(&format!("/members/{someone}/roles")), json!({ "roles": [made["id"]] }))
            .with(200);
        let nobody = json!({ "name": "Nada", "reach": "none", "cells": {} });
        let empty = admin.post(&office.path("/roles"), nobody).with(201).json;
        let newcomer = office.hire(&[Builtin::Operator], &[office.team]).member;
        admin
            .put(
                &office.path(&format!("/members/{newcomer}/roles")),
                json!({ "roles": [empty["id"]] }),
            )
            .with(200);
        office.ticket(office.team, None);
        let path = office.path(&format!("/members/{newcomer}/preview"));
        let change = json!({ "roles": ["advisor"] });
        let read = |said: &Value| part(&said["people"][0]["opens"], "ticket.read")["tickets"]["count"].clone();
        assert_eq!(read(&admin.post(&path, change.clone()).with(200).json), json!(1));
        let mut keeps = site.program(&office.token(someone));
        assert_eq!(read(&keeps.post(&path, change).with(200).json), json!(0));
    });
}
