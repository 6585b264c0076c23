//! API tokens, on both engines.

use std::time::Duration;

use access::{Builtin, Perm};
use db::testing::on_both;
use serde_json::json;

use crate::testing::Office;
use crate::testing::site::Site;

#[test]
fn shown_once_kept_as_a_hash_and_revoked_at_once() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut advisor = site.program(&office.token(office.people[&Builtin::Advisor].member));
        advisor.headers.push(("idempotency-key", "one".into()));
        let made = advisor.post(&office.path("/tokens"), json!({ "name": "Robot" })).with(201).json;
        let again = advisor.post(&office.path("/tokens"), json!({ "name": "Robot" })).with(201).json;
        advisor.headers.clear();
        let secret = made["secret"].as_str().unwrap().to_owned();
        assert!(secret.starts_with("rlt_") && secret.len() == "rlt_".len() + 43);
        assert_eq!((&again["id"], again.get("secret")), (&made["id"], None));
        let list = advisor.get(&office.path("/tokens")).with(200);
        assert!(!String::from_utf8(list.bytes).unwrap().contains("rlt_"));
        let kept: Vec<Vec<u8>> = office.read(|tx| Ok(tx.all("SELECT secret_hash FROM token", db::args![])?)).unwrap();
        assert!(kept.contains(&crate::who::secret::sha256(secret.as_bytes()).to_vec()));

        let mut robot = site.program(&secret);
        robot.get(&office.path("/teams")).with(200);
        let path = office.path(&format!("/tokens/{}", made["id"].as_str().unwrap()));
        let mut other = site.program(&office.token(office.people[&Builtin::Admin].member));
        other.delete(&path).problem(404, "not_found");
        advisor.delete(&path).with(204);
        robot.get(&office.path("/teams")).problem(401, "token_invalid");
        advisor.delete(&path).problem(404, "not_found");
    });
}

#[test]
fn it_may_what_it_says_and_never_more_than_its_maker_may_now() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let admin = office.people[&Builtin::Admin].member;
        let mut maker = site.program(&office.token(admin));
        let some = json!({ "name": "Lector", "permissions": ["user.view", "organisation.read"] });
        let secret = maker.post(&office.path("/tokens"), some).with(201).json["secret"]
            .as_str()
            .unwrap()
            .to_owned();
        let mut reader = site.program(&secret);
        reader.get(&office.path("/members")).with(200);
        let operator = office.people[&Builtin::Operator].member;
        reader
            .patch(&office.path(&format!("/members/{operator}")), json!({ "last_name": "x" }))
            .problem(403, "denied");

        // With a token one makes no token that is more, in permissions or in time.
        reader
            .post(&office.path("/tokens"), json!({ "name": "Más", "permissions": ["user.edit"] }))
            .problem(422, "permission_not_held");
        let child = reader.post(&office.path("/tokens"), json!({ "name": "Igual" })).with(201).json;
        assert_eq!(child["permissions"], json!(["organisation.read", "user.view"]));
        let end = db.now().plus(Duration::from_secs(3600));
        let brief = maker
            .post(&office.path("/tokens"), json!({ "name": "Breve", "expires_at": end }))
            .with(201)
            .json;
        let mut brief = site.program(brief["secret"].as_str().unwrap());
        let later = db.now().plus(Duration::from_secs(7200));
        let child = brief
            .post(&office.path("/tokens"), json!({ "name": "Larga", "expires_at": later }))
            .with(201)
            .json;
        assert_eq!(child["expires_at"], json!(end));
        maker
            .post(&office.path("/tokens"), json!({ "name": "Ya pasó", "expires_at": db.now() }))
            .problem(422, "already_past");
        db.clock().advance(Duration::from_secs(3600));
        brief.get(&office.path("/teams")).problem(401, "token_invalid");

        // The list is held against the live membership.
        let mut coordinator = site.program(&office.limited_token(
            office.people[&Builtin::Coordinator].member,
            Some(&[Perm::UserView, Perm::OrganisationRead]),
        ));
        coordinator.get(&office.path("/members")).problem(404, "not_found");
        let switch = json!({ "permission": "user.view", "scope": "organisation", "on": true });
        maker
            .post(
                &office.path(&format!("/members/{}/switches", office.people[&Builtin::Coordinator].member)),
                switch,
            )
            .with(201);
        coordinator.get(&office.path("/members")).with(200);
    });
}

#[test]
fn in_another_organisation_it_is_nobodys() {
    on_both(|db| {
        let (here, there, site) = (Office::new(db), Office::new(db), Site::new(db));
        let mut program = site.program(&here.token(here.people[&Builtin::Admin].member));
        program.get(&here.path("")).with(200);
        program.get(&there.path("")).problem(404, "not_found");
        for noise in ["", "rlt_", "rlt_x", "rls_0000000000000000000000000000000000000000000"] {
            site.program(noise).get(&here.path("")).problem(401, "token_invalid");
        }
    });
}

#[test]
fn when_it_was_last_used_is_written_at_most_once_a_minute() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut robot = site.program(&office.token(office.people[&Builtin::Advisor].member));
        // Written off the request's way: looked at until it is there.
        let used = |robot: &mut crate::testing::site::Browser<'_>, expected: kit::Time| {
            for _ in 0..500 {
                let list = robot.get(&office.path("/tokens")).with(200).json;
                if list["items"][0]["used_at"] == json!(expected) {
                    return;
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            panic!("never written");
        };
        let first = db.now();
        used(&mut robot, first);
        db.clock().advance(Duration::from_secs(59));
        for _ in 0..5 {
            assert_eq!(robot.get(&office.path("/tokens")).json["items"][0]["used_at"], json!(first));
        }
        db.clock().advance(Duration::from_secs(1));
        used(&mut robot, db.now());
    });
}
