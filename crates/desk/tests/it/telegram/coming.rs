//! What customers write.

use db::testing::on_both;
use serde_json::{Value, json};

use super::double::PHOTO;
use super::{CUSTOMER, World, message, said};

#[test]
fn fifty_copies_at_once_are_one_message_one_ticket_one_event() {
    on_both(|db| {
        let world = World::new(db);
        let counts = || {
            [
                world.count("SELECT COUNT(*) FROM message WHERE org_id = $1"),
                world.count("SELECT COUNT(*) FROM ticket WHERE org_id = $1"),
                world.count("SELECT COUNT(*) FROM contact WHERE org_id = $1"),
                world.count("SELECT COUNT(*) FROM event WHERE org_id = $1 AND kind = 'message.created'"),
                world.count("SELECT COUNT(*) FROM event WHERE org_id = $1 AND kind = 'ticket.created'"),
            ]
        };
        let before = counts();
        for n in 0..4 {
            let copies = world.deliver_at_once(50, &said(57 + n, json!({ "text": "Hola" })));
            assert_eq!(copies.len(), 50);
            assert!(copies.iter().all(|reply| reply.status == 200), "{copies:?}");
        }
        let gained: Vec<i64> = counts().iter().zip(before).map(|(now, then)| now - then).collect();
        assert_eq!(gained, [4, 1, 1, 4, 1]);
        // And once more, later, in an update of another number.
        world.later(3600);
        let again = json!({ "update_id": 1, "message": message(57, json!({ "text": "Hola" })) });
        world.deliver(again).with(200);
        assert_eq!(world.count("SELECT COUNT(*) FROM message WHERE org_id = $1"), before[0] + 4);
        // The same number in another chat is another message.
        let mut other = message(57, json!({ "text": "Buenas" }));
        other["from"] = json!({ "id": 55, "is_bot": false, "first_name": "Iván" });
        other["chat"] = json!({ "id": 55, "type": "private" });
        world.deliver(json!({ "update_id": 2, "message": other })).with(200);
        assert_eq!(world.count("SELECT COUNT(*) FROM message WHERE org_id = $1"), before[0] + 5);
    });
}

#[test]
fn a_customer_has_a_name_a_language_and_an_address() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear(57, "Hola");
        let ticket = world.admin().get(&world.path(ticket, "")).with(200).json;
        assert_eq!(ticket["contact"]["name"], "Rosa Méndez");
        assert_eq!(ticket["window"], Value::Null, "Telegram closes no window");
        let id = ticket["contact"]["id"].as_str().unwrap();
        let contact = world.admin().get(&world.office.path(&format!("/contacts/{id}"))).with(200).json;
        assert_eq!(contact["locale"], "es");
        assert_eq!(contact["identities"][0]["address"], CUSTOMER.to_string());
    });
}

#[test]
fn a_photo_comes_after_its_message_and_one_that_is_lost_says_so() {
    on_both(|db| {
        let world = World::new(db);
        let photo = |id: i64, file: &str| {
            let sizes =
                json!([{ "file_id": format!("{file}-s"), "width": 90, "height": 67 }, { "file_id": file, "width": 1280, "height": 960 }]);
            said(id, json!({ "photo": sizes, "caption": "Mire" }))
        };
        world.deliver(photo(57, "photo1")).with(200);
        let ticket = world.ticket();
        let first = world.messages(ticket).remove(0);
        assert_eq!((&first["body"], &first["files"]), (&json!("Mire"), &json!([])));
        world.site.settle();
        let first = world.messages(ticket).remove(0);
        let file = &first["files"][0];
        assert_eq!((&first["media"], &file["media_type"]), (&json!([]), &json!("image/png")));
        let got = world
            .admin()
            .get(&world.office.path(&format!("/files/{}", file["id"].as_str().unwrap())))
            .with(200);
        assert_eq!(got.bytes, PHOTO);

        // Its address has run out: it is asked for anew.
        world.telegram.lose(1);
        world.deliver(photo(58, "photo2")).with(200);
        world.later(60);
        world.later(600);
        assert_eq!(world.messages(ticket)[1]["files"].as_array().unwrap().len(), 1);
        let asked = world.telegram.asked("getFile");
        let of = |id: &str| asked.iter().filter(|one| one.json()["file_id"] == id).count();
        assert_eq!((of("photo1"), of("photo2")), (1, 2));

        // What Telegram gives out to no bot, and what it does not know.
        for (id, file, why) in [(59, "large", "media_too_large"), (60, "gone", "media_unavailable")] {
            world.deliver(photo(id, file)).with(200);
            world.site.settle();
            let last = world.messages(ticket).pop().unwrap();
            assert_eq!((&last["files"], &last["media"][0]["failure"]), (&json!([]), &json!(why)));
        }
    });
}

