//! One message of a customer. What has a form of its own (a place, a card, an order) is told in lines, without a word of ours: what stands
//! there is what the customer sent.

use channel::json::{list, text};
use channel::words::{lines, map};
use channel::{Heard, Media, Reacted};
use kit::{Phone, Time};
use serde::Deserialize;
use serde_json::Value;

/// What a message is.
pub enum Said {
    Heard(Heard),
    Reacted(Reacted),
}

#[derive(Deserialize)]
struct Head {
    id: String,
    from: Option<String>,
    /// What Meta gives in place of a number for who hides theirs.
    from_user_id: Option<String>,
    #[serde(default)]
    timestamp: String,
    #[serde(rename = "type")]
    kind: String,
    context: Option<Context>,
}

#[derive(Deserialize)]
struct Context {
    id: Option<String>,
}

/// What all kinds of files have.
#[derive(Deserialize)]
struct File {
    id: String,
    #[serde(default)]
    mime_type: String,
    caption: Option<String>,
    filename: Option<String>,
}

pub fn message(value: &Value, contacts: &[Value]) -> Option<Said> {
    let head = Head::deserialize(value).ok()?;
    let from = head.from.or(head.from_user_id).filter(|from| !from.is_empty())?;
    let body = value.get(&head.kind).unwrap_or(&Value::Null);
    if head.kind == "reaction" {
        return Some(Said::Reacted(Reacted {
            to: text(body, "message_id")?,
            emoji: text(body, "emoji").unwrap_or_default(),
            at: seconds(&head.timestamp)?,
        }));
    }
    let (text, media) = content(&head.kind, body).map_or((None, Vec::new()), |(text, media)| (Some(text), media));
    let lacks = text.is_none().then_some("unsupported");
    Some(Said::Heard(Heard {
        provider: head.id,
        name: name(contacts, &from),
        phone: Phone::parse(&format!("+{from}"), None, "from").ok(),
        address: from,
        text: text.unwrap_or_default(),
        media,
        answers: head.context.and_then(|context| context.id),
        lacks,
        ..Heard::default()
    }))
}

/// Text and files; nothing of what the API does not give out, or of a kind that came after this was written.
fn content(kind: &str, body: &Value) -> Option<(String, Vec<Media>)> {
    let plain = |text: Option<String>| text.map(|text| (text, Vec::new()));
    match kind {
        "text" => plain(text(body, "body")),
        "image" | "video" | "audio" | "voice" | "document" | "sticker" => {
            let file = File::deserialize(body).ok()?;
            let media = Media {
                id: file.id,
                name: file.filename,
                media_type: file.mime_type,
            };
            Some((file.caption.unwrap_or_default(), vec![media]))
        }
        "location" => plain(place(body)),
        "contacts" => plain(Some(body.as_array()?.iter().map(card).collect::<Vec<_>>().join("\n\n"))),
        "button" => plain(text(body, "text")),
        "interactive" => plain(chosen(body)),
        "order" => plain(Some(order(body))),
        "system" => plain(text(body, "body").or_else(|| text(body, "wa_id"))),
        _ => None,
    }
}

fn place(body: &Value) -> Option<String> {
    let at = |name: &str| body.get(name).and_then(Value::as_f64);
    let map = map(at("latitude")?, at("longitude")?);
    Some(lines([
        text(body, "name"),
        text(body, "address"),
        Some(text(body, "url").unwrap_or(map)),
    ]))
}

fn card(contact: &Value) -> String {
    let name = contact.get("name").unwrap_or(&Value::Null);
    let each = |name: &str, field: &str| -> Vec<Option<String>> { list(contact, name).iter().map(|one| text(one, field)).collect() };
    let company = contact.get("org").and_then(|org| text(org, "company"));
    let mut said = vec![text(name, "formatted_name").or_else(|| text(name, "first_name")), company];
    said.extend(each("phones", "phone"));
    said.extend(each("emails", "email"));
    lines(said)
}

/// What was pressed: a button, a line of a list, or a form that was filled in.
fn chosen(body: &Value) -> Option<String> {
    let reply = ["button_reply", "list_reply"].iter().find_map(|kind| body.get(kind));
    match reply {
        Some(reply) => Some(lines([text(reply, "title"), text(reply, "description")])).filter(|said| !said.is_empty()),
        None => body.get("nfm_reply").and_then(|form| text(form, "body")),
    }
}

fn order(body: &Value) -> String {
    let items = list(body, "product_items");
    let item = |item: &Value| {
        let shown = |name: &str| {
            item.get(name)
                .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        };
        Some(format!(
            "{} × {} — {} {}",
            shown("quantity")?,
            shown("product_retailer_id")?,
            shown("item_price").unwrap_or_default(),
            shown("currency").unwrap_or_default()
        ))
    };
    lines(std::iter::once(text(body, "text")).chain(items.iter().map(item)))
}

fn name(contacts: &[Value], from: &str) -> Option<String> {
    let is = |contact: &&Value| ["wa_id", "user_id"].iter().any(|id| text(contact, id).as_deref() == Some(from));
    let contact = contacts
        .iter()
        .find(is)
        .or_else(|| contacts.first().filter(|_| contacts.len() == 1))?;
    text(contact.get("profile")?, "name")
}

fn seconds(text: &str) -> Option<Time> {
    Some(Time::from_micros(text.parse::<i64>().ok()?.checked_mul(1_000_000)?))
}
