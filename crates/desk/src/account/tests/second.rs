use std::time::Duration;

use axum::http::Method;
use db::testing::on_both;
use serde_json::{Value, json};

use super::{PASSWORD, Someone};
use crate::testing::site::Browser;

/// The code that an application would show now.
fn code(secret: &str, someone: &Someone) -> String {
    let key = data_encoding::BASE32.decode(secret.as_bytes()).unwrap();
    let step = someone.office.db.now().micros() / 30_000_000;
    let mac = ring::hmac::sign(
        &ring::hmac::Key::new(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key),
        &step.to_be_bytes(),
    );
    let bytes = mac.as_ref();
    let at = usize::from(bytes[19] & 15);
    let number = u32::from_be_bytes([bytes[at] & 127, bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    format!("{:06}", number % 1_000_000)
}

/// Signs in and sets the second factor up; gives its secret and the recovery codes.
fn protected<'a>(someone: &'a Someone) -> (Browser<'a>, String, Vec<String>) {
    let mut browser = someone.site.browser();
    browser.post("/api/v1/session", someone.ask()).with(201);
    let shown = browser.post("/api/v1/me/two-factor", json!({})).with(200).json;
    let secret = shown["secret"].as_str().unwrap().to_owned();
    assert!(
        shown["uri"].as_str().unwrap().starts_with("otpauth://totp/") && shown["qr"].as_str().unwrap().starts_with("data:image/svg+xml")
    );
    browser
        .post("/api/v1/me/two-factor/confirmation", json!({ "code": "000000" }))
        .problem(422, "code_wrong");
    let codes = browser
        .post("/api/v1/me/two-factor/confirmation", json!({ "code": code(&secret, someone) }))
        .with(200)
        .json;
    let codes: Vec<String> = serde_json::from_value(codes["recovery_codes"].clone()).unwrap();
    assert_eq!(codes.len(), 10);
    (browser, secret, codes)
}

fn with(someone: &Someone, extra: Value) -> Value {
    let mut ask = someone.ask();
    ask.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    ask
}

#[test]
fn a_code_of_the_moment_serves_once() {
    on_both(|db| {
        let someone = Someone::new(db);
        let (_, secret, _) = protected(&someone);
        let mut other = someone.site.browser();
        other.post("/api/v1/session", someone.ask()).problem(401, "second_factor_required");
        other
            .post(
                "/api/v1/session",
                json!({ "email": someone.email, "password": "surcos sin maizales" }),
            )
            .problem(401, "sign_in_failed");
        // The one with which it was confirmed is used up.
        let now = code(&secret, &someone);
        other
            .post("/api/v1/session", with(&someone, json!({ "code": now })))
            .problem(401, "sign_in_failed");
        db.clock().advance(Duration::from_secs(30));
        let fresh = with(&someone, json!({ "code": code(&secret, &someone) }));
        let answers = other.at_once(8, &Method::POST, "/api/v1/session", &fresh);
        assert_eq!(answers.iter().filter(|r| r.status == 201).count(), 1);
    });
}

#[test]
fn a_recovery_code_serves_once_and_new_ones_kill_the_old() {
    on_both(|db| {
        let someone = Someone::new(db);
        let (mut browser, _, codes) = protected(&someone);
        let ask = |code: &str| with(&someone, json!({ "recovery_code": code.to_uppercase().replace('-', " ") }));
        let answers = browser.at_once(8, &Method::POST, "/api/v1/session", &ask(&codes[0]));
        assert_eq!(answers.iter().filter(|r| r.status == 201).count(), 1);
        assert_eq!(browser.get("/api/v1/me").with(200).json["account"]["recovery_codes"], 9);
        db.clock().advance(Duration::from_secs(3600));
        browser
            .post("/api/v1/me/recovery-codes", json!({ "password": "otra cosa larga" }))
            .problem(422, "password_wrong");
        let fresh = browser
            .post("/api/v1/me/recovery-codes", json!({ "password": PASSWORD }))
            .with(200)
            .json;
        let mut other = someone.site.browser();
        other.post("/api/v1/session", ask(&codes[1])).problem(401, "sign_in_failed");
        other
            .post("/api/v1/session", ask(fresh["recovery_codes"][0].as_str().unwrap()))
            .with(201);
    });
}

#[test]
fn taking_it_away_needs_both_factors_and_guessing_is_limited() {
    on_both(|db| {
        let someone = Someone::new(db);
        let (mut browser, secret, _) = protected(&someone);
        let away = |browser: &mut Browser<'_>, body: Value| browser.send(Method::DELETE, "/api/v1/me/two-factor", Some(body));
        away(&mut browser, json!({ "password": PASSWORD })).problem(422, "required");
        away(&mut browser, json!({ "password": "otra cosa larga", "code": "123456" })).problem(422, "password_wrong");
        db.clock().advance(Duration::from_secs(3600));
        let guesses: Vec<u16> = (0..20)
            .map(|n| {
                away(&mut browser, json!({ "password": PASSWORD, "code": format!("{n:06}") }))
                    .status
                    .as_u16()
            })
            .collect();
        assert_eq!((guesses[0], guesses.last()), (422, Some(&429)), "six digits are not tried through");
        db.clock().advance(Duration::from_secs(3600));
        away(&mut browser, json!({ "password": PASSWORD, "code": code(&secret, &someone) })).with(204);
        someone.site.browser().post("/api/v1/session", someone.ask()).with(201);
        away(&mut browser, json!({ "password": PASSWORD, "code": "000000" })).problem(409, "two_factor_off");
    });
}

#[test]
fn what_was_begun_and_not_confirmed_asks_for_nothing() {
    on_both(|db| {
        let someone = Someone::new(db);
        let mut browser = someone.site.browser();
        browser.post("/api/v1/session", someone.ask()).with(201);
        browser.post("/api/v1/me/two-factor", json!({})).with(200);
        someone.site.browser().post("/api/v1/session", someone.ask()).with(201);
        let (mut on, ..) = protected(&someone);
        on.post("/api/v1/me/two-factor", json!({})).problem(409, "two_factor_on");
    });
}
