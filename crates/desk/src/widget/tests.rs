//! Who left gets the answer by mail, on both engines, with a mail server beside it.

use std::time::Duration;

use access::Builtin;
use db::testing::on_both;
use kit::TicketId;
use serde_json::{Value, json};

use crate::mail::double::Double;
use crate::testing::Office;
use crate::testing::site::{Browser, Site};

const TALK: &str = "/api/v1/widget/conversation";

struct World {
    office: Office,
    site: Site,
    post: Double,
}

/// A mail as its reader sees it.
struct Mail {
    to: Vec<String>,
    head: String,
    text: String,
    token: String,
}

impl World {
    fn new(db: &db::Db) -> Self {
        let post = Double::beside();
        let site = Site::with(db, |config| config.smtp = post.smtp());
        Self {
            office: Office::new(db),
            site,
            post,
        }
    }

    fn admin(&self) -> Browser<'_> {
        self.site.program(&self.office.token(self.office.people[&Builtin::Admin].member))
    }

    /// A browser on the organisation's page, and what is said in it first, by somebody who gives this address.
    fn customer(&self, email: &str) -> (Browser<'_>, TicketId) {
        // Who comes later is found first.
        self.office.db.clock().advance(Duration::from_secs(1));
        let path = format!("/api/v1/widget/{}/visitors", self.office.channel);
        let arrived = self.site.browser().post(&path, json!({ "locale": "es" })).with(201);
        let mut browser = self.site.program(arrived.json["token"].as_str().unwrap());
        let details = if email.is_empty() {
            json!({ "name": "Ana" })
        } else {
            json!({ "name": "Ana", "email": email })
        };
        browser
            .post("/api/v1/widget/messages", json!({ "body": "Hola", "details": details }))
            .with(201);
        let page = self
            .admin()
            .get(&self.office.path("/tickets?view=all&sort=last_activity&limit=1"))
            .with(200)
            .json;
        (browser, page["items"][0]["id"].as_str().unwrap().parse().unwrap())
    }

    fn answer(&self, ticket: TicketId, text: &str) {
        let path = self.office.path(&format!("/tickets/{ticket}/messages"));
        self.admin().post(&path, json!({ "body": text })).with(201);
    }

    /// Time passes; what is due is done.
    fn pass(&self, seconds: u64) {
        self.office.db.clock().advance(Duration::from_secs(seconds));
        self.site.settle();
    }

    fn mails(&self) -> Vec<Mail> {
        let mails = self.site.run(self.post.received()).into_iter();
        mails
            .map(|mail| {
                let (head, text) = mail.data.split_once("\r\n\r\n").unwrap();
                let text = text.replace("=\r\n", "").replace("=3D", "=");
                let marker = format!("http://desk.test/c/{}#", self.office.channel);
                let at = text.find(&marker).map_or(0, |at| at + marker.len());
                let token = text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c));
                Mail {
                    to: mail.to,
                    head: head.to_owned(),
                    token: token.collect(),
                    text: text.clone(),
                }
            })
            .collect()
    }

    fn settings(&self, settings: Value) {
        let path = self.office.path(&format!("/channels/{}", self.office.channel));
        self.admin().patch(&path, json!({ "settings": settings })).with(200);
    }
}

