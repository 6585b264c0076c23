//! The HTTP edges: files, the widget, the API channel, and creates that are sent twice.

use access::Builtin;
use data_encoding::BASE64URL_NOPAD;
use db::testing::on_both;
use desk::testing::Office;
use desk::testing::site::{Browser, Reply, Site};
use serde_json::{Value, json};

use crate::desk::sql;

const SECRET: &str = "un secreto de treinta y dos bytes o mas";

fn acting<'a>(site: &'a Site, office: &Office, role: Builtin) -> Browser<'a> {
    site.program(&office.token(office.people[&role].member))
}

/// The key of the office's web chat.
fn key(office: &Office) -> String {
    let id = office.channel;
    sql(office, "UPDATE channel SET secret = $2 WHERE id = $1", db::args![id, SECRET]);
    id.to_string()
}

/// What a site signs for one of its users.
fn vouched(office: &Office, subject: &str) -> String {
    let exp = office.db.now().micros() / 1_000_000 + 60;
    let part = |value: Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let signed = format!(
        "{}.{}",
        part(json!({ "alg": "HS256" })),
        part(json!({ "sub": subject, "name": subject, "exp": exp }))
    );
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
    format!(
        "{signed}.{}",
        BASE64URL_NOPAD.encode(ring::hmac::sign(&key, signed.as_bytes()).as_ref())
    )
}

fn visitor<'a>(site: &'a Site, key: &str, body: Value) -> Browser<'a> {
    let arrived = site.browser().post(&format!("/api/v1/widget/{key}/visitors"), body).with(201);
    site.program(arrived.json["token"].as_str().expect("a token"))
}

fn said(reply: &Reply) -> Vec<String> {
    let messages = reply.json["messages"].as_array().expect("messages").iter();
    messages.map(|m| m["body"].as_str().expect("a text").to_owned()).collect()
}

/// SECURITY 17: the conversation of one person of the site never becomes another's.
#[test]
fn a_browser_that_is_somebody_is_nobody_else() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let key = key(&office);
        let mut browser = visitor(&site, &key, json!({}));
        browser.post("/api/v1/widget/messages", json!({ "body": "Hola" })).with(201);
        // From nobody in particular to Ana, and Ana again by a newer token.
        for _ in 0..2 {
            browser
                .patch("/api/v1/widget/visitor", json!({ "identity": vouched(&office, "ana") }))
                .with(200);
            office.db.clock().advance(std::time::Duration::from_secs(5));
        }
        browser.post("/api/v1/widget/messages", json!({ "body": "Soy Ana" })).with(201);
        let luis = json!({ "identity": vouched(&office, "luis") });
        browser
            .patch("/api/v1/widget/visitor", luis.clone())
            .problem(409, "identity_conflict");
        assert!(said(&browser.get("/api/v1/widget/conversation").with(200)).contains(&"Soy Ana".to_owned()));
        // Luis has a visitor of his own, and none of hers.
        let mut other = visitor(&site, &key, luis);
        assert!(said(&other.get("/api/v1/widget/conversation").with(200)).is_empty());
        // What is not signed by the site is nobody.
        let forged = format!("{}A", vouched(&office, "ana"));
        other
            .patch("/api/v1/widget/visitor", json!({ "identity": forged }))
            .problem(401, "identity_invalid");
        other.token = Some("vst_no".into());
        other.get("/api/v1/widget/conversation").problem(401, "token_invalid");
    });
}

#[test]
fn a_long_conversation_is_read_back_to_its_beginning() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut browser = visitor(&site, &key(&office), json!({}));
        for n in 0..205 {
            browser
                .post("/api/v1/widget/messages", json!({ "body": format!("Mensaje {n}") }))
                .with(201);
        }
        let newest = browser.get("/api/v1/widget/conversation").with(200);
        let texts = said(&newest);
        assert_eq!(
            (texts.len(), texts[0].as_str(), texts[199].as_str()),
            (200, "Mensaje 5", "Mensaje 204")
        );
        assert_eq!(newest.json["older"], true);
        let first = newest.json["messages"][0]["seq"].as_i64().expect("a place");
        let older = browser.get(&format!("/api/v1/widget/conversation?before={first}")).with(200);
        assert_eq!(said(&older), (0..5).map(|n| format!("Mensaje {n}")).collect::<Vec<_>>());
        assert_eq!(older.json["older"], false);
        browser
            .get(&format!("/api/v1/widget/conversation?before={first}&after=1"))
            .problem(422, "before_or_after");
        // Another visitor has nothing before any place.
        let mut other = visitor(&site, &office.channel.to_string(), json!({}));
        assert!(said(&other.get(&format!("/api/v1/widget/conversation?before={first}")).with(200)).is_empty());
    });
}

