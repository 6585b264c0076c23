use std::time::Duration;

use db::testing::on_both;
use db::trace::Trace;
use serde_json::json;

use super::{PASSWORD, Someone};
use crate::testing::site::Site;

#[test]
fn the_right_password_opens_a_session_of_a_new_id() {
    on_both(|db| {
        let someone = Someone::new(db);
        let mut browser = someone.site.browser();
        browser.get("/api/v1/me").problem(401, "sign_in_required");
        let opened = browser.post("/api/v1/session", someone.ask()).with(201);
        let set = opened.headers["set-cookie"].to_str().unwrap().to_owned();
        assert!(
            set.starts_with("relevo_session=rls_") && set.contains("HttpOnly") && set.contains("SameSite=Lax") && !set.contains("Secure"),
            "{set}"
        );
        assert_eq!(browser.get("/api/v1/me").with(200).json["account"]["first_name"], "Rosa Elena");

        let first = browser.cookie.clone();
        browser
            .post(
                "/api/v1/session",
                json!({ "email": "  ROSA.elena@elmezquite.mx", "password": PASSWORD }),
            )
            .with(201);
        assert_ne!(browser.cookie, first, "whatever cookie there was");
    });
}

#[test]
fn over_tls_the_cookie_is_bound_to_our_host() {
    on_both(|db| {
        let someone = Someone::at(db, |config| config.public_url = "https://desk.test".into());
        let opened = someone.site.browser().post("/api/v1/session", someone.ask()).with(201);
        let set = opened.headers["set-cookie"].to_str().unwrap().to_owned();
        assert!(
            set.starts_with("__Host-relevo_session=rls_") && set.contains("Secure") && set.contains("Path=/"),
            "{set}"
        );
    });
}

/// SECURITY 10: not to be told by the answer, nor by what is done.
#[test]
fn unknown_people_and_wrong_passwords_are_the_same_bytes_and_the_same_statements() {
    on_both(|db| {
        let someone = Someone::new(db);
        let trace = Trace::new();
        let site = Site::new(&db.traced(&trace));
        let tried = |email: &str, password: &str| {
            trace.take();
            let reply = site
                .browser()
                .post("/api/v1/session", json!({ "email": email, "password": password }))
                .with(401);
            (reply.bytes, trace.take())
        };
        let unknown = tried("nadie@ejemplo.mx", PASSWORD);
        let wrong = tried(&someone.email, "surcos sin maizales");
        assert_eq!(unknown, wrong);
        assert!(!unknown.1.is_empty());
        // Somebody who has no password yet, or is shut out, is like nobody.
        let (account, office) = (someone.account, &someone.office);
        office
            .write(move |tx| Ok(tx.exec("UPDATE account SET state = 'suspended' WHERE id = $1", db::args![account])?))
            .unwrap();
        assert_eq!(tried(&someone.email, PASSWORD), wrong);
    });
}

#[test]
fn a_form_on_another_site_signs_nobody_in() {
    on_both(|db| {
        let someone = Someone::new(db);
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            let mut browser = someone.site.browser();
            browser.headers.push((name, value.to_owned()));
            browser.post("/api/v1/session", someone.ask()).problem(403, "foreign_origin");
            assert_eq!(browser.cookie, None);
        }
        let mut browser = someone.site.browser();
        browser.headers.push(("origin", "http://desk.test".to_owned()));
        browser.post("/api/v1/session", someone.ask()).with(201);
        // What changes something needs our own page: the cookie alone is not enough.
        browser.headers.push(("origin", "https://evil.example".to_owned()));
        browser
            .patch("/api/v1/me", json!({ "first_name": "Otra" }))
            .problem(403, "foreign_origin");
        browser.headers = vec![("origin", "http://desk.test".to_owned())];
        browser.patch("/api/v1/me", json!({ "first_name": "Rosa" })).with(200);
    });
}

#[test]
fn guesses_are_limited_for_the_account_from_anywhere_and_for_the_address_about_anybody() {
    on_both(|db| {
        let someone = Someone::new(db);
        let site = &someone.site;
        let guess = |n: u8, email: &str| {
            let mut browser = site.browser();
            browser.address.set_ip([198, 51, 100, n].into());
            browser.post("/api/v1/session", json!({ "email": email, "password": "surcos sin maizales" }))
        };
        for n in 0..10 {
            guess(n, &someone.email).problem(401, "sign_in_failed");
        }
        let refused = guess(99, &someone.email).problem(429, "too_many_requests");
        assert_eq!(refused.headers["retry-after"], "60");
        assert_eq!(guess(99, "nadie@ejemplo.mx").status, 401, "others are not concerned");
        let mut browser = site.browser();
        browser.post("/api/v1/session", someone.ask()).problem(429, "too_many_requests");
        db.clock().advance(Duration::from_secs(60));
        browser.post("/api/v1/session", someone.ask()).with(201);
        // Having shown who they are, they have their tries again.
        for n in 0..10 {
            guess(n, &someone.email).problem(401, "sign_in_failed");
        }

        let from_one = |n: u32| {
            let mut browser = site.browser();
            browser.address.set_ip([203, 0, 113, 5].into());
            browser
                .post(
                    "/api/v1/session",
                    json!({ "email": format!("nadie{n}@ejemplo.mx"), "password": "surcos sin maizales" }),
                )
                .status
                .as_u16()
        };
        let answers: Vec<u16> = (0..45).map(from_one).collect();
        assert_eq!(answers.iter().filter(|s| **s == 401).count(), 40);
        assert_eq!(answers.last(), Some(&429));
    });
}

#[test]
fn a_forwarded_address_counts_only_from_a_configured_proxy() {
    on_both(|db| {
        let guess = |site: &Site, n: u32| {
            let mut browser = site.browser();
            browser.headers.push(("x-forwarded-for", format!("203.0.113.{n}")));
            browser
                .post(
                    "/api/v1/session",
                    json!({ "email": format!("nadie{n}@ejemplo.mx"), "password": "surcos sin maizales" }),
                )
                .status
                .as_u16()
        };
        let bare = Site::new(db);
        assert!(
            (0..45).map(|n| guess(&bare, n)).any(|s| s == 429),
            "who says so themselves is believed nothing"
        );
        db.clock().advance(Duration::from_secs(3600));
        let behind = Site::with(db, |config| config.trusted_proxies = vec!["192.0.2.7".parse().unwrap()]);
        assert!((0..45).map(|n| guess(&behind, n)).all(|s| s == 401));
    });
}

#[test]
fn what_is_too_long_to_be_a_password_is_refused_before_hashing() {
    on_both(|db| {
        let someone = Someone::new(db);
        let long = "a".repeat(1025);
        let mut browser = someone.site.browser();
        for email in [someone.email.as_str(), "nadie@ejemplo.mx"] {
            browser
                .post("/api/v1/session", json!({ "email": email, "password": long }))
                .problem(422, "password_too_long");
        }
    });
}
