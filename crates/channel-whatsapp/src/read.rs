//! What came through the webhook.

use channel::json::{list, storable};
use channel::{Delivery, Step, Told};
use serde::Deserialize;
use serde_json::Value;

use crate::{failure, said};

#[derive(Deserialize)]
struct Whole {
    object: String,
    #[serde(default)]
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Change {
    field: String,
    #[serde(default)]
    value: Value,
}

#[derive(Deserialize)]
struct Metadata {
    phone_number_id: String,
}

#[derive(Deserialize)]
struct Status {
    id: String,
    status: String,
    #[serde(default)]
    errors: Vec<failure::Error>,
}

/// Reads a body whose signature was checked. `None` is not JSON of this kind at all; what is in it and is not understood is passed over,
/// since Meta adds fields and kinds without notice.
pub fn read(body: &[u8]) -> Option<Vec<Delivery>> {
    let mut whole: Value = serde_json::from_slice(body).ok()?;
    storable(&mut whole);
    let whole = Whole::deserialize(whole).ok()?;
    if whole.object != "whatsapp_business_account" {
        return Some(Vec::new());
    }
    let changes = whole.entry.into_iter().flat_map(|entry| entry.changes);
    Some(
        changes
            .filter(|change| change.field == "messages")
            .filter_map(|change| of_number(&change.value))
            .collect(),
    )
}

fn of_number(value: &Value) -> Option<Delivery> {
    let Metadata { phone_number_id } = Metadata::deserialize(value.get("metadata")?).ok()?;
    let mut delivery = Delivery {
        to: phone_number_id,
        ..Delivery::default()
    };
    for message in list(value, "messages") {
        match said::message(message, list(value, "contacts")) {
            Some(said::Said::Heard(heard)) => delivery.heard.push(heard),
            Some(said::Said::Reacted(reacted)) => delivery.reacted.push(reacted),
            None => {}
        }
    }
    delivery.told = list(value, "statuses").iter().filter_map(told).collect();
    Some(delivery)
}

fn told(status: &Value) -> Option<Told> {
    let Status { id, status, errors } = Status::deserialize(status).ok()?;
    let step = match status.as_str() {
        "sent" => Step::Sent,
        "delivered" => Step::Delivered,
        // A voice message that was played has been read.
        "read" | "played" => Step::Read,
        "failed" => Step::Failed(
            errors
                .first()
                .map_or_else(|| "provider_failed".to_owned(), |error| failure::code(error.code)),
        ),
        _ => return None,
    };
    Some(Told { id, step })
}

#[cfg(test)]
mod tests {
    use channel::{Heard, Media};
    use kit::Time;

    use super::*;

    const TEXT: &[u8] = include_bytes!("../testdata/text.json");
    const MEDIA: &[u8] = include_bytes!("../testdata/media.json");
    const STRUCTURED: &[u8] = include_bytes!("../testdata/structured.json");
    const STATUSES: &[u8] = include_bytes!("../testdata/statuses.json");
    const OTHERS: &[u8] = include_bytes!("../testdata/others.json");

    fn only(body: &[u8]) -> Delivery {
        let mut all = read(body).expect("a delivery");
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    #[test]
    fn a_text_with_its_writer_and_what_it_answers() {
        let delivery = only(TEXT);
        assert_eq!(delivery.to, "106540352242922");
        let [heard] = delivery.heard.as_slice() else {
            panic!("one message")
        };
        assert_eq!(
            heard,
            &Heard {
                provider: "wamid.HBgMNTIzMzEyMDQ0NDE3FQIAEhgUM0E5".into(),
                address: "523312044417".into(),
                name: Some("Rosa Méndez".into()),
                phone: Some(kit::Phone::parse("+523312044417", None, "").unwrap()),
                text: "¿Tienen la banda 1042 en existencia?".into(),
                answers: Some("wamid.HBgMNTIzMzEyMDQ0NDE3FQIAERgSQUJD".into()),
                ..Heard::default()
            }
        );
    }

    #[test]
    fn files_of_every_kind_with_their_captions_and_names() {
        let delivery = only(MEDIA);
        let told: Vec<(&str, &str, Option<&str>, &str)> = delivery
            .heard
            .iter()
            .map(|heard| {
                let [Media { id, name, media_type }] = heard.media.as_slice() else {
                    panic!("one file")
                };
                (id.as_str(), heard.text.as_str(), name.as_deref(), media_type.as_str())
            })
            .collect();
        assert_eq!(
            told,
            [
                ("1001", "Así quedó el eje", None, "image/jpeg"),
                ("1002", "", None, "video/mp4"),
                ("1003", "", None, "audio/ogg; codecs=opus"),
                ("1004", "La factura", Some("factura 118.pdf"), "application/pdf"),
                ("1005", "", None, "image/webp"),
            ]
        );
    }

    #[test]
    fn what_has_a_form_of_its_own_is_told_in_lines() {
        let delivery = only(STRUCTURED);
        let texts: Vec<&str> = delivery.heard.iter().map(|heard| heard.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "Taller Lerma\nAv. Vallarta 1200, Guadalajara\nhttps://www.google.com/maps/search/?api=1&query=20.6736,-103.344",
                "https://www.google.com/maps/search/?api=1&query=-34.6037,-58.3816",
                "Iván Robles\nRefacciones del Bajío\n+52 477 123 4567\nivan@bajio.mx\n\nMostrador\n+52 477 765 4321",
                "Sí, agendar",
                "Cotizar refacción",
                "Tractor 6110\nAgrícola, 110 HP",
                "Necesito esto para el lunes\n2 × BAN-1042 — 480.5 MXN\n1 × FIL-7 — 120 MXN",
                "Rosa cambió su número a 523312044418",
            ]
        );
        let [reacted] = delivery.reacted.as_slice() else {
            panic!("one reaction")
        };
        assert_eq!((reacted.to.as_str(), reacted.emoji.as_str()), ("wamid.NUESTRO1", "👍"));
        assert_eq!(reacted.at, Time::from_micros(1_764_140_500_000_000));
    }

