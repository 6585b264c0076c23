//! What advisors answer.

use db::testing::on_both;
use serde_json::{Value, json};

use super::{CUSTOMER, World, message, said, status};

#[test]
fn an_answer_quotes_carries_a_file_and_its_ticks_never_step_back() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear("A", "¿Tienen la banda?");
        let question = world.messages(ticket).remove(0);
        let file = world
            .admin()
            .upload(&world.office.path("/files"), "cotización.pdf", b"%PDF-1.7 12 bandas")
            .with(201)
            .json["id"]
            .clone();
        let answer = world.answer(
            ticket,
            json!({ "body": "Va la cotización", "files": [file], "reply_to": question["id"] }),
        );
        assert_eq!(answer["delivery"], "sent");
        let up = world.graph.asked("/media").pop().expect("the file went up");
        let form = String::from_utf8_lossy(&up.body);
        assert!(
            form.contains("name=\"messaging_product\"\r\n\r\nwhatsapp\r\n") && form.contains("%PDF-1.7 12 bandas\r\n--"),
            "{form}"
        );
        assert_eq!(up.headers["content-length"].to_str().unwrap(), up.body.len().to_string());
        let sent = world.graph.messages().pop().unwrap();
        assert_eq!(
            sent,
            json!({ "messaging_product": "whatsapp", "recipient_type": "individual", "to": CUSTOMER, "type": "document",
                "document": { "id": "4490709327384033", "filename": "cotización.pdf", "caption": "Va la cotización" },
                "context": { "message_id": "wamid.A" } })
        );
        let after = |step: &str| {
            world.deliver(status("wamid.OUT1", step)).with(200);
            world.message(ticket, &answer["id"])["delivery"].clone()
        };
        let seen: Vec<Value> = ["read", "delivered", "sent", "failed", "read"]
            .iter()
            .map(|step| after(step))
            .collect();
        assert_eq!(seen, ["read", "read", "read", "read", "read"]);
    });
}

#[test]
fn a_refusal_that_comes_as_a_report_is_shown_and_sent_again_by_a_person() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear("A", "Hola");
        let answer = world.answer(ticket, json!({ "body": "Buenas tardes" }));
        let mut failed = status("wamid.OUT1", "failed");
        failed["statuses"][0]["errors"] = json!([{ "code": 131_047, "title": "Re-engagement message" }]);
        world.deliver(failed).with(200);
        let shown = world.message(ticket, &answer["id"]);
        assert_eq!((&shown["delivery"], &shown["failure"]), (&json!("failed"), &json!("window_closed")));
        // It is this message's trouble and not the channel's.
        assert_eq!(world.shown()["managed"]["health"]["failing_since"], json!(null));
        let retry = format!("/messages/{}/retry", answer["id"].as_str().unwrap());
        world.admin().post(&world.path(ticket, &retry), json!({})).with(200);
        world.later(60);
        // From now on it has its new name, and the old one is nobody's.
        world.deliver(status("wamid.OUT1", "read")).with(200);
        assert_eq!(world.message(ticket, &answer["id"])["delivery"], "sent");
        world.deliver(status("wamid.OUT2", "delivered")).with(200);
        assert_eq!(world.message(ticket, &answer["id"])["delivery"], "delivered");
    });
}

#[test]
fn what_passes_is_tried_again_and_a_token_that_is_refused_is_the_channels_trouble() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear("A", "Hola");
        world.graph.refuse(&[(429, 130_429), (500, 131_000), (503, 131_016)]);
        let answer = world.answer(ticket, json!({ "body": "Uno" }));
        assert_eq!(answer["delivery"], "queued");
        world.later(120);
        assert_eq!(world.shown()["managed"]["health"]["failure"], "provider_failed");
        for _ in 0..3 {
            world.later(600);
        }
        assert_eq!(
            (
                world.message(ticket, &answer["id"])["delivery"].clone(),
                world.graph.messages().len()
            ),
            (json!("sent"), 4)
        );
        let health = world.shown()["managed"]["health"].clone();
        assert_eq!(health["failing_since"], json!(null));
        assert!(health["last_in_at"].is_string() && health["last_out_at"].is_string(), "{health}");

        world.graph.refuse(&[(401, 190)]);
        let answer = world.answer(ticket, json!({ "body": "Dos" }));
        assert_eq!(
            (&answer["delivery"], &answer["failure"]),
            (&json!("failed"), &json!("token_refused"))
        );
        let health = world.shown()["managed"]["health"].clone();
        assert!(
            health["failing_since"].is_string() && health["failure"] == "token_refused",
            "{health}"
        );
        assert_eq!(world.graph.messages().len(), 5);
        // Another that leaves says that it works again.
        world.answer(ticket, json!({ "body": "Tres" }));
        assert_eq!(world.shown()["managed"]["health"]["failing_since"], json!(null));
    });
}

