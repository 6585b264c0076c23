//! `relevo demo`: what it says is true, and it fills nothing that is not empty.

use serde_json::{Value, json};

use crate::house::{Demo, Postgres, Server, done, path, refused};
use crate::schema::faults;

#[test]
fn what_it_prints_is_what_its_schema_promises() {
    let promised = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/demo.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&promised).unwrap();
    let printed: Value = serde_json::from_str(&done(&["table", "demo-schema"])).unwrap();
    assert_eq!(printed, schema, "`cargo xtask gen` writes it");
    let demo = Demo::get();
    assert_eq!(faults(&schema, &schema, &demo.json, ""), Vec::<String>::new());
    // The judge judges.
    let mut odd = demo.json.clone();
    odd["channels"][0]["id"] = json!("con_0");
    odd["people"][0].as_object_mut().unwrap().remove("password");
    odd["people"][1]["nickname"] = json!("Chuy");
    odd["channels"][1]["kind"] = json!("fax");
    assert_eq!(faults(&schema, &schema, &odd, "").len(), 4);
}

#[test]
fn every_token_password_address_and_secret_works() {
    let (demo, folder) = (Demo::get(), Demo::get().copy());
    let server = Server::start(folder.path(), None);
    let (mut served, mut external) = (0, 0);
    for person in demo.json["people"].as_array().unwrap() {
        for at in person["memberships"].as_array().unwrap() {
            let org = at["organisation"].as_str().unwrap();
            let asked = server.get(&format!("/api/v1/organisations/{org}"), at["token"].as_str().unwrap());
            let expected = if person["suspended"] == true { 401..=404 } else { 200..=200 };
            let (status, body) = asked.unwrap();
            assert!(expected.contains(&status), "{}: {status} {body}", person["email"]);
            served += 1;
            external += usize::from(at["external"] == true);
        }
    }
    assert!(served > 40 && external >= 5, "{served} {external}");

    for role in ["admin", "operator", "view_only"] {
        let (person, _) = demo.person(role);
        let signing = json!({ "email": person["email"], "password": person["password"] });
        assert_eq!(server.post("/api/v1/session", "", &signing).unwrap().0, 201, "{role}");
        let wrong = json!({ "email": person["email"], "password": "otra-cosa-distinta-11" });
        assert_eq!(server.post("/api/v1/session", "", &wrong).unwrap().0, 401, "{role}");
    }

    let api = demo.channel("api");
    let messages = format!("/api/v1/channels/{}/messages", api["address"].as_str().unwrap());
    assert!(api["url"].as_str().unwrap().ends_with(&messages));
    let hello = json!({ "id": "prueba-1", "from": { "address": "+525500000001", "name": "Prueba" }, "text": "Hola" });
    assert_eq!(server.post(&messages, api["secret"].as_str().unwrap(), &hello).unwrap().0, 201);
    assert_eq!(server.post(&messages, "whsec_otro", &hello).unwrap().0, 401);
    let chat = demo.channel("webchat");
    let key = chat["address"].as_str().unwrap();
    assert_eq!(server.get(&format!("/api/v1/widget/{key}"), "").unwrap().0, 200);
}

/// Every state, and what the lists of a new advisor need to look alive.
#[test]
fn there_is_something_of_everything() {
    let (demo, folder) = (Demo::get(), Demo::get().copy());
    let server = Server::start(folder.path(), None);
    let mut found = std::collections::BTreeSet::new();
    for org in demo.json["organisations"].as_array().unwrap() {
        let id = org["id"].as_str().unwrap();
        let people = demo.json["people"].as_array().unwrap();
        let all = people.iter().flat_map(|p| p["memberships"].as_array().unwrap());
        let admin = all
            .clone()
            .find(|m| m["organisation"] == id && m["roles"].as_array().unwrap().contains(&json!("admin")))
            .unwrap();
        let get = |rest: &str| -> Value {
            let (status, body) = server
                .get(&format!("/api/v1/organisations/{id}{rest}"), admin["token"].as_str().unwrap())
                .unwrap();
            assert_eq!(status, 200, "{rest}: {body}");
            serde_json::from_str(&body).unwrap()
        };
        for state in ["waiting", "open", "hold", "snoozed", "closed"] {
            let some = get(&format!("/tickets?state={state}&limit=5"));
            if some["items"].as_array().is_some_and(|items| !items.is_empty()) {
                found.insert(state);
            }
        }
        for list in [
            "/canned",
            "/labels",
            "/origins",
            "/resolutions",
            "/fields",
            "/teams",
            "/channels",
            "/contacts",
            "/views",
        ] {
            assert!(!get(list)["items"].as_array().unwrap().is_empty(), "{list} of {id}");
        }
    }
    assert_eq!(found.len(), 5, "{found:?}");
}

#[test]
fn the_same_seed_tells_the_same_stories() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a"), folder.path().join("b"));
    let names = |data: &std::path::Path| {
        let text = done(&["demo", "--data", path(data), "--tickets", "4", "--json"]);
        let json: Value = serde_json::from_str(&text).unwrap();
        let people = json["people"].as_array().unwrap().iter();
        let mut names: Vec<String> = people.map(|p| format!("{} {}", p["email"], p["phone"])).collect();
        names.sort();
        (names, json["people"][0]["password"].clone())
    };
    let (first, second) = (names(&a), names(&b));
    assert_eq!(first.0, second.0);
    assert_ne!(first.1, second.1, "passwords are new each time");
}

#[test]
fn what_is_not_empty_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("carta.txt"), "no borrar").unwrap();
    let why = refused(&["demo", "--data", path(folder.path())]);
    assert!(why.contains("is not empty") && why.contains("carta.txt"), "{why}");
    assert_eq!(std::fs::read_to_string(folder.path().join("carta.txt")).unwrap(), "no borrar");

    let (database, empty) = (Postgres::new(), tempfile::tempdir().unwrap());
    let url = database.url();
    let first = empty.path().join("a");
    let people = done(&["demo", "--data", path(&first), "--database", &url, "--tickets", "3"]);
    assert!(people.contains("Tractores Lerma") && people.contains("view_only"), "{people}");
    let second = empty.path().join("b");
    let why = refused(&["demo", "--data", path(&second), "--database", &url, "--tickets", "3"]);
    assert!(why.contains("the database is not empty"), "{why}");
    assert!(crate::house::inside(&second).is_empty());
}
