//! What customers write.

use db::testing::on_both;
use serde_json::json;

use super::graph::PHOTO;
use super::{CUSTOMER, World, message, said, status};

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
            let copies = world.deliver_at_once(50, said(message(&format!("M{n}"), "text", json!({ "body": "Hola" }))));
            assert_eq!(copies.len(), 50);
            assert!(copies.iter().all(|reply| reply.status == 200), "{copies:?}");
        }
        let gained: Vec<i64> = counts().iter().zip(before).map(|(now, then)| now - then).collect();
        assert_eq!(gained, [4, 1, 1, 4, 1]);
        // And once more, later.
        world.later(3600);
        world.deliver(said(message("M0", "text", json!({ "body": "Hola" })))).with(200);
        assert_eq!(world.count("SELECT COUNT(*) FROM message WHERE org_id = $1"), before[0] + 4);
    });
}

#[test]
fn a_photo_comes_after_its_message_and_one_that_is_lost_says_so() {
    on_both(|db| {
        let world = World::new(db);
        let photo = |id: &str, file: &str| {
            said(message(
                id,
                "image",
                json!({ "caption": "Mire", "mime_type": "image/png", "sha256": "x", "id": file }),
            ))
        };
        world.deliver(photo("A", "photo1")).with(200);
        let ticket = world.ticket();
        let first = world.messages(ticket).remove(0);
        assert_eq!((&first["body"], &first["files"]), (&json!("Mire"), &json!([])));
        assert_eq!(first["media"], json!([{ "media_type": "image/png" }]));
        let row = world.admin().get(&world.office.path("/tickets?view=all")).with(200).json;
        assert_eq!(row["items"][0]["last"]["files"], 1);

        world.site.settle();
        let first = world.messages(ticket).remove(0);
        assert_eq!(first["media"], json!([]));
        let file = &first["files"][0];
        assert_eq!(
            (&file["name"], &file["media_type"], &file["width"]),
            (&json!("image.png"), &json!("image/png"), &json!(1))
        );
        let got = world
            .admin()
            .get(&world.office.path(&format!("/files/{}", file["id"].as_str().unwrap())))
            .with(200);
        assert_eq!(got.bytes, PHOTO);
        let told =
            world.count("SELECT COUNT(*) FROM event WHERE org_id = $1 AND kind = 'message.changed' AND body LIKE '%\"files\":true%'");
        assert_eq!(told, 1);

        // A document is found by its name, once it is here.
        let document = json!({ "filename": "factura 118.pdf", "mime_type": "application/pdf", "sha256": "x", "id": "photo9" });
        world.deliver(said(message("F", "document", document))).with(200);
        world.site.settle();
        let found = world.admin().get(&world.office.path("/search?q=factura")).with(200).json;
        assert_eq!(found["items"].as_array().map(Vec::len), Some(1), "{found}");

        // Its address has run out each time: asked for anew, and in the end given up.
        world.graph.lose(1);
        world.deliver(photo("B", "photo2")).with(200);
        world.later(60);
        world.later(600);
        assert_eq!(world.messages(ticket)[2]["files"].as_array().unwrap().len(), 1);
        // Once for each attempt, and the file with it.
        let asked = |end: &str| world.graph.asked(end).iter().filter(|one| !one.path.starts_with("/file")).count();
        assert_eq!((asked("/photo1"), asked("/photo2")), (1, 2), "where it is, is asked anew");

        world.graph.lose(100);
        world.deliver(photo("C", "photo3")).with(200);
        for _ in 0..12 {
            world.later(4 * 3600);
        }
        let third = world.messages(ticket).remove(3);
        assert_eq!(
            (&third["files"], &third["media"][0]["failure"]),
            (&json!([]), &json!("media_unavailable"))
        );
        let again = format!("/messages/{}/media", third["id"].as_str().unwrap());
        world.graph.lose(0);
        let asked = world.admin().post(&world.path(ticket, &again), json!({})).with(200).json;
        assert_eq!(asked["media"][0].get("failure"), None);
        world.site.settle();
        assert_eq!(world.message(ticket, &third["id"])["files"].as_array().unwrap().len(), 1);
        world
            .admin()
            .post(&world.path(ticket, &again), json!({}))
            .problem(409, "nothing_missing");
        // What Meta does not know any more is not asked for for hours.
        world.deliver(photo("D", "gone1")).with(200);
        world.site.settle();
        assert_eq!(world.messages(ticket)[4]["media"][0]["failure"], "media_unavailable");
    });
}