fn bodies(browser: &mut Browser<'_>) -> Vec<String> {
    let talk = browser.get(TALK).with(200).json;
    let messages = talk["messages"].as_array().unwrap().iter();
    messages.map(|m| m["body"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_burst_that_nobody_was_there_to_see_is_one_mail_with_a_link_to_the_same_ticket() {
    on_both(|db| {
        let world = World::new(db);
        let (_gone, ticket) = world.customer("Ana@Cliente.mx");
        world.answer(ticket, "La pieza llega el martes.");
        world.pass(200);
        world.answer(ticket, "Cuesta <300> pesos.");
        world.pass(299);
        assert!(world.mails().is_empty(), "five minutes from the last one");
        world.pass(1);
        let mails = world.mails();
        assert_eq!((mails.len(), mails[0].to.as_slice()), (1, ["Ana@Cliente.mx".to_owned()].as_slice()));
        assert!(
            mails[0].head.contains("From: \"Tractores Lerma\" <relevo@desk.test>"),
            "{}",
            mails[0].head
        );
        let said = [
            "> La pieza llega el martes.",
            "> Cuesta <300> pesos.",
            "Cuesta &lt;300&gt; pesos.",
            "Soporte, de Tractores Lerma",
        ];
        for part in said {
            assert!(mails[0].text.contains(part), "{part}: {}", mails[0].text);
        }
        world.pass(3600);
        assert_eq!(world.mails().len(), 1);
        // Another browser, without the site, in the same conversation.
        let mut phone = world.site.program(&mails[0].token);
        assert_eq!(bodies(&mut phone), ["Hola", "La pieza llega el martes.", "Cuesta <300> pesos."]);
        phone.post("/api/v1/widget/messages", json!({ "body": "La quiero" })).with(201);
        let timeline = world.office.path(&format!("/tickets/{ticket}/timeline"));
        let seen = world.admin().get(&timeline).with(200);
        assert!(String::from_utf8_lossy(&seen.bytes).contains("La quiero"));
        // Only what was said since goes by the next mail.
        world.answer(ticket, "Apartada.");
        world.pass(300);
        let mails = world.mails();
        assert_eq!(mails.len(), 2);
        assert!(mails[1].text.contains("Apartada.") && !mails[1].text.contains("martes"));
        assert_ne!(mails[0].token, mails[1].token);
        phone.get(TALK).with(200);
        let kept = world.office.read(|tx| {
            let all: Vec<Vec<u8>> = tx.all("SELECT secret_hash FROM visitor", db::args![])?;
            Ok(all)
        });
        assert!(kept.unwrap().iter().all(|hash| hash.len() == 32), "only hashes");
    });
}

#[test]
fn what_was_seen_or_is_not_wanted_goes_nowhere() {
    on_both(|db| {
        let world = World::new(db);
        let (mut here, ticket) = world.customer("ana@cliente.mx");
        world.answer(ticket, "Ya llegó.");
        let seq = here.get(TALK).with(200).json["messages"][1]["seq"].as_i64().unwrap();
        here.post("/api/v1/widget/read", json!({ "seq": seq })).with(200);
        world.pass(400);
        // No address was given.
        let (_gone, silent) = world.customer("");
        world.answer(silent, "Ya llegó.");
        world.pass(400);
        // Turned off, before or after the answer.
        world.answer(ticket, "Otra cosa.");
        world.settings(json!({ "answers_by_mail": false }));
        world.pass(400);
        world.answer(ticket, "Y otra.");
        world.pass(400);
        assert!(world.mails().is_empty());
        // Turned on again, the next answer takes along what was never seen.
        world.settings(json!({ "answers_by_mail": true, "mail_after_seconds": 60 }));
        world.answer(ticket, "Hasta mañana.");
        let team = world.office.team;
        let hide = move |tx: &mut db::Tx<'_>| Ok(tx.exec("UPDATE team SET hidden = TRUE WHERE id = $1", db::args![team])?);
        world.office.write(hide).unwrap();
        world.pass(60);
        let mails = world.mails();
        assert_eq!(mails.len(), 1);
        assert!(mails[0].text.contains("Sitio web, de Tractores Lerma") && !mails[0].text.contains("Soporte"));
        assert!(mails[0].text.contains("Y otra.") && !mails[0].text.contains("Ya lleg"));
        let path = world.office.path(&format!("/channels/{}", world.office.channel));
        world
            .admin()
            .patch(&path, json!({ "settings": { "mail_after_seconds": 90_000 } }))
            .problem(422, "too_large");
    });
}

#[test]
fn nobody_elses_address_is_written_to_and_a_link_dies_with_it() {
    on_both(|db| {
        let world = World::new(db);
        let (_gone, ticket) = world.customer("ana@cliente.mx");
        world.answer(ticket, "Ya llegó.");
        world.pass(300);
        let token = world.mails().remove(0).token;
        let mut link = world.site.program(&token);
        link.get(TALK).with(200);
        let contact = world.admin().get(&world.office.path(&format!("/tickets/{ticket}"))).with(200).json["contact"]["id"].clone();
        let contact = world.office.path(&format!("/contacts/{}", contact.as_str().unwrap()));
        let set = |email: &str| {
            let version = world.admin().get(&contact).with(200).json["version"].clone();
            world
                .admin()
                .patch(&contact, json!({ "email": email, "version": version }))
                .with(200);
        };
        set("otra@persona.mx");
        link.get(TALK).problem(401, "token_invalid");
        world.answer(ticket, "¿Sigue ahí?");
        world.pass(300);
        assert_eq!(world.mails().len(), 1, "an edit neither sends elsewhere nor to where it was");
        set("ANA@cliente.mx");
        link.get(TALK).with(200);
        world.answer(ticket, "¿Hola?");
        world.pass(300);
        assert_eq!(world.mails().len(), 2);
    });
}

#[test]
fn a_link_opens_one_conversation_for_thirty_days_and_becomes_nobody_elses() {
    on_both(|db| {
        let world = World::new(db);
        // One person, by their address, in two browsers: what is said in the one is not opened by the other's link.
        let (_one, ticket) = world.customer("ana@cliente.mx");
        let (mut two, other) = world.customer("ana@cliente.mx");
        two.post("/api/v1/widget/messages", json!({ "body": "Otro asunto" })).with(201);
        assert_ne!(ticket, other);
        world.answer(ticket, "Ya llegó.");
        world.pass(300);
        let token = world.mails().remove(0).token;
        let mut link = world.site.program(&token);
        assert_eq!(bodies(&mut link), ["Hola", "Ya llegó."]);
        link.patch("/api/v1/widget/visitor", json!({ "identity": "a.b.c" }))
            .problem(409, "identity_conflict");
        link.patch("/api/v1/widget/visitor", json!({ "locale": "de" })).with(200);
        // It is a key to this and to nothing else.
        link.get("/api/v1/me").with(401);
        link.get(&world.office.path("/tickets?view=all")).with(401);
        let end = if token.ends_with('A') { 'E' } else { 'A' };
        let changed = format!("{}{end}", &token[..token.len() - 1]);
        let other_purpose = token.replacen("rlc_", "rlv_", 1);
        for wrong in [changed.as_str(), other_purpose.as_str(), "rlc_", ""] {
            world.site.program(wrong).get(TALK).with(401);
        }
        // Guessing is limited for the address; who holds a link is not.
        let tries: Vec<u16> = (0..60).map(|_| world.site.program(&changed).get(TALK).status.as_u16()).collect();
        assert!(tries.contains(&429), "{tries:?}");
        link.get(TALK).with(200);
        world.pass(30 * 24 * 3600 - 1 - 300);
        link.get(TALK).with(200);
        world.pass(302);
        link.get(TALK).problem(401, "token_invalid");
        let now = db.now();
        let swept = world.office.write(move |tx| super::store::sweep(tx, now, 100)).unwrap();
        assert_eq!(swept, 1);
        two.get(TALK).with(200);
    });
}

#[test]
fn nobody_is_made_to_mail_an_address_without_end() {
    on_both(|db| {
        let world = World::new(db);
        let customers: Vec<_> = (0..10).map(|_| world.customer("victima@ejemplo.mx").1).collect();
        for ticket in &customers {
            world.answer(*ticket, "Hola");
        }
        world.pass(300);
        assert_eq!(world.mails().len(), 8);
        world.pass(24 * 3600);
        world.answer(customers[9], "Hola de nuevo");
        world.pass(300);
        assert_eq!(world.mails().len(), 9);
    });
}
