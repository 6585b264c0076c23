//! The API channel from outside: another system posts what a customer wrote, and gets the answer, signed, with its files.

use std::sync::{Arc, Mutex};

use access::Builtin;
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::routing::post;
use db::testing::on_both;
use desk::testing::Office;
use desk::testing::site::{Browser, Site};
use desk::webhook::sign::Key;
use serde_json::{Value, json};

/// What the other system was sent.
type Heard = Arc<Mutex<Vec<(HeaderMap, Vec<u8>)>>>;

/// The other system: keeps what it is sent and answers with these statuses, the last one for good.
fn listen(site: &Site, statuses: &'static [u16]) -> (String, Heard) {
    let heard = Heard::default();
    let kept = heard.clone();
    let hear = move |headers: HeaderMap, body: Bytes| {
        let mut kept = kept.lock().unwrap();
        let status = statuses[kept.len().min(statuses.len() - 1)];
        kept.push((headers, body.to_vec()));
        let answer = (axum::http::StatusCode::from_u16(status).unwrap(), r#"{"id":"ext-77"}"#);
        async move { answer }
    };
    let url = site.run(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/in", listener.local_addr().unwrap());
        let router: axum::Router = axum::Router::new().route("/in", post(hear));
        tokio::spawn(async move { axum::serve(listener, router).await });
        url
    });
    (url, heard)
}

/// An API channel that delivers there; its address and secret.
fn channel(admin: &mut Browser<'_>, office: &Office, url: &str) -> (String, String) {
    let draft = json!({ "kind": "api", "name": "Tienda", "team": office.team, "settings": { "url": url } });
    let made = admin
        .post(&format!("/api/v1/organisations/{}/channels", office.org), draft)
        .with(201)
        .json;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&made["managed"]["address"]), text(&made["secret"]))
}

fn upload(browser: &mut Browser<'_>, path: &str, name: &str, bytes: &str) -> String {
    let made = browser.upload(path, name, bytes.as_bytes()).with(201);
    made.json["id"].as_str().unwrap().to_owned()
}

#[test]
fn an_answer_leaves_signed_with_its_files_and_only_the_channel_fetches_them() {
    on_both(|db| {
        let office = Office::new(db);
        let site = Site::new(db);
        let token = office.token(office.people[&Builtin::Admin].member);
        let mut admin = site.program(&token);
        let (url, heard) = listen(&site, &[200]);
        let (address, secret) = channel(&mut admin, &office, &url);
        let (elsewhere, other_secret) = channel(&mut admin, &office, &url);

        let mut shop = site.program(&secret);
        let said = json!({ "id": "m-1", "from": { "address": "cliente-9", "name": "Rosa" }, "text": "¿Tienen la banda?" });
        let messages = format!("/api/v1/channels/{address}/messages");
        let landed = shop.post(&messages, said.clone()).with(201).json;
        assert_eq!(shop.post(&messages, said).with(200).json["message"], landed["message"]);

        let tickets = format!(
            "/api/v1/organisations/{}/tickets/{}",
            office.org,
            landed["ticket"].as_str().unwrap()
        );
        let file = upload(
            &mut admin,
            &format!("/api/v1/organisations/{}/files", office.org),
            "cotización.txt",
            "12 bandas",
        );
        let note = upload(
            &mut admin,
            &format!("/api/v1/organisations/{}/files", office.org),
            "costo.txt",
            "no decir",
        );
        admin
            .post(&format!("{tickets}/notes"), json!({ "body": "Costo", "files": [note] }))
            .with(201);
        let reply = admin
            .post(
                &format!("{tickets}/messages"),
                json!({ "body": "Sí, va la cotización", "files": [file] }),
            )
            .with(201)
            .json;
        db.clock().advance(std::time::Duration::from_secs(60));
        site.settle();

        let (headers, body) = heard.lock().unwrap().pop().expect("a delivery");
        let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
        Key::read(&secret).unwrap().verify(header, &body, db.now()).unwrap();
        let sent: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((&sent["data"]["id"], &sent["data"]["to"]), (&reply["id"], &json!("cliente-9")));
        let carried = &sent["data"]["files"][0];
        assert_eq!((&carried["name"], &carried["size"]), (&json!("cotización.txt"), &json!(9)));
        assert_eq!(sent["data"]["files"].as_array().unwrap().len(), 1);

        let path = carried["url"].as_str().unwrap().strip_prefix("http://desk.test").unwrap();
        assert_eq!(shop.get(path).with(200).bytes, b"12 bandas");
        let of_note = path.replace(&file, &note);
        shop.get(&of_note).with(404);
        site.program(&other_secret).get(path).with(401);
        site.program(&other_secret).get(&path.replace(&address, &elsewhere)).with(404);

        // From now on the other system may call the message by its own name.
        let receipts = format!("/api/v1/channels/{address}/receipts");
        let told = shop.post(&receipts, json!({ "id": "ext-77", "delivery": "read" })).with(200);
        assert_eq!(told.json["known"], json!(true));
    });
}