    #[test]
    fn how_far_ours_have_come_and_why_one_failed() {
        let steps: Vec<Step> = only(STATUSES).told.into_iter().map(|told| told.step).collect();
        assert_eq!(
            steps,
            [
                Step::Sent,
                Step::Delivered,
                Step::Read,
                Step::Read,
                Step::Failed("window_closed".into()),
                Step::Failed("meta_135000".into()),
                Step::Failed("provider_failed".into()),
            ]
        );
    }

    #[test]
    fn what_is_not_supported_is_there_and_what_is_not_understood_is_passed_over() {
        let all = read(OTHERS).unwrap();
        assert_eq!(
            all.iter().map(|delivery| delivery.to.as_str()).collect::<Vec<_>>(),
            ["106540352242922", "2"]
        );
        let lacks: Vec<(&str, Option<&str>)> = all[0].heard.iter().map(|heard| (heard.provider.as_str(), heard.lacks)).collect();
        assert_eq!(
            lacks,
            [("wamid.ENCUESTA", Some("unsupported")), ("wamid.NUEVO", Some("unsupported"))]
        );
        assert_eq!(all[1].heard[0].text, "Hola");
        assert_eq!(all[1].heard[0].address, "MX.1234567890");
        assert_eq!(read(br#"{"object":"page","entry":[]}"#), Some(Vec::new()));
        assert_eq!(read(br#"{"object":"whatsapp_business_account","entry":[]}"#), Some(Vec::new()));
        for none in [&b""[..], b"[]", b"null", b"{", b"\xff\xfe", br#"{"entry":[]}"#] {
            assert_eq!(read(none), None, "{none:?}");
        }
    }

    #[test]
    fn what_no_database_holds_is_taken_away() {
        let mut whole: Value = serde_json::from_slice(TEXT).unwrap();
        let message = whole.pointer_mut("/entry/0/changes/0/value/messages/0").unwrap();
        message["id"] = "wamid.\0A".into();
        message["text"]["body"] = "a\0b".into();
        let heard = only(whole.to_string().as_bytes()).heard.remove(0);
        assert_eq!((heard.provider.as_str(), heard.text.as_str()), ("wamid.A", "ab"));
    }

    #[test]
    fn no_part_of_a_payload_that_is_missing_or_odd_makes_it_panic() {
        for body in [TEXT, MEDIA, STRUCTURED, STATUSES, OTHERS] {
            let whole: Value = serde_json::from_slice(body).unwrap();
            let mut paths = Vec::new();
            walk(&whole, String::new(), &mut paths);
            assert!(paths.len() > 10);
            for path in paths {
                for odd in [
                    Value::Null,
                    Value::Bool(true),
                    serde_json::json!(-1),
                    serde_json::json!("\u{0}x"),
                    serde_json::json!([]),
                ] {
                    let mut changed = whole.clone();
                    *changed.pointer_mut(&path).unwrap() = odd;
                    let _ = read(changed.to_string().as_bytes());
                }
            }
            for end in 0..body.len() {
                let _ = read(&body[..end]);
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
