use std::time::Duration;

use db::testing::on_both;
use serde_json::json;

use super::{PASSWORD, Someone};

#[test]
fn sessions_are_listed_and_end_when_told() {
    on_both(|db| {
        let someone = Someone::new(db);
        let (mut here, mut there) = (someone.site.browser(), someone.site.browser());
        there.agent = "Chrome de prueba".into();
        here.post("/api/v1/session", someone.ask()).with(201);
        db.clock().advance(Duration::from_secs(1));
        there.post("/api/v1/session", someone.ask()).with(201);
        let list = here.get("/api/v1/me/sessions").with(200).json["items"].clone();
        assert_eq!(list.as_array().unwrap().len(), 2);
        assert_eq!(
            (&list[0]["agent"], &list[0]["current"], &list[1]["current"]),
            (&json!("Chrome de prueba"), &json!(false), &json!(true))
        );
        let other = list[0]["id"].as_str().unwrap().to_owned();
        here.delete(&format!("/api/v1/me/sessions/{other}")).with(204);
        here.delete(&format!("/api/v1/me/sessions/{other}")).problem(404, "not_found");
        there.get("/api/v1/me").problem(401, "session_expired");
        here.delete("/api/v1/session").with(204);
        assert_eq!(here.cookie, None);
        here.get("/api/v1/me").problem(401, "sign_in_required");
    });
}

#[test]
fn somebody_elses_session_is_unknown() {
    on_both(|db| {
        let someone = Someone::new(db);
        let mut owner = someone.site.browser();
        owner.post("/api/v1/session", someone.ask()).with(201);
        let id = owner.get("/api/v1/me/sessions").json["items"][0]["id"].as_str().unwrap().to_owned();
        let hash = someone.site.run(someone.site.app.passwords.hash(PASSWORD)).unwrap();
        let stranger = someone.office.people[&access::Builtin::Admin].account;
        someone
            .office
            .write(move |tx| crate::account::store::credential::set_password(tx, stranger, &hash))
            .unwrap();
        let email = someone
            .office
            .read(move |tx| crate::account::store::row(tx, stranger))
            .unwrap()
            .unwrap()
            .email;
        let mut other = someone.site.browser();
        other
            .post("/api/v1/session", json!({ "email": email, "password": PASSWORD }))
            .with(201);
        other.delete(&format!("/api/v1/me/sessions/{id}")).problem(404, "not_found");
        owner.get("/api/v1/me").with(200);
    });
}

#[test]
fn a_session_ends_to_the_second_and_another_password_ends_the_others() {
    on_both(|db| {
        let someone = Someone::new(db);
        let (mut here, mut there) = (someone.site.browser(), someone.site.browser());
        here.post("/api/v1/session", someone.ask()).with(201);
        there.post("/api/v1/session", someone.ask()).with(201);
        let path = "/api/v1/me/password";
        here.post(path, json!({ "current": "no es esta", "password": "otoño y barbecho" }))
            .problem(422, "password_wrong");
        here.post(path, json!({ "current": PASSWORD, "password": "Rosa Elena" }))
            .problem(422, "password_common");
        there.get("/api/v1/me").with(200);
        here.post(path, json!({ "current": PASSWORD, "password": "otoño y barbecho" }))
            .with(204);
        here.get("/api/v1/me").with(200);
        there.get("/api/v1/me").problem(401, "session_expired");
        there.post("/api/v1/session", someone.ask()).problem(401, "sign_in_failed");
        there
            .post("/api/v1/session", json!({ "email": someone.email, "password": "otoño y barbecho" }))
            .with(201);

        db.clock().advance(crate::account::sign_in::LIVES - Duration::from_secs(1));
        here.get("/api/v1/me").with(200);
        db.clock().advance(Duration::from_secs(1));
        here.get("/api/v1/me").problem(401, "session_expired");
    });
}

/// SECURITY 8: of secrets only hashes are kept.
#[test]
fn no_secret_is_in_the_database() {
    on_both(|db| {
        let someone = Someone::new(db);
        let mut browser = someone.site.browser();
        browser.post("/api/v1/session", someone.ask()).with(201);
        let cookie = browser.cookie.clone().unwrap();
        let secret = cookie.strip_prefix("relevo_session=").unwrap().to_owned();
        let hash = crate::who::secret::sha256(secret.as_bytes());
        let (kept, password): (Vec<u8>, String) = someone
            .office
            .read(|tx| {
                let kept = tx.one("SELECT secret_hash FROM session", db::args![])?;
                let password = tx.one("SELECT password_hash FROM account WHERE password_hash IS NOT NULL", db::args![])?;
                Ok((kept, password))
            })
            .unwrap();
        assert_eq!(kept, hash);
        assert!(password.starts_with("$argon2id$") && !password.contains(PASSWORD));
    });
}