#[test]
fn of_several_parts_none_goes_twice_and_the_message_is_as_far_as_the_last() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear("A", "Hola");
        let file = |name: &str| {
            world
                .admin()
                .upload(&world.office.path("/files"), name, b"%PDF-1.7 x")
                .with(201)
                .json["id"]
                .clone()
        };
        let files = [file("uno.pdf"), file("dos.pdf")];
        // The second file is refused for a moment.
        world.graph.refuse(&[]);
        let id = world
            .admin()
            .post(&world.path(ticket, "/messages"), json!({ "body": "Van dos", "files": files }))
            .with(201)
            .json["id"]
            .clone();
        world.later(60);
        let kinds: Vec<Value> = world.graph.messages().iter().map(|m| m["type"].clone()).collect();
        assert_eq!(kinds, ["text", "document", "document"]);
        let standing = || world.message(ticket, &id)["delivery"].clone();
        assert_eq!(standing(), "sent");
        for (part, expected) in [("wamid.OUT2", "sent"), ("wamid.OUT1", "sent"), ("wamid.OUT3", "delivered")] {
            world.deliver(status(part, "delivered")).with(200);
            assert_eq!(standing(), expected, "{part}");
        }
        // A customer answers one of the parts.
        let mut quoting = message("B", "text", json!({ "body": "¿Y el segundo?" }));
        quoting["context"] = json!({ "id": "wamid.OUT3" });
        world.deliver(said(quoting)).with(200);
        assert_eq!(world.messages(ticket)[2]["reply_to"]["id"], id);

        let before = world.graph.messages().len();
        let files = [file("tres.pdf"), file("cuatro.pdf")];
        let id = world
            .admin()
            .post(&world.path(ticket, "/messages"), json!({ "body": "Y otros dos", "files": files }))
            .with(201)
            .json["id"]
            .clone();
        world.graph.refuse(&[(400, 131_053)]);
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
        let texts = world.graph.messages()[before..].iter().filter(|m| m["type"] == "text").count();
        assert_eq!((texts, world.graph.messages().len() - before), (2, 4), "one refused, three taken");
    });
}

#[test]
fn after_a_day_only_the_customer_opens_the_window_again() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear("A", "Hola");
        let window = || world.admin().get(&world.path(ticket, "")).with(200).json["window"].clone();
        assert_eq!((&window()["hours"], &window()["open"]), (&json!(24), &json!(true)));
        world.later(24 * 3600);
        assert_eq!(window()["open"], json!(false));
        world
            .admin()
            .post(&world.path(ticket, "/messages"), json!({ "body": "¿Sigue ahí?" }))
            .problem(409, "window_closed");
        world.hear("B", "Aquí sigo");
        world
            .admin()
            .post(&world.path(ticket, "/messages"), json!({ "body": "Perfecto" }))
            .with(201);
        // Nobody chooses Meta's rule.
        let channel = world.office.path(&format!("/channels/{}", world.channel));
        let shown = world
            .admin()
            .patch(
                &channel,
                json!({ "settings": { "phone_number_id": super::NUMBER, "window_hours": 700 } }),
            )
            .with(200)
            .json;
        assert_eq!(shown["managed"]["settings"].get("window_hours"), None);
    });
}

#[test]
fn a_report_that_is_quicker_than_we_are_is_not_lost() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear("A", "Hola");
        let id = world
            .admin()
            .post(&world.path(ticket, "/messages"), json!({ "body": "Hola" }))
            .with(201)
            .json["id"]
            .clone();
        world.deliver(status("wamid.OUT1", "delivered")).with(200);
        world.later(60);
        world.later(60);
        assert_eq!(world.message(ticket, &id)["delivery"], "delivered");
    });
}

#[test]
fn that_it_was_read_is_told_once_and_only_by_who_answers() {
    on_both(|db| {
        let world = World::new(db);
        let ticket = world.hear("A", "Hola");
        world.hear("B", "¿Hay alguien?");
        let seq = world.messages(ticket)[1]["seq"].clone();
        let read = |token: &str| {
            world
                .site
                .program(token)
                .put(&world.path(ticket, "/read"), json!({ "seq": seq }))
                .with(200);
            world.site.settle();
            world
                .graph
                .messages()
                .iter()
                .filter(|m| m["status"] == "read")
                .map(|m| m["message_id"].clone())
                .collect::<Vec<_>>()
        };
        let looks = world.office.token(world.office.people[&access::Builtin::ViewOnly].member);
        assert_eq!(read(&looks), Vec::<Value>::new());
        assert_eq!(read(&world.token), ["wamid.B"]);
        assert_eq!(read(&world.token), ["wamid.B"], "once");
    });
}