#[test]
fn a_quotation_a_reaction_and_what_whatsapp_does_not_hand_over() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear("A", "¿Tienen la banda?");
        let answer = world.answer(ticket, json!({ "body": "Sí" }));
        let mut quoting = message("B", "text", json!({ "body": "¿A cuánto?" }));
        quoting["context"] = json!({ "from": "523312000000", "id": "wamid.OUT1" });
        world.deliver(said(quoting)).with(200);
        let react = |emoji: &str, at: &str| {
            let mut reaction = message(&format!("R{at}"), "reaction", json!({ "message_id": "wamid.OUT1", "emoji": emoji }));
            reaction["timestamp"] = json!(at);
            world.deliver(said(reaction)).with(200);
            world.message(ticket, &answer["id"])
        };
        assert_eq!(react("👍", "1764140700")["reaction"], "👍");
        // An older report comes late, and the same comes twice.
        assert_eq!(react("😡", "1764140600")["reaction"], "👍");
        assert_eq!(react("👍", "1764140700")["reaction"], "👍");
        assert_eq!(react("", "1764140800").get("reaction"), None);
        world
            .deliver(said(
                json!({ "from": CUSTOMER, "id": "wamid.C", "timestamp": "1", "type": "unsupported", "errors": [{ "code": 131_051 }] }),
            ))
            .with(200);
        let all = world.messages(ticket);
        assert_eq!(all.len(), 4, "a reaction is no message");
        assert_eq!(all[2]["reply_to"]["id"], answer["id"]);
        assert_eq!(
            (&all[3]["failure"], &all[3]["delivery"], &all[3]["body"]),
            (&json!("unsupported"), &json!("received"), &json!(""))
        );
        let told =
            world.count("SELECT COUNT(*) FROM event WHERE org_id = $1 AND kind = 'message.changed' AND body LIKE '%\"reaction\":true%'");
        assert_eq!(told, 2);
    });
}

#[test]
fn a_closed_ticket_is_not_opened_by_a_sign() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear("A", "Hola");
        world.answer(ticket, json!({ "body": "Listo" }));
        world.admin().post(&world.path(ticket, "/resolution"), json!({})).with(200);
        let reaction = message("R", "reaction", json!({ "message_id": "wamid.OUT1", "emoji": "🙏" }));
        world.deliver(said(reaction)).with(200);
        assert_eq!(world.office.ticket_row(ticket).state.name(), "closed");
    });
}

#[test]
fn while_it_is_paused_what_is_new_stays_with_meta() {
    on_both(|db| {
        let world = World::new(db);
        let channel = world.office.path(&format!("/channels/{}", world.channel));
        let ticket = world.hear("A", "Hola");
        world.admin().patch(&channel, json!({ "state": "paused" })).with(200);
        // Whoever is in a conversation goes on.
        world
            .deliver(said(message("B", "text", json!({ "body": "¿Siguen ahí?" }))))
            .with(200);
        let mut stranger = message("C", "text", json!({ "body": "Buenas" }));
        stranger["from"] = json!("523312044499");
        world.deliver(json!({ "messages": [stranger.clone()] })).problem(503, "unavailable");
        assert_eq!(
            (
                world.messages(ticket).len(),
                world.count("SELECT COUNT(*) FROM ticket WHERE org_id = $1")
            ),
            (2, 1)
        );
        world.admin().patch(&channel, json!({ "state": "active" })).with(200);
        world.deliver(json!({ "messages": [stranger] })).with(200);
        assert_eq!(world.count("SELECT COUNT(*) FROM ticket WHERE org_id = $1"), 2);
    });
}

/// One that could not be written would come again for a week, and what comes with it too.
#[test]
fn no_letter_keeps_a_message_from_being_taken_in() {
    on_both(|db| {
        let world = World::new(db);
        let mut odd = said(message(
            "A",
            "document",
            json!({ "filename": "a\0.pdf", "mime_type": "application/pdf\0", "id": "photo1\0", "caption": "\0" }),
        ));
        odd["contacts"][0]["profile"]["name"] = json!("Ro\0sa");
        odd["messages"][0]["context"] = json!({ "id": "wamid.\0" });
        odd["statuses"] = json!([{ "id": "wamid.\0", "status": "read" }]);
        world.deliver(odd).with(200);
        let ticket = world.admin().get(&world.path(world.ticket(), "")).with(200).json;
        assert_eq!(ticket["contact"]["name"], "Rosa");
    });
}

#[test]
fn two_numbers_of_one_app_come_through_one_webhook() {
    on_both(|db| {
        let world = World::new(db);
        let draft = json!({ "kind": "whatsapp", "name": "Taller", "team": world.office.team, "settings": { "phone_number_id": "777" } });
        let second = world.admin().post(&world.office.path("/channels"), draft).with(201).json["id"].clone();
        let body = super::delivery("777", said(message("A", "text", json!({ "body": "Hola" }))));
        world.signing(&body, super::SECRET).post(&world.hook(), body.clone()).with(200);
        let ticket = world.admin().get(&world.path(world.ticket(), "")).with(200).json;
        assert_eq!(ticket["channel"]["id"], second);
    });
}

#[test]
fn reports_about_what_is_not_ours_are_acknowledged() {
    on_both(|db| {
        let world = World::new(db);
        let before = world.count("SELECT seq FROM org_head WHERE org_id = $1");
        for step in ["sent", "delivered", "read", "failed"] {
            world.deliver(status("wamid.DE-OTRO", step)).with(200);
        }
        for _ in 0..4 {
            world.later(3600);
        }
        assert_eq!(world.count("SELECT seq FROM org_head WHERE org_id = $1"), before);
        assert_eq!(
            world.count("SELECT COUNT(*) FROM job WHERE org_id = $1"),
            0,
            "nobody goes on looking"
        );
    });
}
