//! What advisors answer.

use db::testing::on_both;
use serde_json::{Value, json};

use super::{CUSTOMER, World};

#[test]
fn an_answer_quotes_and_carries_a_file() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear(57, "¿Tienen la banda?");
        let question = world.messages(ticket).remove(0);
        let file = world
            .admin()
            .upload(&world.office.path("/files"), "cotización.pdf", b"%PDF-1.7 12 bandas")
            .with(201)
            .json["id"]
            .clone();
        let answer = world.answer(
            ticket,
            json!({ "body": "Va la cotización\nEs de hoy", "files": [file], "reply_to": question["id"] }),
        );
        assert_eq!(answer["delivery"], "sent");
        let up = world.telegram.sent().pop().unwrap();
        let form = String::from_utf8_lossy(&up.body);
        assert_eq!(up.method, "sendDocument");
        for part in [
            "name=\"chat_id\"\r\n\r\n418237711\r\n",
            "name=\"caption\"\r\n\r\nVa la cotización\nEs de hoy\r\n",
            "\"message_id\":57",
            "name=\"document\"; filename=\"cotización.pdf\"",
            "%PDF-1.7 12 bandas\r\n--",
        ] {
            assert!(form.contains(part), "{part}: {form}");
        }
        // The customer answers it by the name that Telegram gave it.
        let text = world.answer(ticket, json!({ "body": "¿Se la aparto?", "reply_to": answer["id"] }));
        let sent = world.telegram.sent().pop().unwrap().json();
        assert_eq!(
            sent,
            json!({ "chat_id": CUSTOMER, "text": "¿Se la aparto?", "reply_parameters": { "message_id": 1001, "allow_sending_without_reply": true } })
        );
        assert_eq!(text["delivery"], "sent");
    });
}

#[test]
fn a_place_goes_as_one_and_several_parts_none_twice() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear(57, "¿Dónde están?");
        world.answer(
            ticket,
            json!({ "body": "https://www.google.com/maps/search/?api=1&query=20.6736,-103.344" }),
        );
        let place = world.telegram.sent().pop().unwrap();
        assert_eq!(
            (place.method.as_str(), place.json()),
            (
                "sendLocation",
                json!({ "chat_id": CUSTOMER, "latitude": 20.6736, "longitude": -103.344 })
            )
        );
        let file = |name: &str| {
            let made = world.admin().upload(&world.office.path("/files"), name, b"%PDF-1.7 x").with(201);
            made.json["id"].clone()
        };
        let files = [file("uno.pdf"), file("dos.pdf")];
        let before = world.telegram.sent().len();
        let id = world
            .admin()
            .post(&world.path(ticket, "/messages"), json!({ "body": "Van dos", "files": files }))
            .with(201)
            .json["id"]
            .clone();
        world.telegram.refuse(&[(400, "Bad Request: IMAGE_PROCESS_FAILED", None)]);
        world.later(60);
        let failed = world.message(ticket, &id);
        assert_eq!(
            (&failed["delivery"], &failed["failure"]),
            (&json!("failed"), &json!("media_refused"))
        );
        let retry = format!("/messages/{}/retry", id.as_str().unwrap());
        world.admin().post(&world.path(ticket, &retry), json!({})).with(200);
        world.later(60);
        assert_eq!(world.message(ticket, &id)["delivery"], "sent");
        let methods: Vec<String> = world.telegram.sent().split_off(before).into_iter().map(|one| one.method).collect();
        assert_eq!(methods, ["sendMessage", "sendMessage", "sendDocument", "sendDocument"]);
    });
}

#[test]
fn who_has_blocked_the_bot_is_told_of_and_the_channel_is_well() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear(57, "Hola");
        for (status, words, why) in [
            (403, "Forbidden: bot was blocked by the user", "recipient_blocked"),
            (403, "Forbidden: user is deactivated", "recipient_gone"),
            (400, "Bad Request: chat not found", "chat_unknown"),
        ] {
            world.telegram.refuse(&[(status, words, None)]);
            let answer = world.answer(ticket, json!({ "body": "Buenas tardes" }));
            assert_eq!((&answer["delivery"], &answer["failure"]), (&json!("failed"), &json!(why)));
        }
        assert_eq!(world.health()["failing_since"], Value::Null);
        assert_eq!(world.telegram.sent().len(), 3, "nothing was tried again");
    });
}

#[test]
fn what_passes_is_tried_again_when_telegram_says_and_a_dead_token_is_the_channels_trouble() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear(57, "Hola");
        world.telegram.refuse(&[
            (429, "Too Many Requests: retry after 900", Some(900)),
            (502, "Bad Gateway", None),
            (401, "Unauthorized", None),
        ]);
        let answer = world.answer(ticket, json!({ "body": "Uno" }));
        assert_eq!(answer["delivery"], "queued");
        for _ in 0..8 {
            world.later(100);
        }
        assert_eq!(world.telegram.sent().len(), 1, "not before it is wanted");
        world.later(200);
        assert_eq!(world.telegram.sent().len(), 2);
        assert_eq!(world.health()["failure"], "provider_unavailable");
        world.later(600);
        let failed = world.message(ticket, &answer["id"]);
        assert_eq!(
            (&failed["delivery"], &failed["failure"]),
            (&json!("failed"), &json!("bot_token_refused"))
        );
        assert_eq!(world.health()["failure"], "bot_token_refused");
        // Another that leaves says that it works again.
        assert_eq!(world.answer(ticket, json!({ "body": "Dos" }))["delivery"], "sent");
        let health = world.health();
        assert_eq!(health["failing_since"], Value::Null);
        assert!(health["last_in_at"].is_string() && health["last_out_at"].is_string(), "{health}");
    });
}
