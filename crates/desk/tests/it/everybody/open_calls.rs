//! Calls outside of organisations: of people about themselves, of visitors, of other systems, and of anybody.

use access::Builtin;
use kit::{Email, Locale};
use serde_json::{Value, json};

use super::call::{Call, hung};
use super::world::{Caller, PASSWORD, World, code};

pub fn call(world: &World, operation: &str, caller: Caller) -> Option<Call> {
    let bare = Call::default;
    Some(match operation {
        "setup.get" => bare().query("?token=stp_no".into()),
        "setup.make" => bare().body(json!({
            "token": "stp_no", "organisation": { "name": "Otra", "locale": "es", "time_zone": "America/Mexico_City", "country": "MX" },
            "person": { "first_name": "Ana", "last_name": "Sosa", "email": "ana@otra.mx", "password": PASSWORD },
            "team": { "name": "Soporte" }, "channel": { "name": "Sitio" } })),
        "session.open" => {
            world.passwords();
            bare().body(json!({ "email": email(world), "password": PASSWORD }))
        }
        "session.close" | "session.end_others" | "session.list" | "me.get" | "me.views" | "two_factor.enrol" => {
            if operation == "two_factor.enrol" {
                world.passwords();
            }
            bare()
        }
        "me.edit" => bare().body(json!({ "last_name": format!("Sosa {}", world.next()) })),
        "me.password" => {
            world.passwords();
            bare().body(json!({ "current": PASSWORD, "password": "otoño y barbecho" }))
        }
        "session.end" => {
            let mine = world.browser(caller).get("/api/v1/me/sessions").json["items"][0]["id"].clone();
            let id = mine
                .as_str()
                .map_or_else(|| kit::SessionId::new(world.office.db.now()).to_string(), str::to_owned);
            Call::ids([("session", id)])
        }
        "two_factor.confirm" => bare().body(json!({ "code": enrolled(world, caller) })),
        "two_factor.remove" | "two_factor.recovery_codes" => {
            let first = enrolled(world, caller);
            let confirm = "/api/v1/me/two-factor/confirmation";
            world.browser(caller).post(confirm, json!({ "code": first }));
            // The same code serves once; the step is forgotten so that the test need not wait for the next.
            crate::desk::sql(&world.office, "UPDATE account SET totp_step = 0", db::args![]);
            let mut body = json!({ "password": PASSWORD });
            if operation == "two_factor.remove" {
                body["code"] = json!(first);
            }
            bare().body(body)
        }
        "me.tickets" => bare().query("?view=external_mine".into()),
        "live.connect" | "widget.live" => bare(),
        "password_reset.ask" => bare().body(json!({ "email": email(world) })),
        "password_reset.get" => bare().query(format!("?token={}", reset(world))),
        "password_reset.confirm" => bare().body(json!({ "token": reset(world), "password": "otoño y barbecho" })),
        "invitation.get" => bare().query(format!("?token={}", invited(world))),
        "invitation.renewal" => bare().body(json!({ "token": invited(world) })),
        "invitation.accept" => bare().body(json!({ "token": invited(world), "password": PASSWORD })),
        _ => return edges(world, operation).or_else(|| providers(world, operation, caller)),
    })
}

fn edges(world: &World, operation: &str) -> Option<Call> {
    let (door, key) = ([("address", world.api.1.clone())], [("key", world.visitor_key.clone())]);
    let bare = Call::default;
    Some(match operation {
        "hook.message" => {
            let n = world.next();
            Call::ids(door).body(json!({ "id": format!("m-{n}"), "from": { "address": format!("c-{n}") }, "text": "Hola" }))
        }
        "hook.receipt" => Call::ids(door).body(json!({ "id": "nunca", "delivery": "read" })),
        "hook.file" => {
            let admin = Caller::Role(Builtin::Admin);
            let made = world.upload(admin, &world.office.path("/files")).with(201).json["id"].clone();
            let ticket = world.arrive(&world.office, world.api.0);
            let file = hung(world, made.as_str()?, &world.said(ticket, world.admin(), "sent"));
            Call::ids([door[0].clone(), ("file", file.to_string())])
        }
        "hook.upload" => Call {
            form: true,
            ..Call::ids(door)
        },
        "widget.config" => Call::ids(key),
        "widget.arrive" => Call::ids(key).body(json!({})),
        "widget.identify" => bare().body(json!({ "page": "https://ejemplo.mx/tractores" })),
        "widget.conversation" | "widget.typing" => bare(),
        "widget.say" => bare().body(json!({ "body": format!("Hola {}", world.next()) })),
        "widget.read" => bare().body(json!({ "seq": 1 })),
        "widget.upload" => Call { form: true, ..bare() },
        "widget.file" | "widget.preview" => {
            let made = world.upload(Caller::Visitor, "/api/v1/widget/files").with(201).json["id"]
                .as_str()?
                .to_owned();
            let id: kit::FileId = made.parse().ok()?;
            crate::desk::sql(&world.office, "UPDATE file SET preview = hash WHERE id = $1", db::args![id]);
            Call::ids([("file", made)])
        }
        _ => return None,
    })
}

