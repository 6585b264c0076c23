use std::time::Duration;

use axum::http::Method;
use db::testing::on_both;
use db::trace::Trace;
use serde_json::json;

use super::{PASSWORD, Someone};
use crate::mail::double::Double;
use crate::testing::site::Site;

/// A site with a mail server beside it.
pub fn mailed(db: &db::Db) -> (Someone, Double) {
    let double = Double::beside();
    let someone = Someone::at(db, |config| config.smtp = double.smtp());
    (someone, double)
}

/// The secrets in the letters' links, oldest first.
pub fn links(site: &Site, double: &Double, path: &str) -> Vec<String> {
    site.settle();
    let mails = site.run(double.received());
    let marker = format!("{path}?token=");
    let link = |data: &str| {
        let text = data.replace("=\r\n", "").replace("=3D", "=");
        let at = text.find(&marker)? + marker.len();
        Some(
            text[at..]
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-')
                .collect::<String>(),
        )
    };
    mails.iter().filter_map(|mail| link(&mail.data)).collect()
}

#[test]
fn a_link_serves_once_ends_all_sessions_and_dies_by_a_newer_one() {
    on_both(|db| {
        let (someone, double) = mailed(db);
        let site = &someone.site;
        let mut signed_in = site.browser();
        signed_in.post("/api/v1/session", someone.ask()).with(201);
        let mut browser = site.browser();
        browser.post("/api/v1/password-reset", json!({ "email": someone.email })).with(202);
        let older = links(site, &double, "http://desk.test/reset").pop().unwrap();
        browser.get(&format!("/api/v1/password-reset?token={older}")).with(200);
        browser.post("/api/v1/password-reset", json!({ "email": someone.email })).with(202);
        let newer = links(site, &double, "http://desk.test/reset").pop().unwrap();
        assert_ne!(older, newer);
        browser
            .get(&format!("/api/v1/password-reset?token={older}"))
            .problem(404, "not_found");

        let choice = |token: &str| json!({ "token": token, "password": "otoño y barbecho" });
        browser
            .post("/api/v1/password-reset/confirmation", choice(&older))
            .problem(404, "not_found");
        let answers = browser.at_once(30, &Method::POST, "/api/v1/password-reset/confirmation", &choice(&newer));
        assert_eq!(answers.iter().filter(|r| r.status == 200).count(), 1);
        signed_in.get("/api/v1/me").problem(401, "session_expired");
        db.clock().advance(Duration::from_secs(600));
        browser.post("/api/v1/session", someone.ask()).problem(401, "sign_in_failed");
        browser
            .post("/api/v1/session", json!({ "email": someone.email, "password": "otoño y barbecho" }))
            .with(201);
        browser
            .get(&format!("/api/v1/password-reset?token={newer}"))
            .problem(409, "link_used");
    });
}

#[test]
fn a_link_expires_to_the_second() {
    on_both(|db| {
        let (someone, double) = mailed(db);
        let mut browser = someone.site.browser();
        browser.post("/api/v1/password-reset", json!({ "email": someone.email })).with(202);
        let token = links(&someone.site, &double, "/reset").pop().unwrap();
        db.clock()
            .advance(crate::account::reset::Asked::Owner.lives() - Duration::from_secs(1));
        assert_eq!(
            browser.get(&format!("/api/v1/password-reset?token={token}")).with(200).json["expired"],
            false
        );
        db.clock().advance(Duration::from_secs(1));
        assert_eq!(
            browser.get(&format!("/api/v1/password-reset?token={token}")).with(200).json["expired"],
            true
        );
        let choice = json!({ "token": token, "password": "otoño y barbecho" });
        browser
            .post("/api/v1/password-reset/confirmation", choice)
            .problem(409, "link_expired");
        browser.post("/api/v1/session", someone.ask()).with(201);
    });
}

/// SECURITY 10: the same answer, and the same done until it is given.
#[test]
fn nobody_learns_who_has_an_account() {
    on_both(|db| {
        let (someone, double) = mailed(db);
        let trace = Trace::new();
        let site = Site::with(&db.traced(&trace), |config| config.smtp = double.smtp());
        let asked = |email: &str| {
            trace.take();
            let reply = site.browser().post("/api/v1/password-reset", json!({ "email": email })).with(202);
            (reply.bytes, trace.take())
        };
        let known = asked(&someone.email);
        assert_eq!(asked("nadie@ejemplo.mx"), known);
        assert!(!known.1.is_empty());
        assert_eq!(links(&someone.site, &double, "/reset").len(), 1, "one of them has an account");
    });
}

#[test]
fn with_a_second_factor_a_link_changes_the_password_and_signs_nobody_in() {
    on_both(|db| {
        let (someone, double) = mailed(db);
        let account = someone.account;
        let on = "UPDATE account SET totp_on = TRUE, totp_secret = $2 WHERE id = $1";
        someone
            .office
            .write(move |tx| Ok(tx.exec(on, db::args![account, &b"12345678901234567890"[..]])?))
            .unwrap();
        let mut browser = someone.site.browser();
        browser.post("/api/v1/password-reset", json!({ "email": someone.email })).with(202);
        let token = links(&someone.site, &double, "/reset").pop().unwrap();
        let chosen = browser
            .post(
                "/api/v1/password-reset/confirmation",
                json!({ "token": token, "password": "otoño y barbecho" }),
            )
            .with(200)
            .json;
        assert_eq!((chosen, browser.cookie), (json!({ "signed_in": false }), None));
        let ask = json!({ "email": someone.email, "password": "otoño y barbecho" });
        someone
            .site
            .browser()
            .post("/api/v1/session", ask)
            .problem(401, "second_factor_required");
    });
}

#[test]
fn a_link_for_one_purpose_opens_nothing_else() {
    on_both(|db| {
        let someone = Someone::new(db);
        let mut browser = someone.site.browser();
        browser.post("/api/v1/session", someone.ask()).with(201);
        let session = browser.cookie.clone().unwrap().split_once('=').unwrap().1.to_owned();
        let mut stranger = someone.site.browser();
        stranger
            .get(&format!("/api/v1/password-reset?token={session}"))
            .problem(404, "not_found");
        stranger
            .get(&format!("/api/v1/invitations?token={session}"))
            .problem(404, "not_found");
        someone
            .site
            .program(&session)
            .get(&someone.office.path(""))
            .problem(401, "token_invalid");
        assert_ne!(PASSWORD, session);
    });
}
