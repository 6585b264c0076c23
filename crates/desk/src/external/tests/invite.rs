use access::Builtin;
use db::testing::on_both;
use serde_json::json;

use super::{EMAIL, Two, log, logged, look_ups};
use crate::mail::double::Double;
use crate::testing::site::Site;

/// E2, E6: at once, in the session that is open, with a letter and a line in the panel.
#[test]
fn whoever_is_invited_serves_at_once_and_is_told() {
    on_both(|db| {
        let double = Double::beside();
        let two = Two::with(db, Site::with(db, |config| config.smtp = double.smtp()));
        let mut hers = two.hers();
        let waiting = two.host.ticket(two.host.team, None);
        assert_eq!(hers.get("/api/v1/me").with(200).json["memberships"].as_array().unwrap().len(), 1);
        assert_eq!(hers.get("/api/v1/me/tickets?view=external_mine").json["items"], json!([]));

        let made = two
            .at_host(Builtin::Manager)
            .post(&two.host.path("/external-advisors"), two.wanted())
            .with(201)
            .json;
        assert_eq!((&made["state"], &made["first_name"]), (&json!("given"), &json!("Carla")));

        let me = hers.get("/api/v1/me").with(200).json;
        let there = me["memberships"]
            .as_array()
            .unwrap()
            .iter()
            .find(|m| m["organisation"]["id"] == json!(two.host.org))
            .expect("a membership")
            .clone();
        assert_eq!(
            (&there["external"], &there["roles"][0]["builtin"], &there["teams"][0]["name"]),
            (&json!(true), &json!("external_advisor"), &json!("Soporte"))
        );
        let view = hers.get("/api/v1/me/tickets?view=external_mine").with(200).json;
        assert_eq!(view["items"][0]["id"], json!(waiting));
        assert_eq!(view["items"][0]["organisation"]["id"], json!(two.host.org));

        two.site.settle();
        let notices = hers.get("/api/v1/me/notifications").with(200).json;
        let told = &notices["items"][0];
        assert_eq!(
            (&told["kind"], &told["organisation"]["id"], &told["teams"], &notices["unread"]),
            (&json!("welcomed"), &json!(two.host.org), &json!(["Soporte"]), &json!(1))
        );
        let letters = two.site.run(double.received());
        let welcome = letters.iter().find(|mail| mail.to == [EMAIL]).expect("a letter");
        assert!(
            welcome.data.contains(&format!("/o/{}/tickets/external-mine", two.host.org)),
            "{}",
            welcome.data
        );

        // Each side's log has its own half: the home's names no person of the host.
        logged(&two, &two.host, &["external.began"]);
        let home = log(&two, &two.home);
        assert_eq!(home.len(), 1);
        let (action, entry) = &home[0];
        assert_eq!(
            (action.as_str(), &entry["subject"], &entry["actor"], &entry["actor_name"]),
            ("external.lent", &json!(two.carla.member), &json!(null), &json!("Tractores Lerma"))
        );
        two.at_host(Builtin::Manager)
            .post(&two.host.path("/external-advisors"), two.wanted())
            .problem(409, "external_already");
    });
}

#[test]
fn an_invitation_gives_no_more_than_is_the_inviters_and_names_a_team() {
    on_both(|db| {
        let two = Two::new(db);
        let path = two.host.path("/external-advisors");
        let mut manager = two.at_host(Builtin::Manager);
        let mut with = |field: &str, value: serde_json::Value| {
            let mut wanted = two.wanted();
            wanted[field] = value;
            manager.post(&path, wanted)
        };
        with("teams", json!([])).problem(422, "required");
        with("teams", json!([two.home.team])).problem(422, "team_unknown");
        with("until", json!("2001-01-01T00:00:00Z")).problem(422, "already_past");
        with("phone", json!("+523312049999")).problem(409, "external_unknown");
        with("roles", json!(["orders_admin"])).with(403);
        logged(&two, &two.host, &[]);
        assert_eq!(look_ups(&two), 5, "what was refused was looked up all the same");
        // What the ceiling takes is taken, whatever the role (E9).
        let mut wanted = two.wanted();
        wanted["roles"] = json!(["admin"]);
        two.at_host(Builtin::Admin).post(&path, wanted).with(201);
        let mut hers = two.hers();
        for rest in ["/members", "/audit", "/lending", "/external-advisors", "/lent", "/loans"] {
            let status = hers.get(&two.host.path(rest)).status.as_u16();
            assert!([403, 404, 405].contains(&status), "{rest}: {status}");
        }
        hers.post(
            &two.host.path("/external-advisors/look-up"),
            json!({ "phone": "+523312044417", "email": EMAIL }),
        )
        .with(403);
    });
}

/// The same request twice lends once.
#[test]
fn a_repeated_invitation_is_the_first_one() {
    on_both(|db| {
        let two = Two::new(db);
        let mut manager = two.at_host(Builtin::Manager);
        manager.headers.push(("idempotency-key", "una".into()));
        let path = two.host.path("/external-advisors");
        let first = manager.post(&path, two.wanted()).with(201).json;
        assert_eq!(manager.post(&path, two.wanted()).with(201).json, first);
    });
}
