//! The first set-up, as a new user does it.

use axum::http::Method;
use db::testing::on_both;
use serde_json::{Value, json};

use crate::testing::site::{Reply, Site};

fn token(site: &Site) -> String {
    let link = site.run(super::link(&site.app)).unwrap().expect("the installation is empty");
    let (base, token) = link.split_once("/set-up?token=").unwrap();
    assert_eq!(base, "http://desk.test", "the configured address and nothing else");
    token.to_owned()
}

fn ask(token: &str) -> Value {
    json!({
        "token": token,
        "organisation": { "name": "Tractores Lerma", "locale": "es", "time_zone": "America/Mexico_City", "country": "MX" },
        "person": { "first_name": "Inés", "last_name": "Robledo", "email": "ines@tractoreslerma.mx", "password": "surcos y maizales" },
        "team": { "name": "Soporte" },
        "channel": { "name": "Sitio web" },
    })
}

#[test]
fn from_nothing_to_an_administrator_who_is_signed_in() {
    on_both(|db| {
        let site = Site::new(db);
        let token = token(&site);
        let mut browser = site.browser();
        assert_eq!(
            browser.get(&format!("/api/v1/set-up?token={token}")).with(200).json,
            json!({ "ready": true })
        );
        let made = browser.post("/api/v1/set-up", ask(&token)).with(201).json;
        assert_eq!(made["organisation"]["name"], "Tractores Lerma");
        assert!(made["try_url"].as_str().unwrap().starts_with("http://desk.test/try/"));

        let me = browser.get("/api/v1/me").with(200).json;
        let membership = &me["memberships"][0];
        assert_eq!(membership["roles"][0]["builtin"], "admin");
        assert_eq!(membership["teams"][0]["name"], "Soporte");
        assert_eq!(membership["member"]["default_team"], membership["teams"][0]["id"]);
        assert_eq!(membership["can"]["settings.manage"], true);
        assert_eq!(membership["organisation"]["settings"]["reopen_hours"], 72);

        let org = made["organisation"]["id"].as_str().unwrap();
        let mut list = |noun: &str| {
            browser.get(&format!("/api/v1/organisations/{org}/{noun}")).with(200).json["items"]
                .as_array()
                .unwrap()
                .len()
        };
        assert_eq!(
            (list("channels"), list("resolutions"), list("canned"), list("roles")),
            (1, 3, 2, 11)
        );
        assert_eq!(
            site.run(super::link(&site.app)).unwrap(),
            None,
            "no link once there is an organisation"
        );
    });
}

#[test]
fn one_link_one_organisation() {
    on_both(|db| {
        let site = Site::new(db);
        let older = token(&site);
        let newer = token(&site);
        let mut browser = site.browser();
        browser.get(&format!("/api/v1/set-up?token={older}")).problem(404, "not_found");
        browser.post("/api/v1/set-up", ask(&older)).problem(404, "not_found");
        browser.get("/api/v1/set-up?token=rlu_nonsense").problem(404, "not_found");

        let answers = browser.at_once(20, &Method::POST, "/api/v1/set-up", &ask(&newer));
        let made = answers.iter().filter(|r| r.status == 201).count();
        let codes: std::collections::BTreeSet<&str> = answers.iter().filter(|r| r.status != 201).map(Reply::code).collect();
        assert_eq!(made, 1, "{codes:?}");
        assert!(codes.iter().all(|code| ["link_used", "already_set_up"].contains(code)), "{codes:?}");
        browser.get(&format!("/api/v1/set-up?token={newer}")).problem(409, "already_set_up");
    });
}

#[test]
fn what_cannot_be_is_refused_with_its_field_and_the_link_still_counts() {
    on_both(|db| {
        let site = Site::new(db);
        let token = token(&site);
        let mut browser = site.browser();
        let mut wrong = |pointer: &str, value: Value, code: &str| {
            let mut body = ask(&token);
            *body.pointer_mut(pointer).unwrap() = value;
            let refused = browser.post("/api/v1/set-up", body).problem(422, code);
            assert_eq!(refused.json["field"].as_str().unwrap(), pointer[1..].replace('/', "."), "{pointer}");
        };
        wrong("/person/email", json!("nobody"), "email_invalid");
        wrong("/person/password", json!("corta"), "password_too_short");
        wrong("/person/password", json!("tractores lerma"), "password_common");
        wrong("/organisation/time_zone", json!("America/Macondo"), "time_zone_unknown");
        wrong("/organisation/name", json!("   "), "required");
        wrong("/team/name", json!(""), "required");
        browser.post("/api/v1/set-up", ask(&token)).with(201);
    });
}
