//! What addresses in messages lead to, against real servers on loopback addresses: 127.0.0.2 stands for the open network, 127.0.0.1
//! for what nobody outside may make us ask.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use access::Builtin;
use db::testing::on_both;
use desk::message::{store, undo};
use desk::testing::Office;
use desk::testing::site::{Browser, Site};
use kit::TicketId;
use serde_json::{Value, json};

use crate::desk::{accept, answer, arrival, carrier, hear, pass, sql};

const OPEN: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
const INSIDE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const CARD: &str = "<title>Pestaña</title><meta property='og:title' content='Cosechadora L-90'>\
    <meta property='og:description' content='Con tolva nueva'><meta property='og:site_name' content='Tractores Lerma'>";

/// A site: answers each path as it was told, and remembers what it was asked.
struct Web {
    at: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Web {
    fn new(ip: IpAddr, answers: &[(&str, Vec<u8>)]) -> Self {
        let listener = TcpListener::bind((ip, 0)).unwrap();
        let at = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let kept = asked.clone();
        let answers: BTreeMap<String, Vec<u8>> = answers.iter().map(|(path, answer)| ((*path).to_owned(), answer.clone())).collect();
        std::thread::spawn(move || {
            while let Ok((mut socket, _)) = listener.accept() {
                let (mut head, mut piece) = (Vec::new(), [0; 1024]);
                while !head.windows(4).any(|end| end == b"\r\n\r\n") {
                    match socket.read(&mut piece) {
                        Ok(n) if n > 0 => head.extend_from_slice(&piece[..n]),
                        _ => break,
                    }
                }
                let head = String::from_utf8_lossy(&head).into_owned();
                let path = head.split_whitespace().nth(1).unwrap_or_default().to_owned();
                kept.lock().unwrap().push(path.clone());
                let missing = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec();
                // Who asks may hang up when they have enough.
                let _ = socket.write_all(answers.get(&path).unwrap_or(&missing));
            }
        });
        Self { at, asked }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.at)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answering(content_type: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn html(body: &str) -> Vec<u8> {
    answering("text/html; charset=utf-8", body.as_bytes())
}

fn leading(to: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").into_bytes()
}

fn photo(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::new(width, height)
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    answering("image/jpeg", &bytes.into_inner())
}

/// Webhooks may go inside here, as an installation can allow; what customers write may not.
fn desk(db: &db::Db) -> (Office, Site) {
    let site = Site::with(db, |config| {
        config.allow_private_targets = true;
        config.preview_private = vec![OPEN];
    });
    (Office::new(db), site)
}

fn admin<'a>(office: &Office, site: &'a Site) -> Browser<'a> {
    site.program(&office.token(office.people[&Builtin::Admin].member))
}

/// The cards of a ticket's messages, in order; null where there is none.
fn cards(office: &Office, reader: &mut Browser<'_>, ticket: TicketId) -> Vec<Value> {
    let page = reader.get(&office.path(&format!("/tickets/{ticket}/timeline"))).with(200).json;
    let items = page["items"].as_array().unwrap().iter();
    items
        .filter(|item| item["type"] == "message")
        .map(|item| item["message"]["link"].clone())
        .collect()
}

/// A customer writes one text; all that follows is done.
fn written(office: &Office, site: &Site, address: &str, text: &str) -> TicketId {
    let ticket = hear(office, address, text).ticket.id;
    site.settle();
    ticket
}

#[test]
fn a_page_is_shown_under_what_named_it_with_a_picture_of_our_own() {
    on_both(|db| {
        let (office, site) = desk(db);
        let web = Web::new(
            OPEN,
            &[
                ("/l90", html(&format!("{CARD}<meta property='og:image' content='fotos/l90.jpg'>"))),
                ("/fotos/l90.jpg", photo(900, 600)),
            ],
        );
        let mut luz = admin(&office, &site);
        let url = web.url("/l90#precio");
        let ticket = written(&office, &site, "ana", &format!("¿Tienen esta? {url}."));
        let shown = cards(&office, &mut luz, ticket);
        let host = OPEN.to_string();
        let picture = shown[0]["picture"].as_str().unwrap().to_owned();
        assert_eq!(
            shown[0],
            json!({ "url": url, "host": host, "title": "Cosechadora L-90", "description": "Con tolva nueva", "site": "Tractores Lerma", "picture": picture })
        );
        assert_eq!(web.asked(), ["/l90", "/fotos/l90.jpg"]);
        // Ours: small, a picture made anew, and asked of nobody else.
        let got = luz.get(&office.path(&format!("/files/{picture}"))).with(200);
        let small = image::load_from_memory(&got.bytes).unwrap();
        assert_eq!(
            (small.width(), small.height(), got.headers["content-type"].to_str().unwrap()),
            (320, 213, "image/jpeg")
        );
        // Those who have it open hear of it, without words; the customer's own window is told nothing.
        let org = office.org;
        let events = office.read(move |tx| match db::event::after(tx, org, 0, 1000)? {
            db::event::Batch::Events(events) => Ok(events),
            db::event::Batch::Reset { .. } => panic!("the log is whole"),
        });
        let told: Vec<db::Event> = events.unwrap().into_iter().filter(|e| e.kind == "message.changed").collect();
        let body: Value = serde_json::from_str(&told[0].body).unwrap();
        assert_eq!((told.len(), body), (1, json!({ "ticket": ticket, "kind": "in", "link": true })));
        // An advisor's answer has its card too; the same address is not asked again for a day.
        let rosa = office.who(Builtin::Supervisor);
        answer(&office, &rosa, ticket, &format!("Sí: {url}")).unwrap();
        site.settle();
        assert_eq!(cards(&office, &mut luz, ticket)[1], shown[0]);
        pass(&office, 23 * 3600);
        written(&office, &site, "beto", &url);
        assert_eq!(web.asked().len(), 2);
        pass(&office, 2 * 3600);
        written(&office, &site, "carla", &url);
        assert_eq!(web.asked().len(), 4);
        assert_eq!(cards(&office, &mut luz, ticket)[0], shown[0], "what was shown stays");
    });
}

#[test]
fn nobody_makes_us_ask_inside_our_own_network() {
    on_both(|db| {
        let (office, site) = desk(db);
        let inside = Web::new(INSIDE, &[("/", html(CARD)), ("/secreto.jpg", photo(90, 90))]);
        let image = format!("{CARD}<meta property='og:image' content='{}'>", inside.url("/secreto.jpg"));
        let web = Web::new(
            OPEN,
            &[
                ("/lleva", leading(&inside.url("/"))),
                ("/foto", html(&image)),
                ("/sigue", leading("/foto")),
            ],
        );
        let mut luz = admin(&office, &site);
        let card = |luz: &mut Browser<'_>, n: usize, text: &str| {
            let ticket = written(&office, &site, &format!("cliente {n}"), text);
            cards(&office, luz, ticket).remove(0)
        };
        for (n, private) in [inside.url("/"), inside.url("/").replace("127.0.0.1", "0x7f.1"), web.url("/lleva")]
            .iter()
            .enumerate()
        {
            assert_eq!(card(&mut luz, n, private), Value::Null, "{private}");
        }
        // A redirect in the open is followed; the picture inside is not asked for, and the card comes without.
        let shown = card(&mut luz, 9, &web.url("/sigue"));
        assert_eq!((&shown["title"], &shown["picture"]), (&json!("Cosechadora L-90"), &Value::Null));
        assert_eq!(inside.asked(), Vec::<String>::new());
    });
}

