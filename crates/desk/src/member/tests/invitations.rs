use std::time::Duration;

use access::Builtin;
use axum::http::Method;
use db::Db;
use db::testing::on_both;
use serde_json::{Value, json};

use super::acting;
use crate::testing::Office;
use crate::testing::site::{Browser, Reply, Site};

const PASSWORD: &str = "surcos y maizales";

fn new(email: &str) -> Value {
    json!({ "first_name": "Julián", "last_name": "Ortega", "email": email, "roles": ["operator"], "phone": "33 1204 4417" })
}

/// Invites; gives the member's id and the link's secret.
fn invited(admin: &mut Browser<'_>, office: &Office, email: &str) -> (String, String) {
    let made = admin.post(&office.path("/members"), new(email)).with(201).json;
    let link = made["invitation"]["link"]
        .as_str()
        .expect("no mail server: the link is shown")
        .to_owned();
    let (base, token) = link.split_once("/invitation?token=").unwrap();
    assert_eq!(base, "http://desk.test");
    (made["member"]["id"].as_str().unwrap().to_owned(), token.to_owned())
}

fn start(db: &Db) -> (Office, Site) {
    (Office::new(db), Site::new(db))
}

fn accept(browser: &mut Browser<'_>, token: &str) -> Reply {
    browser.post(
        "/api/v1/invitations/acceptance",
        json!({ "token": token, "password": PASSWORD, "time_zone": "America/Bogota" }),
    )
}

#[test]
fn a_new_person_chooses_a_password_and_is_there() {
    on_both(|db| {
        let (office, site) = start(db);
        let mut admin = acting(&site, &office, Builtin::Admin);
        let (member, token) = invited(&mut admin, &office, "julian@ejemplo.mx");
        assert_eq!(
            admin.get(&office.path(&format!("/members/{member}"))).with(200).json["state"],
            "invited"
        );
        let mut browser = site.browser();
        let shown = browser.get(&format!("/api/v1/invitations?token={token}")).with(200).json;
        assert_eq!(
            shown,
            json!({ "organisation": { "name": "Tractores Lerma" }, "email": "julian@ejemplo.mx", "first_name": "Julián", "last_name": "Ortega",
                "needs_account": true, "expired": false })
        );
        let weak = json!({ "token": token, "password": "julian ortega" });
        browser.post("/api/v1/invitations/acceptance", weak).problem(422, "password_common");
        accept(&mut browser, &token).with(201);
        let me = browser.get("/api/v1/me").with(200).json;
        assert_eq!(
            (&me["account"]["time_zone"], &me["account"]["phone"]),
            (&json!("America/Bogota"), &json!("+523312044417"))
        );
        assert_eq!(me["memberships"][0]["roles"][0]["builtin"], "operator");
        assert_eq!(admin.get(&office.path(&format!("/members/{member}"))).json["state"], "active");
        browser.get(&format!("/api/v1/invitations?token={token}")).problem(409, "link_used");
        accept(&mut site.browser(), &token).problem(409, "link_used");
    });
}

/// SECURITY 8: a hundred at once, one success.
#[test]
fn a_hundred_at_once_with_one_link_make_one_member() {
    on_both(|db| {
        let (office, site) = start(db);
        let (_, token) = invited(&mut acting(&site, &office, Builtin::Admin), &office, "julian@ejemplo.mx");
        let trusting = Site::with(db, |config| config.trusted_proxies = vec!["192.0.2.7".parse().unwrap()]);
        let mut answers = Vec::new();
        for n in 0..5 {
            // From several addresses, so that the limiter is not what stops them.
            let mut browser = trusting.browser();
            browser.headers.push(("x-forwarded-for", format!("203.0.113.{n}")));
            answers.extend(browser.at_once(
                20,
                &Method::POST,
                "/api/v1/invitations/acceptance",
                &json!({ "token": token, "password": PASSWORD }),
            ));
        }
        let made = answers.iter().filter(|r| r.status == 201).count();
        assert_eq!(made, 1);
        assert!(
            answers
                .iter()
                .filter(|r| r.status != 201)
                .all(|r| ["link_used", "sign_in_failed", "too_many_requests"].contains(&r.code()))
        );
        let accounts: i64 = office
            .read(|tx| Ok(tx.one("SELECT COUNT(*) FROM account WHERE email_folded = 'julian@ejemplo.mx'", db::args![])?))
            .unwrap();
        assert_eq!(accounts, 1);
    });
}

