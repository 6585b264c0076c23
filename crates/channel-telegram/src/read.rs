//! What came through the webhook: one update.

use channel::json::{list, storable, text};
use channel::{Delivery, Reacted};
use kit::Time;
use serde_json::{Value, json};

use crate::{name, said};

/// What an update brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Came {
    pub delivery: Delivery,
    /// A group or a channel that somebody took the bot into. A conversation is with one person: the bot leaves.
    pub leave: Option<i64>,
}

/// Reads a body whose secret was checked. `None` is no update at all; what is in it and is not understood is passed over, since Telegram adds
/// fields and kinds without notice.
pub fn read(body: &[u8]) -> Option<Came> {
    let mut update: Value = serde_json::from_slice(body).ok()?;
    storable(&mut update);
    update.get("update_id")?.as_i64()?;
    let mut came = Came::default();
    for (kind, edited) in [("message", false), ("edited_message", true)] {
        let Some(message) = update.get(kind) else { continue };
        match chat(message) {
            Some(Chat::Person) => came.delivery.heard.extend(said::message(message, edited)),
            Some(Chat::Many(id)) => came.leave = Some(id),
            None => {}
        }
    }
    if let Some(reaction) = update.get("message_reaction")
        && let Some(Chat::Person) = chat(reaction)
    {
        came.delivery.reacted.extend(reacted(reaction));
    }
    Some(came)
}

/// The answer to an update by which the bot leaves where it came from: Telegram takes a request as the answer to one of its own.
pub fn leave(chat: i64) -> Vec<u8> {
    json!({ "method": "leaveChat", "chat_id": chat }).to_string().into_bytes()
}

enum Chat {
    Person,
    Many(i64),
}

fn chat(message: &Value) -> Option<Chat> {
    let chat = message.get("chat")?;
    match text(chat, "type")?.as_str() {
        "private" => Some(Chat::Person),
        _ => Some(Chat::Many(chat.get("id")?.as_i64()?)),
    }
}

/// All that a person has put to a message; the desk shows the first. A sign of Telegram's own making has no letter and says nothing.
fn reacted(reaction: &Value) -> Option<Reacted> {
    let signs = list(reaction, "new_reaction");
    let emoji = signs.iter().find_map(|sign| text(sign, "emoji"));
    let to = name(reaction.get("chat")?.get("id")?.as_i64()?, reaction.get("message_id")?.as_i64()?);
    Some(Reacted {
        to,
        emoji: emoji.or_else(|| signs.is_empty().then(String::new))?,
        at: seconds(reaction.get("date")?)?,
    })
}

fn seconds(value: &Value) -> Option<Time> {
    Some(Time::from_micros(value.as_i64()?.checked_mul(1_000_000)?))
}

#[cfg(test)]
mod tests {
    use channel::{Heard, Media};
    use kit::Locale;

    use super::*;

    const TEXT: &str = include_str!("../testdata/text.json");
    const MEDIA: &str = include_str!("../testdata/media.jsonl");
    const STRUCTURED: &str = include_str!("../testdata/structured.jsonl");
    const OTHERS: &str = include_str!("../testdata/others.jsonl");

    fn all(lines: &str) -> Vec<Came> {
        lines.lines().map(|line| read(line.as_bytes()).expect("an update")).collect()
    }

    fn heard(lines: &str) -> Vec<Heard> {
        all(lines).into_iter().flat_map(|came| came.delivery.heard).collect()
    }

    #[test]
    fn a_text_with_its_writer_and_what_it_answers() {
        let [heard] = &heard(TEXT)[..] else { panic!("one message") };
        assert_eq!(
            heard,
            &Heard {
                provider: "418237711:57".into(),
                address: "418237711".into(),
                name: Some("Rosa Méndez".into()),
                locale: Some(Locale::Es),
                text: "¿Tienen la banda 1042 en existencia?".into(),
                answers: Some("418237711:56".into()),
                ..Heard::default()
            }
        );
    }

    #[test]
    fn files_of_every_kind_with_their_captions_and_names() {
        let told: Vec<(String, String, Option<String>, String)> = heard(MEDIA)
            .into_iter()
            .map(|heard| {
                let [Media { id, name, media_type }] = &heard.media[..] else {
                    panic!("one file: {heard:?}")
                };
                (id.clone(), heard.text, name.clone(), media_type.clone())
            })
            .collect();
        let told: Vec<(&str, &str, Option<&str>, &str)> = told
            .iter()
            .map(|(id, text, name, kind)| (id.as_str(), text.as_str(), name.as_deref(), kind.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                // The largest of its sizes.
                ("FOTO-GRANDE", "Así quedó el eje", None, "image/jpeg"),
                ("DOCUMENTO", "La factura", Some("factura 118.pdf"), "application/pdf"),
                ("SIN-TIPO", "", Some("lectura.can"), ""),
                ("CANCION", "", Some("motor.mp3"), "audio/mpeg"),
                ("VOZ", "", None, "audio/ogg"),
                ("VIDEO", "Mire el ruido", Some("tractor.mp4"), "video/mp4"),
                ("REDONDO", "", None, "video/mp4"),
                // Comes as a document, too.
                ("GIF", "", Some("giro.mp4"), "video/mp4"),
                ("PEGATINA", "", None, "image/webp"),
                ("PEGATINA-VIDEO", "", None, "video/webm"),
                // What moves by itself nothing here can show: its picture, and what it stands for.
                ("MINIATURA", "🚜", None, "image/webp"),
            ]
        );
    }