#[test]
fn what_is_no_page_or_too_large_shows_nothing_and_is_not_asked_again() {
    on_both(|db| {
        let (office, site) = desk(db);
        let padding = "x".repeat(3 * 1024 * 1024);
        let web = Web::new(
            OPEN,
            &[
                ("/datos", answering("application/json", CARD.as_bytes())),
                ("/muda", html("<p>hola</p>")),
                ("/tarde", html(&format!("<!--{padding}-->{CARD}"))),
                (
                    "/grande",
                    html(&format!("{CARD}<meta property='og:image' content='/grande.jpg'>{padding}")),
                ),
                ("/grande.jpg", answering("image/jpeg", padding.as_bytes())),
                ("/punto", html(&format!("{CARD}<meta property='og:image' content='/punto.jpg'>"))),
                ("/punto.jpg", photo(1, 1)),
                ("/falsa", html(&format!("{CARD}<meta property='og:image' content='/datos'>"))),
            ],
        );
        let mut luz = admin(&office, &site);
        for (n, path) in ["/datos", "/muda", "/tarde", "/no-hay", "/grande", "/punto", "/falsa"]
            .iter()
            .enumerate()
        {
            let ticket = written(&office, &site, &format!("cliente {n}"), &web.url(path));
            let shown = cards(&office, &mut luz, ticket).remove(0);
            let expected = if n < 4 { Value::Null } else { json!("Cosechadora L-90") };
            assert_eq!((&shown["title"], &shown["picture"]), (&expected, &Value::Null), "{path}");
        }
        let asked = web.asked().len();
        written(&office, &site, "otra", &web.url("/no-hay"));
        assert_eq!(web.asked().len(), asked);
        let dead = luz.get(&office.path("/dead-letters")).with(200).json;
        assert_eq!(dead["items"], json!([]), "nothing about it is shown to people");
    });
}