#[test]
fn it_expires_to_the_second_and_another_can_be_asked_for() {
    on_both(|db| {
        let (office, site) = start(db);
        let mut admin = acting(&site, &office, Builtin::Admin);
        let (member, token) = invited(&mut admin, &office, "julian@ejemplo.mx");
        let mut browser = site.browser();
        db.clock().advance(Duration::from_secs(7 * 24 * 3600 - 1));
        assert_eq!(
            browser.get(&format!("/api/v1/invitations?token={token}")).with(200).json["expired"],
            false
        );
        db.clock().advance(Duration::from_secs(1));
        assert_eq!(
            browser.get(&format!("/api/v1/invitations?token={token}")).with(200).json["expired"],
            true
        );
        accept(&mut browser, &token).problem(409, "link_expired");

        // The answer is the same for what was never issued; the administrators hear only of what was.
        let asked = browser.post("/api/v1/invitations/renewal", json!({ "token": token })).with(202);
        let noise = browser
            .post("/api/v1/invitations/renewal", json!({ "token": "rli_nonsense" }))
            .with(202);
        assert_eq!(asked.bytes, noise.bytes);
        site.settle();
        let log = admin.get(&office.path("/audit?action=invitation.wanted")).with(200).json;
        assert_eq!(
            (log["items"].as_array().unwrap().len(), &log["items"][0]["subject"]),
            (1, &json!(member))
        );

        let again = admin
            .post(&office.path(&format!("/members/{member}/invitation")), json!({}))
            .with(200)
            .json;
        let fresh = again["link"].as_str().unwrap().split_once("token=").unwrap().1.to_owned();
        browser.get(&format!("/api/v1/invitations?token={token}")).problem(409, "link_used");
        accept(&mut browser, &fresh).with(201);
    });
}

#[test]
fn sent_again_the_older_dies_and_cancelled_none_counts() {
    on_both(|db| {
        let (office, site) = start(db);
        let mut admin = acting(&site, &office, Builtin::Admin);
        let (member, older) = invited(&mut admin, &office, "julian@ejemplo.mx");
        let path = office.path(&format!("/members/{member}/invitation"));
        let newer = admin.post(&path, json!({})).with(200).json["link"]
            .as_str()
            .unwrap()
            .split_once("token=")
            .unwrap()
            .1
            .to_owned();
        accept(&mut site.browser(), &older).problem(409, "link_used");
        site.browser().get(&format!("/api/v1/invitations?token={newer}")).with(200);
        admin.delete(&path).with(204);
        admin.delete(&path).problem(409, "nothing_to_cancel");
        accept(&mut site.browser(), &newer).problem(409, "link_used");
        // A member who is there is invited to nothing.
        let there = office.people[&Builtin::Operator].member;
        admin
            .post(&office.path(&format!("/members/{there}/invitation")), json!({}))
            .problem(409, "member_state");
    });
}

#[test]
fn an_account_joins_by_its_own_password_if_it_has_no_home_or_its_home_is_here() {
    on_both(|db| {
        let (office, site) = start(db);
        let (other, elsewhere) = (Office::new(db), "valeria@ejemplo.mx");
        let mut admin = acting(&site, &office, Builtin::Admin);
        let mut there = acting(&site, &other, Builtin::Admin);
        let (first, token) = invited(&mut there, &other, elsewhere);
        accept(&mut site.browser(), &token).with(201);

        let (_, token) = invited(&mut admin, &office, elsewhere);
        let shown = site.browser().get(&format!("/api/v1/invitations?token={token}")).with(200).json;
        assert_eq!(shown["needs_account"], false);
        // That the account is at home elsewhere is told only to who has proved its password.
        let wrong = json!({ "token": token, "password": "surcos sin maizales" });
        site.browser()
            .post("/api/v1/invitations/acceptance", wrong)
            .problem(401, "sign_in_failed");
        accept(&mut site.browser(), &token).problem(409, "home_elsewhere");

        // Let go at home, it may find another.
        there.delete(&other.path(&format!("/members/{first}"))).with(200);
        let mut browser = site.browser();
        accept(&mut browser, &token).with(201);
        let me = browser.get("/api/v1/me").with(200).json;
        assert_eq!(me["memberships"].as_array().unwrap().len(), 1);
        assert_eq!(
            (&me["memberships"][0]["external"], &me["memberships"][0]["organisation"]["id"]),
            (&json!(false), &json!(office.org))
        );
    });
}

