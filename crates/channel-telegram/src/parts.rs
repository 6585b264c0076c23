//! A message of ours as messages of Telegram's: each is one text of limited length, one place, or one file, perhaps with a caption.

use channel::words::{length, pieces, place};
use channel::{Attachment, Outbound};

/// The longest text of one message.
const TEXT: usize = 4096;
const CAPTION: usize = 1024;

const MB: i64 = 1024 * 1024;
/// The largest file of all.
const FILE: i64 = 50 * MB;
/// The largest picture that is shown as one.
const PHOTO: i64 = 10 * MB;

/// One message of Telegram's.
#[derive(Clone, Debug, PartialEq)]
pub enum Part<'m> {
    Text(String),
    /// In degrees.
    Place {
        latitude: f64,
        longitude: f64,
    },
    File {
        file: &'m Attachment,
        caption: Option<String>,
    },
}

/// How a file is sent: the method, and the field that it stands in.
pub type Kind = (&'static str, &'static str);

const DOCUMENT: Kind = ("sendDocument", "document");

/// What its kind does not take goes as a document, which takes everything.
pub fn kind(file: &Attachment) -> Kind {
    match file.media_type.as_str() {
        "image/jpeg" | "image/png" if file.size <= PHOTO => ("sendPhoto", "photo"),
        "image/gif" => ("sendAnimation", "animation"),
        "video/mp4" => ("sendVideo", "video"),
        "audio/mpeg" | "audio/mp4" | "audio/m4a" | "audio/x-m4a" => ("sendAudio", "audio"),
        "audio/ogg" | "audio/opus" => ("sendVoice", "voice"),
        _ => DOCUMENT,
    }
}

/// Whether a file can be sent at all.
pub fn fits(file: &Attachment) -> Result<(), &'static str> {
    if file.size <= FILE { Ok(()) } else { Err("media_too_large") }
}

/// In order: a text that fits under the only file goes with it; else first what is said, then the files. A place that is all that is said goes
/// as one, as it came in.
pub fn of(message: &Outbound) -> Vec<Part<'_>> {
    let text = message.text.trim();
    if let [file] = message.files.as_slice()
        && !text.is_empty()
        && length(text) <= CAPTION
    {
        return vec![Part::File {
            file,
            caption: Some(text.to_owned()),
        }];
    }
    if let Some((latitude, longitude)) = place(text).filter(|_| message.files.is_empty()) {
        return vec![Part::Place { latitude, longitude }];
    }
    let files = message.files.iter().map(|file| Part::File { file, caption: None });
    pieces(text, TEXT).into_iter().map(Part::Text).chain(files).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(media_type: &str, size: i64) -> Attachment {
        Attachment {
            id: kit::FileId::from_bytes([1; 16]),
            name: "x".into(),
            media_type: media_type.into(),
            size,
        }
    }

    fn message(text: &str, files: Vec<Attachment>) -> Outbound {
        Outbound {
            id: kit::MessageId::from_bytes([2; 16]),
            ticket: kit::TicketId::from_bytes([3; 16]),
            to: Some("418237711".into()),
            text: text.into(),
            reply_to: None,
            files,
        }
    }

    #[test]
    fn one_file_takes_its_text_along() {
        let said = message("Va la cotización\nEs de hoy", vec![file("application/pdf", 9)]);
        let [Part::File { caption, .. }] = &of(&said)[..] else {
            panic!("one part")
        };
        assert_eq!(caption.as_deref(), Some("Va la cotización\nEs de hoy"));
        assert_eq!(of(&message("Oye", vec![file("audio/ogg", 9)])).len(), 1);
        // Two files would leave it open whose it is.
        assert_eq!(of(&message("Van", vec![file("image/png", 9), file("image/png", 9)])).len(), 3);
        assert_eq!(of(&message("", vec![file("image/png", 9)])).len(), 1);
        assert_eq!(of(&message(&"x".repeat(CAPTION + 1), vec![file("image/png", 9)])).len(), 2);
        assert_eq!(of(&message(&"🚜".repeat(CAPTION), vec![file("image/png", 9)])).len(), 2);
        assert_eq!(of(&message(&"surcos ".repeat(1000), vec![])).len(), 2);
        assert!(of(&message(" ", vec![])).is_empty());
    }

    #[test]
    fn a_place_that_is_all_that_is_said_goes_as_one() {
        let link = channel::words::map(20.6736, -103.344);
        let (latitude, longitude) = (20.6736, -103.344);
        assert_eq!(of(&message(&link, vec![])), [Part::Place { latitude, longitude }]);
        let with_words = format!("Estamos aquí: {link}");
        assert_eq!(of(&message(&with_words, vec![])), [Part::Text(with_words.clone())]);
    }

    #[test]
    fn what_its_kind_does_not_take_is_a_document() {
        for (media_type, size, expected) in [
            ("image/jpeg", PHOTO, "sendPhoto"),
            ("image/jpeg", PHOTO + 1, "sendDocument"),
            ("image/webp", 9, "sendDocument"),
            ("image/svg+xml", 9, "sendDocument"),
            ("image/gif", 9, "sendAnimation"),
            ("video/mp4", 9, "sendVideo"),
            ("video/webm", 9, "sendDocument"),
            ("audio/mpeg", 9, "sendAudio"),
            ("audio/ogg", 9, "sendVoice"),
            ("audio/x-wav", 9, "sendDocument"),
            ("application/zip", 9, "sendDocument"),
        ] {
            assert_eq!(kind(&file(media_type, size)).0, expected, "{media_type} {size}");
        }
        assert_eq!(fits(&file("application/zip", FILE)), Ok(()));
        assert_eq!(fits(&file("application/zip", FILE + 1)), Err("media_too_large"));
    }
}