/// SECURITY 12: the channel's own secret, and the other side's id of a message.
#[test]
fn an_api_channel_takes_what_its_secret_brings_and_nothing_else() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let (_, address, secret) = crate::everybody::api_channel(&office);
        let path = format!("/api/v1/channels/{address}/messages");
        let message = json!({ "id": "m-1", "from": { "address": "c-1", "name": "Rosa" }, "text": "Se detuvo" });
        let tickets = || {
            let org = office.org;
            office
                .read(move |tx| Ok(tx.one::<i64>("SELECT COUNT(*) FROM ticket WHERE org_id = $1", db::args![org])?))
                .expect("a count")
        };
        let before = tickets();
        let member = office.token(office.people[&Builtin::Admin].member);
        for wrong in ["", "whsec_no", "whsec_ap", "whsec_apii", member.as_str()] {
            site.program(wrong).post(&path, message.clone()).problem(401, "token_invalid");
        }
        site.browser().post(&path, message.clone()).problem(401, "token_invalid");
        let mut door = site.program(&secret);
        door.post("/api/v1/channels/no-one/messages", message.clone())
            .problem(401, "token_invalid");
        assert_eq!(tickets(), before, "nothing was stored");
        let landed = door.post(&path, message.clone()).with(201).json;
        assert_eq!((landed["repeated"].clone(), tickets()), (json!(false), before + 1));
        let again = door.post(&path, message).with(200).json;
        assert_eq!(
            (&again["message"], &again["repeated"], tickets()),
            (&landed["message"], &json!(true), before + 1)
        );
        door.post(&path, json!({ "id": "m-2", "from": { "address": "c-1" }, "text": " " }))
            .problem(422, "required");
        // A report about what is not this channel's is about nothing.
        let report = json!({ "id": landed["message"], "delivery": "queued" });
        door.post(&format!("/api/v1/channels/{address}/receipts"), report)
            .problem(422, "choice_unknown");
        let unknown = json!({ "id": "nunca", "delivery": "read" });
        let noted = door.post(&format!("/api/v1/channels/{address}/receipts"), unknown).with(200).json;
        assert_eq!(noted["known"], false);
    });
}

/// SECURITY 15: by what is in it, under our own name, never a page of our origin.
#[test]
fn a_file_is_what_its_content_says_and_is_never_run_here() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        let files = office.path("/files");
        for (name, bytes) in [
            ("foto.png", b"<!doctype html><script>alert(1)</script>".as_slice()),
            (
                "dibujo.svg",
                b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".as_slice(),
            ),
            ("../..\\nota\u{202e}gnp.html", b"<html><body onload=alert(1)>".as_slice()),
        ] {
            let made = admin.upload(&files, name, bytes).with(201).json;
            let shown = made["name"].as_str().expect("a name");
            assert!(!shown.contains(['/', '\\', '\u{202e}']), "{shown:?}");
            assert!(!made["media_type"].as_str().expect("a type").starts_with("image/p"), "{made}");
            let got = admin.get(&format!("{files}/{}", made["id"].as_str().expect("an id"))).with(200);
            let header = |name: &str| got.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
            assert_eq!(header("x-content-type-options"), "nosniff", "{name}");
            assert!(
                header("content-disposition").starts_with("attachment"),
                "{name}: {}",
                header("content-disposition")
            );
            assert!(
                header("content-security-policy").contains("sandbox"),
                "{name}: {}",
                header("content-security-policy")
            );
            assert_eq!(got.bytes, bytes);
        }
        // A picture is shown, and its own is all that its uploader's colleagues cannot fetch before it hangs somewhere.
        let picture = admin.upload(&files, "foto.png", crate::everybody::PNG).with(201).json;
        let path = format!("{files}/{}", picture["id"].as_str().expect("an id"));
        let got = admin.get(&path).with(200);
        assert_eq!(got.headers["content-type"], "image/png");
        acting(&site, &office, Builtin::Supervisor).get(&path).problem(404, "not_found");
        site.browser().get(&path).with(401);
        let other = Office::new(db);
        acting(&site, &other, Builtin::Admin).get(&path).problem(404, "not_found");
        let bytes = vec![0; 1024 * 1024 + 1];
        admin.upload(&files, "grande.bin", &bytes).with(413);
    });
}

/// SECURITY 22.
#[test]
fn a_key_makes_one_thing_and_another_body_is_an_error() {
    on_both(|db| {
        let (office, site) = (Office::new(db), Site::new(db));
        let mut admin = acting(&site, &office, Builtin::Admin);
        for (rest, body, other) in [
            (
                "/labels",
                json!({ "name": "Urgente", "colour": "red" }),
                json!({ "name": "Otra", "colour": "red" }),
            ),
            ("/contacts", json!({ "name": "Rosa" }), json!({ "name": "Pedro" })),
            ("/teams", json!({ "name": "Campo" }), json!({ "name": "Taller" })),
            (
                "/fields",
                json!({ "name": "Serie", "kind": "text", "subject": "ticket" }),
                json!({ "name": "Año", "kind": "text", "subject": "ticket" }),
            ),
        ] {
            admin.headers = vec![("idempotency-key", format!("clave-{}", &rest[1..]))];
            let first = admin.post(&office.path(rest), body.clone()).with(201).json["id"].clone();
            let again = admin.post(&office.path(rest), body.clone()).with(201).json["id"].clone();
            assert_eq!(first, again, "{rest}");
            let refused = admin.post(&office.path(rest), other.clone());
            assert!(refused.status.is_client_error(), "{rest}: {}", refused.json);
            admin.headers.clear();
            admin.post(&office.path(rest), other).with(201);
        }
        // A form: what counts is the file, and its name.
        let files = office.path("/files");
        admin.headers = vec![("idempotency-key", "clave-files".to_owned())];
        let first = admin.upload(&files, "nota.txt", b"uno").with(201).json;
        assert_eq!(admin.upload(&files, "nota.txt", b"uno").with(201).json, first);
        for (name, bytes) in [("nota.txt", b"dos"), ("otra.txt", b"uno")] {
            admin.upload(&files, name, bytes).problem(409, "idempotency_key_reused");
        }
        admin.headers.clear();
        assert_ne!(admin.upload(&files, "nota.txt", b"uno").with(201).json["id"], first["id"]);
    });
}