#[test]
fn an_account_with_a_second_factor_shows_it() {
    on_both(|db| {
        let (office, site) = start(db);
        let mut admin = acting(&site, &office, Builtin::Admin);
        let (member, token) = invited(&mut admin, &office, "julian@ejemplo.mx");
        accept(&mut site.browser(), &token).with(201);
        admin.delete(&office.path(&format!("/members/{member}"))).with(200);
        let on = "UPDATE account SET totp_on = TRUE, totp_secret = $1 WHERE email_folded = 'julian@ejemplo.mx'";
        office
            .write(move |tx| Ok(tx.exec(on, db::args![&b"12345678901234567890"[..]])?))
            .unwrap();
        let (_, token) = invited(&mut admin, &office, "julian@ejemplo.mx");
        accept(&mut site.browser(), &token).problem(401, "second_factor_required");
        let wrong = json!({ "token": token, "password": PASSWORD, "code": "000000" });
        site.browser()
            .post("/api/v1/invitations/acceptance", wrong)
            .problem(401, "sign_in_failed");
        site.browser().get(&format!("/api/v1/invitations?token={token}")).with(200);
    });
}

#[test]
fn of_a_link_only_the_hash_is_kept_and_a_repeat_does_not_show_it() {
    on_both(|db| {
        let (office, site) = start(db);
        let mut admin = acting(&site, &office, Builtin::Admin);
        admin.headers.push(("idempotency-key", "one".into()));
        let made = admin.post(&office.path("/members"), new("julian@ejemplo.mx")).with(201).json;
        let token = made["invitation"]["link"]
            .as_str()
            .unwrap()
            .split_once("token=")
            .unwrap()
            .1
            .to_owned();
        let again = admin.post(&office.path("/members"), new("julian@ejemplo.mx")).with(201).json;
        assert_eq!(again["member"]["id"], made["member"]["id"]);
        assert_eq!(
            (&again["invitation"]["id"], again["invitation"].get("link")),
            (&made["invitation"]["id"], None)
        );
        admin
            .post(&office.path("/members"), new("otro@ejemplo.mx"))
            .problem(409, "idempotency_key_reused");
        let kept: Vec<u8> = office
            .read(|tx| Ok(tx.one("SELECT secret_hash FROM invitation", db::args![])?))
            .unwrap();
        assert_eq!(kept, crate::who::secret::sha256(token.as_bytes()));
    });
}

#[test]
fn by_mail_the_letter_has_a_link_and_the_answer_has_none() {
    use crate::mail::double::Double;
    on_both(|db| {
        let office = Office::new(db);
        let double = Double::beside();
        let site = Site::with(db, |config| config.smtp = double.smtp());
        let mut admin = acting(&site, &office, Builtin::Admin);
        // Letters lead to the configured address, whatever the request says (SECURITY 11).
        admin.headers.push(("host", "evil.example".into()));
        admin.headers.push(("x-forwarded-host", "evil.example".into()));
        let made = admin.post(&office.path("/members"), new("julian@ejemplo.mx")).with(201).json;
        assert_eq!(made["invitation"].get("link"), None);
        let jobs: Vec<String> = office
            .read(|tx| Ok(tx.all("SELECT body FROM job WHERE kind = 'invitation.letter'", db::args![])?))
            .unwrap();
        assert!(jobs.len() == 1 && !jobs[0].contains("rli_"), "{jobs:?}");
        site.settle();
        let mails = site.run(double.received());
        assert_eq!((mails.len(), mails[0].to.as_slice()), (1, &["julian@ejemplo.mx".to_owned()][..]));
        let text = mails[0].data.replace("=\r\n", "").replace("=3D", "=");
        assert!(!text.contains("evil.example"));
        let at = text.find("http://desk.test/invitation?token=").unwrap() + "http://desk.test/invitation?token=".len();
        let token: String = text[at..]
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-')
            .collect();
        accept(&mut site.browser(), &token).with(201);
    });
}