/// A provider is known by what it says of its own, and by its signature.
fn providers(world: &World, operation: &str, caller: Caller) -> Option<Call> {
    let known = caller == Caller::Channel;
    let call = Call::ids([(
        "address",
        world.number(if operation.starts_with("telegram") {
            "telegram"
        } else {
            "whatsapp"
        }),
    )]);
    Some(match operation {
        "telegram.deliver" => {
            let n = world.next();
            let chat = json!({ "id": 418_237_711, "first_name": "Rosa", "type": "private" });
            let message = json!({ "message_id": n, "from": chat, "chat": chat, "date": 1_764_140_500, "text": "Hola" });
            let secret = if known { "rlp_numero" } else { "rlp_otro" };
            Call {
                headers: vec![(channel_telegram::HEADER, secret.to_owned())],
                ..call.body(json!({ "update_id": n, "message": message }))
            }
        }
        "whatsapp.handshake" => {
            let token = if known { "rlp_numero" } else { "rlp_otro" };
            call.query(format!("?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={token}"))
        }
        "whatsapp.deliver" => {
            let n = world.next();
            let message = json!({ "from": "523312044417", "id": format!("wamid.{n}"), "timestamp": "1764140500", "type": "text",
                "text": { "body": "Hola" } });
            let value = json!({ "messaging_product": "whatsapp", "metadata": { "phone_number_id": "1065" }, "messages": [message] });
            let body = json!({ "object": "whatsapp_business_account", "entry": [{ "id": "1", "changes": [{ "field": "messages", "value": value }] }] });
            let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, if known { b"firma" } else { b"falsa" });
            let tag = data_encoding::HEXLOWER.encode(ring::hmac::sign(&key, body.to_string().as_bytes()).as_ref());
            Call {
                headers: vec![("x-hub-signature-256", format!("sha256={tag}"))],
                ..call.body(body)
            }
        }
        _ => return None,
    })
}

/// The address of somebody who can sign in.
fn email(world: &World) -> String {
    let person = desk::member::enrol::Person {
        first_name: "Rosa".into(),
        last_name: "Mendoza".into(),
        email: Email::parse(&format!("rosa{}@ejemplo.mx", world.next()), "email").expect("an address"),
        phone: None,
        locale: Locale::Es,
        time_zone: "America/Mexico_City".into(),
        password_hash: None,
    };
    let shown = person.email.as_str().to_owned();
    world.office.hire_person(&person, &[Builtin::Operator], &[world.office.team]);
    world.passwords();
    shown
}

fn token_of(link: &Value) -> String {
    let link = link.as_str().expect("a link");
    link.split_once("token=").expect("its token").1.to_owned()
}

fn reset(world: &World) -> String {
    token_of(&world.make(&format!("/members/{}/password-reset", world.operator()), json!({}))["link"])
}

fn invited(world: &World) -> String {
    let n = world.next();
    let new = json!({ "first_name": "Ana", "last_name": "Sosa", "email": format!("nueva{n}@ejemplo.mx"), "roles": ["operator"] });
    token_of(&world.make("/members", new)["invitation"]["link"])
}

/// Begins a second factor for who can sign in; gives the code of now.
fn enrolled(world: &World, caller: Caller) -> String {
    world.passwords();
    let shown = world.browser(caller).post("/api/v1/me/two-factor", json!({})).json;
    shown["secret"]
        .as_str()
        .map_or_else(|| "000000".into(), |secret| code(secret, world.office.db.now()))
}
