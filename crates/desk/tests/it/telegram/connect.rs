//! Connecting a bot, and who may speak for Telegram.

use db::testing::on_both;
use serde_json::{Value, json};

use super::{TOKEN, World, said};

/// Of the same bot, after the first was revoked.
const FRESH: &str = "110201543:BBHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
const OTHER: &str = "220201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

#[test]
fn a_token_is_kept_and_never_shown_again() {
    on_both(|db| {
        let world = World::new(db);
        let secret = world.telegram.secret();
        for path in [world.own(""), world.office.path("/audit")] {
            let text = String::from_utf8_lossy(&world.admin().get(&path).with(200).bytes).into_owned();
            assert!(!text.contains("AAHdq") && !text.contains(&secret), "{text}");
        }
        let shown = world.admin().get(&world.own("")).with(200).json["managed"].clone();
        assert_eq!(shown["credentials"], json!(["bot_token"]));
        assert_eq!(shown["settings"], json!({ "username": "lerma_bot" }));
        let give = |token: &str| {
            world
                .admin()
                .patch(&world.own(""), json!({ "credentials": { "bot_token": token } }))
        };
        for (token, code) in [
            ("110201543", "bot_token_invalid"),
            ("110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/../x", "bot_token_invalid"),
            ("110201543:AAHdq TcvCH1vGWJxfSeofSAs0K5PALDsaw", "credential_invalid"),
            // Its customers are the first bot's.
            (OTHER, "bot_other"),
        ] {
            give(token).problem(422, code);
        }
        give(FRESH).with(200);
        // What Telegram says nobody changes.
        let changed = world
            .admin()
            .patch(&world.own(""), json!({ "settings": { "username": "otro" } }))
            .with(200)
            .json;
        assert_eq!(changed["managed"]["settings"], json!({ "username": "lerma_bot" }));
    });
}

#[test]
fn a_bot_has_one_channel() {
    on_both(|db| {
        let world = World::new(db);
        let second = json!({ "kind": "telegram", "name": "Otro", "team": world.office.team, "credentials": { "bot_token": FRESH } });
        let make = || world.admin().post(&world.office.path("/channels"), second.clone());
        make().problem(422, "bot_taken");
        world.admin().delete(&world.own("")).with(204);
        make().with(201);
    });
}

#[test]
fn telegram_is_told_where_we_are_and_that_we_are_there_no_more() {
    on_both(|db| {
        let world = World::new(db);
        let hook = world.telegram.hook().expect("a webhook");
        assert_eq!(hook["url"], format!("http://desk.test{}", world.hook()));
        assert_eq!(hook["allowed_updates"], json!(["message", "edited_message", "message_reaction"]));
        // Another secret is said there at once, and nobody else is told it.
        let before = world.telegram.secret();
        let rotated = world.admin().post(&world.own("/secret"), json!({})).with(200).json;
        assert_eq!(rotated.get("secret"), None);
        world.site.settle();
        assert_ne!(world.telegram.secret(), before);
        world
            .saying(&before)
            .post(&world.hook(), said(57, json!({ "text": "Hola" })))
            .problem(401, "token_invalid");
        world.hear(57, "Hola");

        world.admin().delete(&world.own("")).with(204);
        world.site.settle();
        assert_eq!(world.telegram.hook(), None);

        // One that took the bot over meanwhile keeps what it was promised.
        let draft = json!({ "kind": "telegram", "name": "Nuevo", "team": world.office.team, "credentials": { "bot_token": TOKEN } });
        let make = || world.admin().post(&world.office.path("/channels"), draft.clone()).with(201).json;
        let first = make();
        world
            .admin()
            .delete(&world.office.path(&format!("/channels/{}", first["id"].as_str().unwrap())))
            .with(204);
        let second = make();
        world.site.settle();
        let address = second["managed"]["address"].as_str().unwrap();
        assert_eq!(
            world.telegram.hook().expect("a webhook")["url"],
            format!("http://desk.test/api/v1/hooks/telegram/{address}")
        );
    });
}