    #[test]
    fn what_has_a_form_of_its_own_is_told_in_lines() {
        let texts: Vec<String> = heard(STRUCTURED).into_iter().map(|heard| heard.text).collect();
        assert_eq!(
            texts,
            [
                "https://www.google.com/maps/search/?api=1&query=20.6736,-103.344",
                "Taller Lerma\nAv. Vallarta 1200, Guadalajara\nhttps://www.google.com/maps/search/?api=1&query=20.67,-103.34",
                "Iván Robles\n+524771234567",
                "🎲 4",
                "/start",
            ]
        );
    }

    #[test]
    fn what_was_corrected_a_sign_and_a_group() {
        let all = all(OTHERS);
        let corrected = &all[0].delivery.heard[0];
        assert_eq!(
            (corrected.provider.as_str(), corrected.answers.as_deref(), corrected.corrects),
            ("418237711:57:1764140900", Some("418237711:57"), true)
        );
        assert_eq!(corrected.text, "¿Tienen la banda 1043 en existencia?");
        // A place that moves is corrected every few seconds, and a file without words has none to correct.
        assert_eq!((&all[1], &all[2]), (&Came::default(), &Came::default()));

        let signs: Vec<(&str, &str, i64)> = all[3..=6]
            .iter()
            .flat_map(|came| &came.delivery.reacted)
            .map(|sign| (sign.to.as_str(), sign.emoji.as_str(), sign.at.micros()))
            .collect();
        let at = 1_764_141_000_000_000;
        assert_eq!(signs, [("418237711:58", "👍", at), ("418237711:58", "", at + 1_000_000)]);

        for (came, group) in all[7..=8].iter().zip([-1_001_234_567_890, -4_123_456]) {
            assert_eq!((came.leave, &came.delivery), (Some(group), &Delivery::default()));
        }
        let left: Value = serde_json::from_slice(&leave(-4_123_456)).unwrap();
        assert_eq!(left, json!({ "method": "leaveChat", "chat_id": -4_123_456 }));

        // A poll, and what came after this was written.
        let lacks: Vec<Option<&str>> = all[9..=10].iter().map(|came| came.delivery.heard[0].lacks).collect();
        assert_eq!(lacks, [Some("unsupported"), Some("unsupported")]);
        // What Telegram says of the chat itself, what is nobody's, and other kinds of updates.
        assert!(all.len() > 11 && all[11..].iter().all(|came| *came == Came::default()));
    }

    #[test]
    fn what_is_no_update_is_not_read() {
        for none in [&b""[..], b"[]", b"null", b"{", b"\xff\xfe", b"{}", br#"{"update_id":"1"}"#] {
            assert_eq!(read(none), None, "{none:?}");
        }
        assert_eq!(read(br#"{"update_id":1}"#), Some(Came::default()));
    }

    #[test]
    fn what_no_database_holds_is_taken_away() {
        let mut update: Value = serde_json::from_str(TEXT).unwrap();
        update["message"]["text"] = "a\0b".into();
        update["message"]["from"]["first_name"] = "Ro\0sa".into();
        let heard = read(update.to_string().as_bytes()).unwrap().delivery.heard.remove(0);
        assert_eq!((heard.text.as_str(), heard.name.as_deref()), ("ab", Some("Rosa Méndez")));
    }

    #[test]
    fn no_part_of_an_update_that_is_missing_or_odd_makes_it_panic() {
        let all = [TEXT, MEDIA, STRUCTURED, OTHERS];
        for line in all.iter().flat_map(|lines| lines.lines()) {
            let whole: Value = serde_json::from_str(line).unwrap();
            let mut paths = Vec::new();
            walk(&whole, String::new(), &mut paths);
            for path in paths {
                for odd in [
                    Value::Null,
                    Value::Bool(true),
                    json!(i64::MIN),
                    json!("\u{0}x"),
                    json!([]),
                    json!({}),
                ] {
                    let mut changed = whole.clone();
                    *changed.pointer_mut(&path).unwrap() = odd;
                    let _ = read(changed.to_string().as_bytes());
                }
            }
            for end in 0..line.len() {
                let _ = read(&line.as_bytes()[..end]);
            }
        }
    }

    fn walk(value: &Value, at: String, paths: &mut Vec<String>) {
        if !at.is_empty() {
            paths.push(at.clone());
        }
        match value {
            Value::Array(all) => all.iter().enumerate().for_each(|(i, v)| walk(v, format!("{at}/{i}"), paths)),
            Value::Object(all) => all.iter().for_each(|(k, v)| walk(v, format!("{at}/{k}"), paths)),
            _ => {}
        }
    }
}
