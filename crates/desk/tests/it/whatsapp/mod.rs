//! A number of WhatsApp's from outside: Meta on both sides, as a double that answers as the Cloud API does.

mod coming;
mod connect;
mod graph;
mod leaving;

use access::Builtin;
use axum::http::Method;
use channel_whatsapp::sign;
use db::Db;
use desk::testing::Office;
use desk::testing::site::{Browser, Reply, Site};
use kit::TicketId;
use serde_json::{Value, json};

use graph::Graph;

const NUMBER: &str = "106540352242922";
const ACCOUNT: &str = "102290129340398";
const CUSTOMER: &str = "523312044417";
const SECRET: &str = "app-secret-example";

/// An office with a number that is connected.
struct World {
    office: Office,
    site: Site,
    graph: Graph,
    token: String,
    channel: String,
    address: String,
    verify: String,
    db: Db,
}

impl World {
    fn new(db: &Db) -> Self {
        let graph = Graph::default();
        let office = Office::new(db);
        let site = Site::with(db, |config| config.graph_url = graph.serve());
        let token = office.token(office.people[&Builtin::Admin].member);
        let draft = json!({ "kind": "whatsapp", "name": "Ventas", "team": office.team,
            "settings": { "phone_number_id": NUMBER, "account_id": ACCOUNT, "number": "+52 33 1200 0000" },
            "credentials": { "access_token": "EAAG", "app_secret": SECRET } });
        let made = site.program(&token).post(&office.path("/channels"), draft).with(201).json;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            channel: text(&made["id"]),
            address: text(&made["managed"]["address"]),
            verify: text(&made["secret"]),
            office,
            site,
            graph,
            token,
            db: db.clone(),
        }
    }

    fn admin(&self) -> Browser<'_> {
        self.site.program(&self.token)
    }

    fn hook(&self) -> String {
        format!("/api/v1/hooks/whatsapp/{}", self.address)
    }

    /// Somebody who posts what this secret signs.
    fn signing(&self, body: &Value, secret: &str) -> Browser<'_> {
        let mut meta = self.site.browser();
        meta.headers.push((sign::HEADER, sign::header(secret, body.to_string().as_bytes())));
        meta
    }

    /// Meta delivers.
    fn deliver(&self, value: Value) -> Reply {
        let body = delivery(NUMBER, value);
        self.signing(&body, SECRET).post(&self.hook(), body.clone())
    }

    fn deliver_at_once(&self, times: usize, value: Value) -> Vec<Reply> {
        let body = delivery(NUMBER, value);
        self.signing(&body, SECRET).at_once(times, &Method::POST, &self.hook(), &body)
    }

    /// The customer writes; their ticket.
    fn hear(&self, id: &str, text: &str) -> TicketId {
        self.deliver(said(message(id, "text", json!({ "body": text })))).with(200);
        self.ticket()
    }

    /// The only live ticket of the number.
    fn ticket(&self) -> TicketId {
        let org = self.office.org;
        let sql = "SELECT t.id FROM ticket t JOIN channel c ON c.org_id = t.org_id AND c.id = t.channel_id \
            WHERE t.org_id = $1 AND c.kind = 'whatsapp' AND t.state <> 'closed'";
        self.office.read(move |tx| Ok(tx.one(sql, db::args![org])?)).expect("one ticket")
    }

    fn count(&self, sql: &'static str) -> i64 {
        let org = self.office.org;
        self.office.read(move |tx| Ok(tx.one(sql, db::args![org])?)).expect("a count")
    }

    fn path(&self, ticket: TicketId, rest: &str) -> String {
        self.office.path(&format!("/tickets/{ticket}{rest}"))
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

    fn shown(&self) -> Value {
        self.admin()
            .get(&self.office.path(&format!("/channels/{}", self.channel)))
            .with(200)
            .json
    }
}

/// What Meta posts for a number.
fn delivery(number: &str, value: Value) -> Value {
    let mut whole =
        json!({ "messaging_product": "whatsapp", "metadata": { "display_phone_number": "523312000000", "phone_number_id": number } });
    whole.as_object_mut().unwrap().extend(value.as_object().unwrap().clone());
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": ACCOUNT, "changes": [{ "field": "messages", "value": whole }] }] })
}

fn said(message: Value) -> Value {
    json!({ "contacts": [{ "profile": { "name": "Rosa Méndez" }, "wa_id": CUSTOMER }], "messages": [message] })
}

fn message(id: &str, kind: &str, content: Value) -> Value {
    json!({ "from": CUSTOMER, "id": format!("wamid.{id}"), "timestamp": "1764140500", "type": kind, kind: content })
}

fn status(id: &str, status: &str) -> Value {
    json!({ "statuses": [{ "id": id, "status": status, "timestamp": "1764140600", "recipient_id": CUSTOMER }] })
}
