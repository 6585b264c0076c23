//! Connecting a number, and who may speak for Meta.

use db::testing::on_both;
use serde_json::json;

use super::{NUMBER, SECRET, World, delivery, message, said};

#[test]
fn what_meta_gave_is_kept_and_never_shown_again() {
    on_both(|db| {
        let world = World::new(db);
        let path = world.office.path(&format!("/channels/{}", world.channel));
        let whole = world.admin().get(&path).with(200);
        let text = String::from_utf8_lossy(&whole.bytes);
        for secret in ["EAAG", SECRET, &world.verify] {
            assert!(!text.contains(secret), "{text}");
        }
        assert_eq!(whole.json["managed"]["credentials"], json!(["access_token", "app_secret"]));
        // What is not named stays; a name that Meta has not is none.
        world
            .admin()
            .patch(&path, json!({ "credentials": { "app_secret": "otra" } }))
            .with(200);
        let channel = world.channel.parse().unwrap();
        let org = world.office.org;
        let kept = world
            .office
            .read(move |tx| desk::channel::store::credentials(tx, org, channel))
            .unwrap();
        assert_eq!((kept["access_token"].as_str(), kept["app_secret"].as_str()), ("EAAG", "otra"));
        for (odd, code) in [
            (json!({ "password": "x" }), "choice_unknown"),
            (json!({ "access_token": "EA\u{e9}G" }), "credential_invalid"),
        ] {
            world.admin().patch(&path, json!({ "credentials": odd })).problem(422, code);
        }
        let audit = world.admin().get(&world.office.path("/audit")).with(200);
        assert!(!String::from_utf8_lossy(&audit.bytes).contains("EAAG"));
    });
}

#[test]
fn one_number_has_one_channel() {
    on_both(|db| {
        let world = World::new(db);
        let second = json!({ "kind": "whatsapp", "name": "Otra", "team": world.office.team, "settings": { "phone_number_id": NUMBER } });
        world
            .admin()
            .post(&world.office.path("/channels"), second.clone())
            .problem(422, "number_taken");
        world
            .admin()
            .delete(&world.office.path(&format!("/channels/{}", world.channel)))
            .with(204);
        world.admin().post(&world.office.path("/channels"), second).with(201);
    });
}

#[test]
fn the_handshake_is_for_who_knows_the_token() {
    on_both(|db| {
        let world = World::new(db);
        let ask = |mode: &str, token: &str| {
            let path = format!("{}?hub.mode={mode}&hub.challenge=1158201444&hub.verify_token={token}", world.hook());
            world.site.browser().get(&path)
        };
        let answered = ask("subscribe", &world.verify).with(200);
        assert_eq!(answered.bytes, b"1158201444");
        assert!(answered.headers["content-type"].to_str().unwrap().starts_with("text/plain"));
        for (mode, token) in [
            ("subscribe", ""),
            ("subscribe", "rlp_no"),
            ("unsubscribe", &world.verify),
            ("subscribe", SECRET),
        ] {
            ask(mode, token).problem(401, "token_invalid");
        }
        world
            .site
            .browser()
            .get("/api/v1/hooks/whatsapp/nadie?hub.mode=subscribe&hub.verify_token=")
            .problem(401, "token_invalid");
        // A new token is the only one.
        let fresh = world
            .admin()
            .post(&world.office.path(&format!("/channels/{}/secret", world.channel)), json!({}))
            .with(200)
            .json;
        let fresh = fresh["secret"].as_str().unwrap();
        assert!(fresh.starts_with("rlp_") && fresh.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b)));
        ask("subscribe", &world.verify).with(401);
        ask("subscribe", fresh).with(200);
    });
}