#[test]
fn a_card_is_read_with_its_message_and_by_nobody_else() {
    on_both(|db| {
        let (office, site) = desk(db);
        let web = Web::new(
            OPEN,
            &[
                ("/l90", html(&format!("{CARD}<meta property='og:image' content='/l90.jpg'>"))),
                ("/l90.jpg", photo(90, 90)),
            ],
        );
        let apart = office.team("Cobranza");
        let ticket = written(&office, &site, "ana", &web.url("/l90"));
        sql(&office, "UPDATE ticket SET team_id = $2 WHERE id = $1", db::args![ticket, apart]);
        let mut luz = admin(&office, &site);
        let picture = cards(&office, &mut luz, ticket)[0]["picture"].as_str().unwrap().to_owned();
        let file = office.path(&format!("/files/{picture}"));
        let timeline = office.path(&format!("/tickets/{ticket}/timeline"));
        luz.get(&file).with(200);
        let other = office.hire(&[Builtin::Operator], &[office.team]).member;
        let mut other = site.program(&office.token(other));
        other.get(&timeline).with(404);
        other.get(&file).with(404);
        let neighbour = Office::new(db);
        let mut stranger = admin(&neighbour, &site);
        stranger.get(&neighbour.path(&format!("/files/{picture}"))).with(404);
        // Of the same picture on a ticket that they read, they read it.
        let theirs = written(&office, &site, "beto", &web.url("/l90"));
        assert_eq!(cards(&office, &mut luz, theirs)[0]["picture"], json!(picture));
        other.get(&timeline).with(404);
        let mine = office.hire(&[Builtin::Supervisor], &[office.team]).member;
        site.program(&office.token(mine)).get(&file).with(200);
        // The customer has the address; the card is ours.
        let key = office.channel.to_string();
        let arrived = site.browser().post(&format!("/api/v1/widget/{key}/visitors"), json!({})).with(201);
        let mut visitor = site.program(arrived.json["token"].as_str().unwrap());
        visitor
            .post("/api/v1/widget/messages", json!({ "body": web.url("/l90") }))
            .with(201);
        site.settle();
        let talk = visitor.get("/api/v1/widget/conversation").with(200);
        assert!(!String::from_utf8_lossy(&talk.bytes).contains("Cosechadora"), "{}", talk.json);
        visitor.get(&format!("/api/v1/widget/files/{picture}")).with(404);
    });
}

#[test]
fn an_organisation_can_turn_it_off_and_nobody_makes_it_ask_without_end() {
    on_both(|db| {
        let (office, site) = desk(db);
        let web = Web::new(OPEN, &[]);
        let mut luz = admin(&office, &site);
        luz.patch(&office.path(""), json!({ "settings": { "link_previews": false } }))
            .with(200);
        written(&office, &site, "ana", &web.url("/"));
        assert_eq!(web.asked().len(), 0);
        luz.patch(&office.path(""), json!({ "settings": { "link_previews": true } }))
            .with(200);
        for n in 0..35 {
            hear(&office, "ana", &web.url(&format!("/{n}")));
        }
        site.settle();
        assert_eq!(web.asked().len(), 30);
        // The next minute is another.
        pass(&office, 61);
        written(&office, &site, "ana", &web.url("/mas"));
        assert_eq!(web.asked().len(), 31);
    });
}

#[test]
fn it_goes_when_the_message_is_taken_back() {
    on_both(|db| {
        let (office, site) = desk(db);
        let web = Web::new(
            OPEN,
            &[
                ("/l90", html(&format!("{CARD}<meta property='og:image' content='/l90.jpg'>"))),
                ("/l90.jpg", photo(90, 90)),
            ],
        );
        let (rosa, channel) = (office.who(Builtin::Advisor), carrier(&office));
        let ticket = accept(&office, arrival(channel, "ana", "Hola")).unwrap().ticket.id;
        let sent = answer(&office, &rosa, ticket, &web.url("/l90")).unwrap();
        site.settle();
        let mut luz = admin(&office, &site);
        let picture = cards(&office, &mut luz, ticket)[1]["picture"].as_str().unwrap().to_owned();
        let file = office.path(&format!("/files/{picture}"));
        let (who, id) = (rosa.clone(), sent.id);
        office.write(move |tx| undo::undo(tx, &who, ticket, id)).unwrap();
        assert_eq!(cards(&office, &mut luz, ticket).len(), 1);
        luz.get(&file).with(404);
        let left = |office: &Office| -> (i64, i64) {
            let counts = "SELECT (SELECT COUNT(*) FROM link), (SELECT COUNT(*) FROM file)";
            office.read(move |tx| Ok(tx.one(counts, db::args![])?)).unwrap()
        };
        let sweep = |office: &Office| {
            let before = office.db.now().minus(Duration::from_secs(2 * 24 * 3600));
            office.write(move |tx| store::links::sweep(tx, before, 100)).unwrap()
        };
        assert_eq!((sweep(&office), left(&office)), (0, (1, 1)));
        pass(&office, 3 * 24 * 3600);
        assert_eq!((sweep(&office), left(&office)), (1, (0, 0)));
        // What hangs from a message stays, however old.
        written(&office, &site, "beto", &web.url("/l90"));
        pass(&office, 9 * 24 * 3600);
        assert_eq!((sweep(&office), left(&office)), (0, (1, 1)));
    });
}
