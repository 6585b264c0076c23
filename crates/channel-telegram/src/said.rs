//! One message of a customer. What has a form of its own (a place, a card, a die) is told in lines, without a word of ours: what stands there
//! is what the customer sent.

use channel::json::{list, text};
use channel::words::{lines, map};
use channel::{Heard, Media};
use kit::Locale;
use serde::Deserialize;
use serde_json::Value;

use crate::name;

#[derive(Deserialize)]
struct Head {
    message_id: i64,
    from: Person,
    chat: Chat,
    edit_date: Option<i64>,
    reply_to_message: Option<Answered>,
}

#[derive(Deserialize)]
struct Person {
    #[serde(default)]
    first_name: String,
    #[serde(default)]
    last_name: String,
    #[serde(default)]
    language_code: String,
}

#[derive(Deserialize)]
struct Chat {
    id: i64,
}

#[derive(Deserialize)]
struct Answered {
    message_id: i64,
}

/// What all kinds of files have.
#[derive(Deserialize)]
struct File {
    file_id: String,
    #[serde(default)]
    mime_type: String,
    file_name: Option<String>,
}

/// What Telegram says of a private chat itself: nobody has said anything.
const SERVICE: [&str; 12] = [
    "boost_added",
    "chat_background_set",
    "chat_shared",
    "connected_website",
    "message_auto_delete_timer_changed",
    "passport_data",
    "pinned_message",
    "proximity_alert_triggered",
    "successful_payment",
    "users_shared",
    "web_app_data",
    "write_access_allowed",
];

/// Of what was `edited` only new words count: which file it is cannot be told from what it was before.
pub fn message(value: &Value, edited: bool) -> Option<Heard> {
    let head = Head::deserialize(value).ok()?;
    let (chat, own) = (head.chat.id, name(head.chat.id, head.message_id));
    let content = content(value);
    let mut heard = Heard {
        address: chat.to_string(),
        name: Some(format!("{} {}", head.from.first_name, head.from.last_name).trim().to_owned()).filter(|name| !name.is_empty()),
        locale: Locale::from_tag(&head.from.language_code),
        ..Heard::default()
    };
    if edited {
        let words = ["text", "caption"].iter().find_map(|kind| text(value, kind))?;
        return Some(Heard {
            provider: format!("{own}:{}", head.edit_date?),
            text: words,
            answers: Some(own),
            corrects: true,
            ..heard
        });
    }
    heard.provider = own;
    heard.answers = head.reply_to_message.map(|answered| name(chat, answered.message_id));
    match content {
        Some((text, media)) => (heard.text, heard.media) = (text, media),
        None if SERVICE.iter().any(|kind| value.get(kind).is_some()) => return None,
        None => heard.lacks = Some("unsupported"),
    }
    Some(heard)
}

/// Text and files; nothing of what is no message, or of a kind that came after this was written. What comes under two names for the sake of
/// older programs (an animation is a document, too) is read by the first.
fn content(message: &Value) -> Option<(String, Vec<Media>)> {
    let plain = |text: String| Some((text, Vec::new()));
    let caption = || text(message, "caption").unwrap_or_default();
    if let Some(words) = text(message, "text") {
        return plain(words);
    }
    if message.get("photo").is_some() {
        return Some((caption(), vec![largest(list(message, "photo"))?]));
    }
    if let Some(value) = message.get("sticker") {
        return sticker(value);
    }
    for (kind, usual) in [
        ("animation", "video/mp4"),
        ("audio", "audio/mpeg"),
        ("document", ""),
        ("video", "video/mp4"),
        ("video_note", "video/mp4"),
        ("voice", "audio/ogg"),
    ] {
        if let Some(value) = message.get(kind) {
            return Some((caption(), vec![file(value, usual)?]));
        }
    }
    let place = |value: &Value| Some(map(value.get("latitude")?.as_f64()?, value.get("longitude")?.as_f64()?));
    if let Some(venue) = message.get("venue") {
        let at = place(venue.get("location")?)?;
        return plain(lines([text(venue, "title"), text(venue, "address"), Some(at)]));
    }
    if let Some(location) = message.get("location") {
        return plain(place(location)?);
    }
    if let Some(contact) = message.get("contact") {
        let named = [text(contact, "first_name"), text(contact, "last_name")];
        let named = named.into_iter().flatten().collect::<Vec<_>>().join(" ");
        return plain(lines([Some(named).filter(|name| !name.is_empty()), text(contact, "phone_number")]));
    }
    let die = message.get("dice")?;
    plain(format!("{} {}", text(die, "emoji")?, die.get("value")?.as_i64()?))
}

fn file(value: &Value, usual: &str) -> Option<Media> {
    let file = File::deserialize(value).ok()?;
    Some(Media {
        id: file.file_id,
        name: file.file_name,
        media_type: Some(file.mime_type)
            .filter(|kind| !kind.is_empty())
            .unwrap_or_else(|| usual.to_owned()),
    })
}

/// Of the sizes of a picture.
fn largest(sizes: &[Value]) -> Option<Media> {
    let side = |size: &Value, name: &str| size.get(name).and_then(Value::as_u64).unwrap_or(0);
    let area = |size: &&Value| side(size, "width").saturating_mul(side(size, "height"));
    file(sizes.iter().max_by_key(area)?, "image/jpeg")
}

fn sticker(value: &Value) -> Option<(String, Vec<Media>)> {
    let is = |name: &str| value.get(name).and_then(Value::as_bool).unwrap_or(false);
    if is("is_animated") {
        let picture = value.get("thumbnail").and_then(|picture| file(picture, "image/webp"));
        return Some((text(value, "emoji").unwrap_or_default(), picture.into_iter().collect()));
    }
    Some((
        String::new(),
        vec![file(value, if is("is_video") { "video/webm" } else { "image/webp" })?],
    ))
}
