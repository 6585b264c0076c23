//! A Telegram bot from outside: Telegram on both sides, as a double that answers as the Bot API does.

mod coming;
mod connect;
mod double;
mod leaving;

use access::Builtin;
use axum::http::Method;
use channel_telegram::HEADER;
use db::Db;
use desk::testing::Office;
use desk::testing::site::{Browser, Reply, Site};
use kit::TicketId;
use serde_json::{Value, json};

use double::Telegram;

const TOKEN: &str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
const CUSTOMER: i64 = 418_237_711;

/// An office with a bot that is connected.
struct World {
    office: Office,
    site: Site,
    telegram: Telegram,
    token: String,
    channel: String,
    address: String,
    db: Db,
}

impl World {
    fn new(db: &Db) -> Self {
        let telegram = Telegram::default();
        let office = Office::new(db);
        let site = Site::with(db, |config| config.telegram_url = telegram.serve());
        let token = office.token(office.people[&Builtin::Admin].member);
        let draft = json!({ "kind": "telegram", "name": "Bot", "team": office.team, "credentials": { "bot_token": TOKEN } });
        let made = site.program(&token).post(&office.path("/channels"), draft).with(201).json;
        assert_eq!(made.get("secret"), None, "nobody has to carry it over");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let world = Self {
            channel: text(&made["id"]),
            address: text(&made["managed"]["address"]),
            office,
            site,
            telegram,
            token,
            db: db.clone(),
        };
        world.site.settle();
        world
    }

    fn admin(&self) -> Browser<'_> {
        self.site.program(&self.token)
    }

    fn hook(&self) -> String {
        format!("/api/v1/hooks/telegram/{}", self.address)
    }

    /// Somebody who posts with a secret.
    fn saying(&self, secret: &str) -> Browser<'_> {
        let mut other = self.site.browser();
        other.headers.push((HEADER, secret.to_owned()));
        other
    }

    /// Telegram brings an update, as it was told to.
    fn deliver(&self, update: Value) -> Reply {
        self.saying(&self.telegram.secret()).post(&self.hook(), update)
    }

    fn deliver_at_once(&self, times: usize, update: &Value) -> Vec<Reply> {
        self.saying(&self.telegram.secret())
            .at_once(times, &Method::POST, &self.hook(), update)
    }

    /// The customer writes; their ticket.
    fn hear(&self, id: i64, text: &str) -> TicketId {
        self.deliver(said(id, json!({ "text": text }))).with(200);
        self.ticket()
    }

    /// The only live ticket of the bot.
    fn ticket(&self) -> TicketId {
        let org = self.office.org;
        let sql = "SELECT t.id FROM ticket t JOIN channel c ON c.org_id = t.org_id AND c.id = t.channel_id \
            WHERE t.org_id = $1 AND c.kind = 'telegram' AND t.state <> 'closed'";
        self.office.read(move |tx| Ok(tx.one(sql, db::args![org])?)).expect("one ticket")
    }

    fn count(&self, sql: &'static str) -> i64 {
        let org = self.office.org;
        self.office.read(move |tx| Ok(tx.one(sql, db::args![org])?)).expect("a count")
    }

    fn path(&self, ticket: TicketId, rest: &str) -> String {
        self.office.path(&format!("/tickets/{ticket}{rest}"))
    }

    /// Of the channel.
    fn own(&self, rest: &str) -> String {
        self.office.path(&format!("/channels/{}{rest}", self.channel))
    }

    fn messages(&self, ticket: TicketId) -> Vec<Value> {
        let timeline = self.admin().get(&self.path(ticket, "/timeline")).with(200).json;
        let items = timeline["items"].as_array().unwrap().iter();
        items
            .filter(|item| item["type"] == "message")
            .map(|item| item["message"].clone())
            .collect()
    }

    fn message(&self, ticket: TicketId, id: &Value) -> Value {
        self.messages(ticket).into_iter().find(|m| m["id"] == *id).expect("the message")
    }

    /// An advisor answers, and it leaves; the message as it is then.
    fn answer(&self, ticket: TicketId, body: Value) -> Value {
        let id = self.admin().post(&self.path(ticket, "/messages"), body).with(201).json["id"].clone();
        self.later(60);
        self.message(ticket, &id)
    }

    fn later(&self, seconds: u64) {
        self.db.clock().advance(std::time::Duration::from_secs(seconds));
        self.site.settle();
    }

    fn health(&self) -> Value {
        self.admin().get(&self.own("")).with(200).json["managed"]["health"].clone()
    }
}

/// A message of the customer's, with this in it.
fn message(id: i64, content: Value) -> Value {
    let mut message = json!({ "message_id": id, "date": 1_764_140_500,
        "from": { "id": CUSTOMER, "is_bot": false, "first_name": "Rosa", "last_name": "Méndez", "language_code": "es" },
        "chat": { "id": CUSTOMER, "first_name": "Rosa", "last_name": "Méndez", "type": "private" } });
    message.as_object_mut().unwrap().extend(content.as_object().unwrap().clone());
    message
}

fn said(id: i64, content: Value) -> Value {
    json!({ "update_id": 900_000 + id, "message": message(id, content) })
}