/// SECURITY 12.
#[test]
fn what_does_not_come_with_the_secret_is_not_stored() {
    on_both(|db| {
        let world = World::new(db);
        let update = said(57, json!({ "text": "Hola" }));
        let everything = || {
            (
                world.count("SELECT COUNT(*) FROM message WHERE org_id = $1"),
                world.count("SELECT seq FROM org_head WHERE org_id = $1"),
            )
        };
        let before = everything();
        let secret = world.telegram.secret();
        let longer = format!("{secret}0");
        for wrong in [
            "",
            " ",
            "rlp_",
            TOKEN,
            &secret[1..],
            &secret[..secret.len() - 1],
            &longer,
            &secret.to_uppercase(),
            &secret.replace("rlp_", "rls_"),
        ] {
            world
                .saying(wrong)
                .post(&world.hook(), update.clone())
                .problem(401, "token_invalid");
        }
        world
            .site
            .browser()
            .post(&world.hook(), update.clone())
            .problem(401, "token_invalid");
        // With the right secret, at an address that is none, as a channel of another kind, as a member, and with what is no update.
        for path in [
            "/api/v1/hooks/telegram/nadie".to_owned(),
            world.hook().replace("telegram", "whatsapp"),
        ] {
            world.saying(&secret).post(&path, update.clone()).problem(401, "token_invalid");
        }
        world.admin().post(&world.hook(), update.clone()).problem(401, "token_invalid");
        world.saying(&secret).post(&world.hook(), json!([])).problem(400, "json_malformed");
        assert_eq!(everything(), before, "nothing was stored");
        world.saying(&secret).post(&world.hook(), update).with(200);
        assert_eq!(world.count("SELECT COUNT(*) FROM message WHERE org_id = $1"), before.0 + 1);
    });
}

#[test]
fn the_check_asks_telegram_and_says_what_it_answered() {
    on_both(|db| {
        let world = World::new(db);
        let checked = || world.admin().post(&world.own("/check"), json!({})).with(200).json;
        let well = json!({ "ok": true, "name": "Tractores Lerma", "link": "https://t.me/lerma_bot" });
        assert_eq!(checked(), well);
        let failing = || world.health()["failure"].clone();

        world
            .telegram
            .want(Some("Bad Request: bad webhook: An HTTPS URL must be provided for webhook"));
        assert_eq!(checked(), json!({ "ok": false, "failure": "hook_refused" }));
        assert_eq!(failing(), "hook_refused");
        world.telegram.want(None);
        // It took the address, and cannot reach it.
        world.telegram.trouble(Some("Wrong response from the webhook: 502 Bad Gateway"));
        let unreached = checked();
        assert_eq!(
            (&unreached["ok"], &unreached["failure"], &unreached["name"]),
            (&json!(false), &json!("hook_failing"), &json!("Tractores Lerma"))
        );
        // What waits because we do not want it now is no trouble.
        world.admin().patch(&world.own(""), json!({ "state": "paused" })).with(200);
        assert_eq!(checked(), well);
        world.admin().patch(&world.own(""), json!({ "state": "active" })).with(200);
        world.telegram.trouble(None);
        assert_eq!(checked(), well);
        assert_eq!(failing(), Value::Null);

        world
            .admin()
            .patch(&world.own(""), json!({ "credentials": { "bot_token": FRESH } }))
            .with(200);
        world.site.settle();
        assert_eq!(failing(), "bot_token_refused", "nobody has to ask");
        assert_eq!(checked(), json!({ "ok": false, "failure": "bot_token_refused" }));
    });
}

#[test]
fn a_channel_without_a_token_says_that_it_lacks_one() {
    on_both(|db| {
        let world = World::new(db);
        let draft = json!({ "kind": "telegram", "name": "Nuevo", "team": world.office.team });
        let made = world.admin().post(&world.office.path("/channels"), draft).with(201).json;
        world.site.settle();
        let check = world.office.path(&format!("/channels/{}/check", made["id"].as_str().unwrap()));
        assert_eq!(
            world.admin().post(&check, json!({})).with(200).json,
            json!({ "ok": false, "failure": "not_set_up" })
        );
        assert_eq!(made["managed"]["health"]["failing_since"], Value::Null);
    });
}

#[test]
fn a_test_goes_to_who_has_written() {
    on_both(|db| {
        let world = World::new(db);
        let test = |to: &str, text: &str| world.admin().post(&world.own("/test"), json!({ "to": to, "text": text }));
        assert_eq!(test(" 418237711 ", "Prueba").with(200).json, json!({ "ok": true }));
        assert_eq!(
            world.telegram.sent().pop().unwrap().json(),
            json!({ "chat_id": 418_237_711, "text": "Prueba" })
        );
        world.telegram.refuse(&[
            (400, "Bad Request: chat not found", None),
            (429, "Too Many Requests: retry after 9", Some(9)),
        ]);
        for code in ["chat_unknown", "rate_limited"] {
            assert_eq!(test("5", "Prueba").with(200).json, json!({ "ok": false, "failure": code }));
        }
        for odd in ["", "@rosa", "+52 33 1204 4417", "-5", "99999999999999999999"] {
            test(odd, "Prueba").problem(422, "chat_invalid");
        }
        test("5", " ").problem(422, "required");
    });
}