#[test]
fn what_may_pass_is_tried_again_and_what_may_not_is_failed_with_its_reason() {
    on_both(|db| {
        let office = Office::new(db);
        let site = Site::new(db);
        let token = office.token(office.people[&Builtin::Admin].member);
        let mut admin = site.program(&token);
        let (url, heard) = listen(&site, &[503, 200, 410]);
        let (address, secret) = channel(&mut admin, &office, &url);
        let mut shop = site.program(&secret);
        let said = json!({ "id": "m-1", "from": { "address": "cliente-9" }, "text": "Hola" });
        let landed = shop.post(&format!("/api/v1/channels/{address}/messages"), said).with(201).json;
        let tickets = format!(
            "/api/v1/organisations/{}/tickets/{}",
            office.org,
            landed["ticket"].as_str().unwrap()
        );
        let answer = |admin: &mut Browser<'_>, text: &str| {
            let id = admin.post(&format!("{tickets}/messages"), json!({ "body": text })).with(201).json["id"].clone();
            for _ in 0..2 {
                db.clock().advance(std::time::Duration::from_secs(600));
                site.settle();
            }
            let timeline = admin.get(&format!("{tickets}/timeline")).with(200).json;
            let items = timeline["items"].as_array().unwrap().clone();
            items
                .into_iter()
                .find(|item| item["message"]["id"] == id || item["id"] == id)
                .expect("the answer")
        };
        let first = answer(&mut admin, "Buenos días").to_string();
        assert!(first.contains(r#""delivery":"sent""#), "{first}");
        assert_eq!(heard.lock().unwrap().len(), 2);
        let second = answer(&mut admin, "¿Sigue ahí?").to_string();
        assert!(second.contains(r#""delivery":"failed""#) && second.contains("HTTP 410"), "{second}");
        assert_eq!(heard.lock().unwrap().len(), 3);
    });
}

#[test]
fn while_it_is_paused_only_conversations_that_are_open_go_on() {
    on_both(|db| {
        let office = Office::new(db);
        let site = Site::new(db);
        let token = office.token(office.people[&Builtin::Admin].member);
        let mut admin = site.program(&token);
        let (url, _) = listen(&site, &[200]);
        let (address, secret) = channel(&mut admin, &office, &url);
        let mut shop = site.program(&secret);
        let messages = format!("/api/v1/channels/{address}/messages");
        let said = |id: &str, from: &str| json!({ "id": id, "from": { "address": from }, "text": "Hola" });
        let first = shop.post(&messages, said("m-1", "cliente-1")).with(201).json;
        let channels = office.path("/channels");
        let all = admin.get(&channels).with(200).json;
        let mut items = all["items"].as_array().unwrap().iter();
        let ours = items.find(|one| one["managed"]["address"] == json!(address)).unwrap()["id"].clone();
        let path = format!("{channels}/{}", ours.as_str().unwrap());
        admin.patch(&path, json!({ "state": "paused" })).with(200);

        shop.post(&messages, said("m-2", "cliente-2")).problem(409, "channel_paused");
        assert_eq!(
            shop.post(&messages, said("m-3", "cliente-1")).with(201).json["ticket"],
            first["ticket"]
        );
        assert_eq!(
            shop.post(&messages, said("m-1", "cliente-1")).with(200).json["repeated"],
            json!(true)
        );
        admin.patch(&path, json!({ "state": "active" })).with(200);
        shop.post(&messages, said("m-2", "cliente-2")).with(201);
    });
}
