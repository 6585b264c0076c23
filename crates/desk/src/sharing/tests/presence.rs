//! One switch over all organisations, and the end of a day that was forgotten.

use access::Builtin;
use db::testing::on_both;
use serde_json::{Value, json};

use super::{Desk, PASSWORD, person, there};
use crate::member::Presence;
use crate::team::Mode;
use crate::testing::Office;
use crate::testing::site::Site;

const HOUR: u64 = 3600;

#[test]
fn one_switch_sets_it_in_every_organisation_that_one_serves() {
    on_both(|db| {
        let (home, host, site) = (Office::new(db), Office::new(db), Site::new(db));
        let (carla, mut hers) = person(&site, &home, "carla.rios@bajio.mx");
        host.host(carla.account);
        let all = hers.get("/api/v1/me/presence").with(200).json;
        assert_eq!(all["items"].as_array().unwrap().len(), 2);
        for org in [home.org, host.org] {
            let here = there(&all, org);
            assert_eq!(
                (&here["presence"], &here["ends_at"], &here["open"], &here["quota"]),
                (&json!("offline"), &Value::Null, &json!(0), &json!(10))
            );
        }
        let all = hers.put("/api/v1/me/presence", json!({ "presence": "online" })).with(200).json;
        for org in [home.org, host.org] {
            assert_eq!(there(&all, org)["presence"], json!("online"), "{org}");
        }
        // In one alone, for who wants it so.
        let one = format!("/api/v1/organisations/{}/me/presence", host.org);
        hers.put(&one, json!({ "presence": "paused" })).with(204);
        let all = hers.get("/api/v1/me/presence").json;
        assert_eq!(
            (&there(&all, home.org)["presence"], &there(&all, host.org)["presence"]),
            (&json!("online"), &json!("paused"))
        );
        hers.put("/api/v1/me/presence", json!({ "presence": "asleep" }))
            .problem(422, "value_invalid");
        // A token is of one member and says nothing beyond.
        site.program(&home.token(carla.member))
            .get("/api/v1/me/presence")
            .problem(401, "sign_in_required");
    });
}

#[test]
fn twelve_hours_put_one_offline_unless_one_says_that_one_is_there() {
    on_both(|db| {
        let desk = Desk::new(db, Mode::LeastBusy);
        let (rosa, mut hers) = person(&desk.site, &desk.office, "rosa@ejemplo.mx");
        hers.put("/api/v1/me/presence", json!({ "presence": "online" })).with(200);
        let mine = |hers: &mut crate::testing::site::Browser<'_>| there(&hers.get("/api/v1/me/presence").with(200).json, desk.office.org);
        let (began, now) = (mine(&mut hers), desk.office.db.now());
        let after = |hours: u64| json!(now.plus(std::time::Duration::from_secs(hours * HOUR)));
        assert_eq!(began["ends_at"], after(12));
        let half = std::time::Duration::from_secs(HOUR / 2);
        assert_eq!(
            began["notice_at"],
            json!(now.plus(std::time::Duration::from_secs(12 * HOUR)).minus(half))
        );
        // A pause does not begin the hours anew; the same again does.
        desk.pass(6 * HOUR);
        hers.put("/api/v1/me/presence", json!({ "presence": "paused" })).with(200);
        assert_eq!(mine(&mut hers)["ends_at"], after(12));
        desk.pass(5 * HOUR + HOUR / 2);
        hers.put("/api/v1/me/presence", json!({ "presence": "paused" })).with(200);
        assert_eq!(mine(&mut hers)["ends_at"], json!(desk.office.db.now().plus(half * 24)));
        desk.pass(HOUR);
        desk.settle();
        assert_eq!(mine(&mut hers)["presence"], json!("paused"), "the first end is no end any more");
        hers.put("/api/v1/me/presence", json!({ "presence": "online" })).with(200);
        let ticket = desk.hear("v1");
        desk.settle();
        assert_eq!(desk.has(ticket), Some(rosa.member));
        desk.pass(11 * HOUR);
        desk.settle();
        let over = mine(&mut sign_in(&desk));
        assert_eq!((&over["presence"], &over["ends_at"]), (&json!("offline"), &Value::Null));
        // What she has stays hers; nothing new comes.
        let second = desk.hear("v2");
        desk.settle();
        assert_eq!((desk.has(ticket), desk.has(second)), (Some(rosa.member), None));
    });
}