/// SECURITY 12.
#[test]
fn what_meta_has_not_signed_is_not_stored() {
    on_both(|db| {
        let world = World::new(db);
        let body = delivery(NUMBER, said(message("A", "text", json!({ "body": "Hola" }))));
        let other = delivery(NUMBER, said(message("B", "text", json!({ "body": "Hola" }))));
        let everything = || {
            (
                world.count("SELECT COUNT(*) FROM message WHERE org_id = $1"),
                world.count("SELECT seq FROM org_head WHERE org_id = $1"),
            )
        };
        let before = everything();
        for secret in ["", "EAAG", "app-secret-exampl", &world.verify] {
            world
                .signing(&body, secret)
                .post(&world.hook(), body.clone())
                .problem(401, "token_invalid");
        }
        // The signature of another body, none, and of a form that is none.
        world
            .signing(&other, SECRET)
            .post(&world.hook(), body.clone())
            .problem(401, "token_invalid");
        world.site.browser().post(&world.hook(), body.clone()).problem(401, "token_invalid");
        for form in ["sha256=", "sha1=00", "0"] {
            let mut meta = world.site.browser();
            meta.headers.push((channel_whatsapp::sign::HEADER, form.into()));
            meta.post(&world.hook(), body.clone()).problem(401, "token_invalid");
        }
        // With the right signature, at an address that is none, and as a member.
        world
            .signing(&body, SECRET)
            .post("/api/v1/hooks/whatsapp/nadie", body.clone())
            .problem(401, "token_invalid");
        world.admin().post(&world.hook(), body.clone()).problem(401, "token_invalid");
        assert_eq!(everything(), before, "nothing was stored");
        world.signing(&body, SECRET).post(&world.hook(), body.clone()).with(200);
        assert_eq!(world.count("SELECT COUNT(*) FROM message WHERE org_id = $1"), before.0 + 1);
        // A number that is nobody's here is acknowledged, and nothing else.
        let foreign = delivery("999", said(message("C", "text", json!({ "body": "Hola" }))));
        world.signing(&foreign, SECRET).post(&world.hook(), foreign.clone()).with(200);
        assert_eq!(world.count("SELECT COUNT(*) FROM message WHERE org_id = $1"), before.0 + 1);
    });
}

#[test]
fn a_channel_whose_secret_was_never_given_believes_nobody() {
    on_both(|db| {
        let world = World::new(db);
        let draft = json!({ "kind": "whatsapp", "name": "Nuevo", "team": world.office.team });
        let made = world.admin().post(&world.office.path("/channels"), draft).with(201).json;
        let hook = format!("/api/v1/hooks/whatsapp/{}", made["managed"]["address"].as_str().unwrap());
        let body = delivery("", said(message("A", "text", json!({ "body": "Hola" }))));
        world.signing(&body, "").post(&hook, body.clone()).problem(401, "token_invalid");
        let check = world.office.path(&format!("/channels/{}/check", made["id"].as_str().unwrap()));
        assert_eq!(
            world.admin().post(&check, json!({})).with(200).json,
            json!({ "ok": false, "failure": "not_set_up" })
        );
    });
}

#[test]
fn the_check_asks_meta_and_says_what_it_answered() {
    on_both(|db| {
        let world = World::new(db);
        let path = |rest: &str| world.office.path(&format!("/channels/{}{rest}", world.channel));
        let checked = || world.admin().post(&path("/check"), json!({})).with(200).json;
        let well = json!({ "ok": true, "name": "Tractores Lerma", "number": "+52 33 1200 0000", "quality": "green" });
        assert_eq!(checked(), well);
        assert_eq!(world.graph.asked("/subscribed_apps").len(), 1);
        world
            .admin()
            .patch(&path(""), json!({ "credentials": { "access_token": "vencido" } }))
            .with(200);
        assert_eq!(checked(), json!({ "ok": false, "failure": "token_refused" }));
        assert_eq!(world.shown()["managed"]["health"]["failure"], "token_refused");
        world
            .admin()
            .patch(
                &path(""),
                json!({ "credentials": { "access_token": "EAAG" }, "settings": { "phone_number_id": "7" } }),
            )
            .with(200);
        assert_eq!(checked()["failure"], "number_unknown");
        world
            .admin()
            .patch(&path(""), json!({ "settings": { "phone_number_id": NUMBER } }))
            .with(200);
        assert_eq!(checked()["failure"], "account_missing");
        world
            .admin()
            .patch(&path(""), json!({ "settings": { "phone_number_id": NUMBER, "account_id": "8" } }))
            .with(200);
        assert_eq!(checked()["failure"], "account_unknown");
        world
            .admin()
            .patch(
                &path(""),
                json!({ "settings": { "phone_number_id": NUMBER, "account_id": super::ACCOUNT } }),
            )
            .with(200);
        assert_eq!(checked(), well);
        assert_eq!(world.shown()["managed"]["health"]["failing_since"], json!(null));

        let test = |body| world.admin().post(&path("/test"), body);
        assert_eq!(
            test(json!({ "to": "33 1204 4417", "text": "Prueba" })).with(200).json,
            json!({ "ok": true })
        );
        let sent = world.graph.messages().pop().unwrap();
        assert_eq!((&sent["to"], &sent["text"]["body"]), (&json!("523312044417"), &json!("Prueba")));
        world.graph.refuse(&[(400, 131_030)]);
        let refused = test(json!({ "to": "33 1204 4417", "text": "Prueba" })).with(200).json;
        assert_eq!(refused, json!({ "ok": false, "failure": "recipient_not_allowed" }));
        test(json!({ "to": "12", "text": "Prueba" })).problem(422, "phone_invalid");
        test(json!({ "to": "33 1204 4417", "text": " " })).problem(422, "required");
    });
}
