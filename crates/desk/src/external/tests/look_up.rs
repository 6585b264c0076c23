use access::Builtin;
use db::testing::on_both;
use db::trace::Trace;
use serde_json::json;

use super::{EMAIL, PHONE, Two, look_ups, person};
use crate::testing::site::Site;

#[test]
fn both_together_find_somebody_and_say_no_more_than_the_form_fills_in() {
    on_both(|db| {
        let two = Two::new(db);
        let mut manager = two.at_host(Builtin::Manager);
        // As people type them: without a prefix, in capitals.
        let ask = json!({ "phone": "33 1204 4417", "email": "CARLA.RIOS@bajio.mx" });
        let found = manager.post(&two.host.path("/external-advisors/look-up"), ask).with(200).json;
        assert_eq!(
            found,
            json!({ "advisor": { "first_name": "Carla", "last_name": "Ríos", "organisation": "Tractores Lerma", "approval": false } })
        );
        for (body, field) in [
            (json!({ "phone": "12", "email": EMAIL }), "phone"),
            (json!({ "phone": PHONE, "email": "carla" }), "email"),
        ] {
            let refused = manager.post(&two.host.path("/external-advisors/look-up"), body).with(422);
            assert_eq!(refused.json["field"], field);
        }
        // Nobody else may ask: neither who cannot invite, nor who is not at home here (E4).
        two.at_host(Builtin::Supervisor)
            .post(
                &two.host.path("/external-advisors/look-up"),
                json!({ "phone": PHONE, "email": EMAIL }),
            )
            .with(403);
        two.at_host(Builtin::ExternalAdvisor)
            .post(
                &two.host.path("/external-advisors/look-up"),
                json!({ "phone": PHONE, "email": EMAIL }),
            )
            .with(403);
        assert_eq!(look_ups(&two), 1, "what could be read was logged");
    });
}

/// E3, E5, SECURITY 10: one answer, by the same statements, for whatever does not match.
#[test]
fn whatever_does_not_match_has_one_answer_by_the_same_statements() {
    on_both(|db| {
        let two = Two::new(db);
        two.host
            .hire_person(&person(&two.site, "propia@lerma.mx", "+523312040001"), &[Builtin::Advisor], &[]);
        let trace = Trace::new();
        let site = Site::new(&db.traced(&trace));
        let mut manager = site.program(&two.host.token(two.host.people[&Builtin::Manager].member));
        let path = two.host.path("/external-advisors/look-up");
        let mut tried = |phone: &str, email: &str| {
            trace.take();
            let reply = manager.post(&path, json!({ "phone": phone, "email": email })).with(200);
            let ran = trace.take().into_iter().map(|statement| statement.sql);
            // When a token was used last is written beside the request, now and then.
            (reply.bytes, ran.filter(|sql| !sql.starts_with("UPDATE token")).collect::<Vec<_>>())
        };
        tried("+523312049999", "nadie@ejemplo.mx");
        let nobody = tried("+523312049999", "nadie@ejemplo.mx");
        assert_eq!(String::from_utf8_lossy(&nobody.0), r#"{"advisor":null}"#);
        assert!(
            nobody.1.iter().any(|sql| sql.contains("email_folded = $1 AND a.phone = $2")),
            "{:?}",
            nobody.1
        );
        assert_eq!(tried(PHONE, "nadie@ejemplo.mx"), nobody, "an unknown e-mail");
        assert_eq!(tried("+523312049999", EMAIL), nobody, "an unknown phone");
        assert_eq!(tried("+523312040001", EMAIL), nobody, "somebody else's phone");
        assert_eq!(tried("+523312040001", "propia@lerma.mx"), nobody, "one's own people");
        let found = tried(PHONE, EMAIL);
        assert_ne!(found.0, nobody.0);
        assert_eq!(found.1, nobody.1, "and who is found, by the same statements too");

        let set = |sql: &'static str| {
            let account = two.carla.account;
            two.home.write(move |tx| Ok(tx.exec(sql, db::args![account])?)).unwrap();
        };
        for (off, on, why) in [
            (
                "UPDATE account SET frozen = TRUE WHERE id = $1",
                "UPDATE account SET frozen = FALSE WHERE id = $1",
                "frozen",
            ),
            (
                "UPDATE account SET state = 'suspended' WHERE id = $1",
                "UPDATE account SET state = 'active' WHERE id = $1",
                "shut out",
            ),
            (
                "UPDATE member SET state = 'suspended' WHERE account_id = $1",
                "UPDATE member SET state = 'active' WHERE account_id = $1",
                "suspended at home",
            ),
        ] {
            set(off);
            assert_eq!(tried(PHONE, EMAIL), nobody, "{why}");
            set(on);
            assert_eq!(tried(PHONE, EMAIL).0, found.0, "{why}, and not any more");
        }
        set("UPDATE account SET home_org = NULL WHERE id = $1");
        assert_eq!(tried(PHONE, EMAIL), nobody, "who has no home cannot be external");
    });
}

/// A home that lends to some is, to the others, one without people.
#[test]
fn a_home_says_who_may_find_its_people() {
    on_both(|db| {
        let two = Two::new(db);
        let mut manager = two.at_host(Builtin::Manager);
        let mut found = || {
            let ask = json!({ "phone": PHONE, "email": EMAIL });
            manager.post(&two.host.path("/external-advisors/look-up"), ask).with(200).json["advisor"].clone()
        };
        assert_eq!(found()["approval"], false);
        two.rule(json!({ "rule": "approval" }));
        assert_eq!(found()["approval"], true);
        two.rule(json!({ "rule": "named", "named": [] }));
        assert!(found().is_null());
        two.rule(json!({ "rule": "named", "named": [two.host.org] }));
        assert_eq!(found()["first_name"], "Carla");

        let mut admin = two.at_home(Builtin::Admin);
        let shown = admin.get(&two.home.path("/lending")).with(200).json;
        assert_eq!(
            shown,
            json!({ "rule": "named", "named": [{ "id": two.host.org, "name": "Tractores Lerma" }] })
        );
        for odd in [two.home.org, kit::OrgId::new(db.now())] {
            let refused = admin
                .put(&two.home.path("/lending"), json!({ "rule": "named", "named": [odd] }))
                .problem(422, "organisation_unknown");
            assert_eq!(refused.json["field"], "named[0]");
        }
        two.at_home(Builtin::Manager)
            .put(&two.home.path("/lending"), json!({ "rule": "anyone" }))
            .with(404);
    });
}

#[test]
fn who_looks_too_often_waits() {
    on_both(|db| {
        let two = Two::new(db);
        let mut manager = two.at_host(Builtin::Manager);
        let path = two.host.path("/external-advisors/look-up");
        let ask = json!({ "phone": "+523312049999", "email": "nadie@ejemplo.mx" });
        for _ in 0..100 {
            manager.post(&path, ask.clone()).with(200);
        }
        let refused = manager.post(&path, ask.clone()).problem(429, "too_many_requests");
        assert!(refused.headers.contains_key("retry-after"));
        // An invitation looks, too.
        manager.post(&two.host.path("/external-advisors"), two.wanted()).with(429);
        two.at_host(Builtin::Admin).post(&path, ask.clone()).with(200);
        db.clock().advance(std::time::Duration::from_secs(20));
        manager.post(&path, ask).with(200);
    });
}