fn sign_in(desk: &Desk) -> crate::testing::site::Browser<'_> {
    let mut browser = desk.site.browser();
    browser
        .post("/api/v1/session", json!({ "email": "rosa@ejemplo.mx", "password": PASSWORD }))
        .with(201);
    browser
}

#[test]
fn an_organisation_sets_other_hours_or_none() {
    on_both(|db| {
        let desk = Desk::new(db, Mode::Manual);
        let rosa = desk.advisor().member;
        let ends = |settings: Value| {
            desk.admin().patch(&desk.office.path(""), json!({ "settings": settings })).with(200);
            desk.is(rosa, Presence::Offline);
            desk.is(rosa, Presence::Online);
            let (org, id) = (desk.office.org, rosa);
            let member = desk.office.read(move |tx| crate::member::store::row(tx, org, id)).unwrap().unwrap();
            member
                .connected_until
                .map(|until| until.since(desk.office.db.now()).as_secs() / HOUR)
        };
        assert_eq!(ends(json!({ "connected_hours": 8 })), Some(8));
        assert_eq!(ends(json!({ "connected_hours": null })), None);
        let refused = desk
            .admin()
            .patch(&desk.office.path(""), json!({ "settings": { "connected_hours": 0 } }));
        assert_eq!(refused.problem(422, "too_small").json["field"], json!("settings.connected_hours"));
        let refused = desk.admin().patch(&desk.office.path(""), json!({ "settings": { "quota": 1000 } }));
        assert_eq!(refused.problem(422, "too_large").json["field"], json!("settings.quota"));
        let path = desk.office.path(&format!("/members/{rosa}"));
        desk.admin().patch(&path, json!({ "quota": 1000 })).problem(422, "too_large");
        // A quota is set by who edits people, and not by oneself.
        let mut own = desk.site.program(&desk.office.token(rosa));
        own.patch(&path, json!({ "quota": 999 })).with(404);
        // Whoever is shut out is not at work when they come back.
        desk.admin()
            .post(&desk.office.path(&format!("/members/{rosa}/suspension")), json!({}))
            .with(200);
        desk.admin()
            .delete(&desk.office.path(&format!("/members/{rosa}/suspension")))
            .with(200);
        assert_eq!(desk.admin().get(&path).json["presence"], json!("offline"));
    });
}

#[test]
fn who_is_lent_is_at_work_where_they_are_lent_to() {
    on_both(|db| {
        let desk = Desk::new(db, Mode::LeastBusy);
        // The external advisor of the office is at home in another organisation; a ticket reaches them by their presence there.
        let external = desk.office.people[&Builtin::ExternalAdvisor];
        desk.is(external.member, Presence::Online);
        let ticket = desk.hear("v1");
        desk.settle();
        assert_eq!(desk.has(ticket), Some(external.member));
        let waiting = desk.hear("v2");
        desk.settle();
        desk.is(external.member, Presence::Paused);
        desk.settle();
        assert_eq!(desk.has(waiting), Some(external.member), "it was given before");
        let third = desk.hear("v3");
        desk.settle();
        let whole = desk.admin().get(&desk.office.path(&format!("/tickets/{third}"))).with(200).json;
        assert_eq!(whole["queue"], json!({ "position": 1, "waiting": 1, "more": false }));
        desk.pass(1);
        let fourth = desk.hear("v4");
        let whole = desk.admin().get(&desk.office.path(&format!("/tickets/{fourth}"))).with(200).json;
        assert_eq!(whole["queue"], json!({ "position": 2, "waiting": 2, "more": false }));
        let whole = desk.admin().get(&desk.office.path(&format!("/tickets/{ticket}"))).with(200).json;
        assert_eq!(whole["queue"], Value::Null);
    });
}