#[test]
fn a_quotation_a_sign_and_what_telegram_does_not_hand_over() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear(57, "¿Tienen la banda?");
        let answer = world.answer(ticket, json!({ "body": "Sí" }));
        let quoting = json!({ "text": "¿A cuánto?", "reply_to_message": { "message_id": 1001, "date": 1, "chat": { "id": CUSTOMER, "type": "private" } } });
        world.deliver(said(58, quoting)).with(200);
        let react = |signs: Value, date: i64| {
            let reaction = json!({ "chat": { "id": CUSTOMER, "type": "private" }, "message_id": 1001, "user": { "id": CUSTOMER, "first_name": "Rosa" },
                "date": date, "old_reaction": [], "new_reaction": signs });
            world.deliver(json!({ "update_id": date, "message_reaction": reaction })).with(200);
            world.message(ticket, &answer["id"])
        };
        let sign = |emoji: &str| json!([{ "type": "emoji", "emoji": emoji }]);
        assert_eq!(react(sign("👍"), 1_764_140_700)["reaction"], "👍");
        // An older report comes late.
        assert_eq!(react(sign("😡"), 1_764_140_600)["reaction"], "👍");
        assert_eq!(react(json!([]), 1_764_140_800).get("reaction"), None);
        world
            .deliver(said(59, json!({ "poll": { "id": "1", "question": "¿Cuándo?" } })))
            .with(200);
        world.deliver(said(60, json!({ "pinned_message": { "message_id": 57 } }))).with(200);
        let all = world.messages(ticket);
        assert_eq!(all.len(), 4, "a sign and a pin are no messages");
        assert_eq!(all[2]["reply_to"]["id"], answer["id"]);
        assert_eq!(
            (&all[3]["failure"], &all[3]["delivery"], &all[3]["body"]),
            (&json!("unsupported"), &json!("received"), &json!(""))
        );
    });
}

#[test]
fn a_correction_quotes_what_it_corrects_and_opens_nothing() {
    on_both(|db| {
        let world = World::new(db);
        let correct = |id: i64, text: &str, at: i64| {
            let edited = message(id, json!({ "text": text, "edit_date": at }));
            world.deliver(json!({ "update_id": at, "edited_message": edited })).with(200);
        };
        let ticket = world.hear(57, "¿Tienen la banda 1042?");
        correct(57, "¿Tienen la banda 1043?", 1_764_140_900);
        // It comes twice, and once more with the same words.
        correct(57, "¿Tienen la banda 1043?", 1_764_140_900);
        correct(57, "¿Tienen la banda 1042?", 1_764_140_950);
        let all = world.messages(ticket);
        assert_eq!(all.len(), 2);
        assert_eq!(
            (&all[0]["body"], &all[1]["body"], &all[1]["reply_to"]["id"]),
            (&json!("¿Tienen la banda 1042?"), &json!("¿Tienen la banda 1043?"), &all[0]["id"])
        );
        world.admin().post(&world.path(ticket, "/resolution"), json!({})).with(200);
        correct(57, "¿Tienen la banda 1044?", 1_764_141_000);
        assert_eq!(world.office.ticket_row(ticket).state.name(), "closed");
        assert_eq!(world.messages(ticket).len(), 2);
    });
}

#[test]
fn a_group_is_left_and_nothing_of_it_is_kept() {
    on_both(|db| {
        let world = World::new(db);
        let before = world.count("SELECT seq FROM org_head WHERE org_id = $1");
        let mut spoken = message(5, json!({ "text": "@lerma_bot hola" }));
        spoken["chat"] = json!({ "id": -1_001_234_567_890_i64, "title": "Vecinos", "type": "supergroup" });
        let left = world.deliver(json!({ "update_id": 1, "message": spoken })).with(200);
        assert_eq!(left.json, json!({ "method": "leaveChat", "chat_id": -1_001_234_567_890_i64 }));
        assert_eq!(left.headers["content-type"], "application/json");
        assert_eq!(world.count("SELECT seq FROM org_head WHERE org_id = $1"), before);
    });
}

#[test]
fn while_it_is_paused_what_is_new_stays_with_telegram() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear(57, "Hola");
        world.admin().patch(&world.own(""), json!({ "state": "paused" })).with(200);
        world.site.settle();
        assert!(world.telegram.hook().is_some(), "whoever is in a conversation goes on");
        world.deliver(said(58, json!({ "text": "¿Siguen ahí?" }))).with(200);
        let mut stranger = message(5, json!({ "text": "Buenas" }));
        stranger["from"] = json!({ "id": 55, "is_bot": false, "first_name": "Iván" });
        stranger["chat"] = json!({ "id": 55, "type": "private" });
        let update = json!({ "update_id": 9, "message": stranger });
        world.deliver(update.clone()).problem(503, "unavailable");
        assert_eq!(
            (
                world.messages(ticket).len(),
                world.count("SELECT COUNT(*) FROM ticket WHERE org_id = $1")
            ),
            (2, 1)
        );
        world.admin().patch(&world.own(""), json!({ "state": "active" })).with(200);
        world.deliver(update).with(200);
        assert_eq!(world.count("SELECT COUNT(*) FROM ticket WHERE org_id = $1"), 2);
    });
}
