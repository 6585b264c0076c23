//! A message of ours as messages of WhatsApp's: each is one text of limited length, or one file, perhaps with a caption.

use channel::words::pieces;
use channel::{Attachment, Outbound};

/// The longest text of one message.
const TEXT: usize = 4096;
const CAPTION: usize = 1024;

const MB: i64 = 1024 * 1024;
/// The largest document; nothing larger can be sent.
const DOCUMENT: i64 = 100 * MB;

/// One message of WhatsApp's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<'m> {
    Text(String),
    File { file: &'m Attachment, caption: Option<String> },
}

/// How a file is sent, and as what type. What its kind does not take goes as a document, which takes everything.
pub fn kind(file: &Attachment) -> (&'static str, &str) {
    match file.media_type.as_str() {
        kind @ ("image/jpeg" | "image/png") if file.size <= 5 * MB => ("image", kind),
        kind @ ("video/mp4" | "video/3gpp") if file.size <= 16 * MB => ("video", kind),
        kind @ ("audio/aac" | "audio/amr" | "audio/mpeg" | "audio/mp4" | "audio/ogg") if file.size <= 16 * MB => ("audio", kind),
        "audio/m4a" if file.size <= 16 * MB => ("audio", "audio/mp4"),
        "audio/opus" if file.size <= 16 * MB => ("audio", "audio/ogg"),
        other => ("document", other),
    }
}

/// Whether a file can be sent at all.
pub fn fits(file: &Attachment) -> Result<(), &'static str> {
    if file.size <= DOCUMENT { Ok(()) } else { Err("media_too_large") }
}

/// In order: a text that fits under the only file goes with it; else first what is said, then the files.
pub fn of(message: &Outbound) -> Vec<Part<'_>> {
    let text = message.text.trim();
    let takes = |file: &Attachment| kind(file).0 != "audio" && text.chars().count() <= CAPTION;
    if let [file] = message.files.as_slice()
        && !text.is_empty()
        && takes(file)
    {
        return vec![Part::File {
            file,
            caption: Some(text.to_owned()),
        }];
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
            to: Some("523312044417".into()),
            text: text.into(),
            reply_to: None,
            files,
        }
    }

    #[test]
    fn one_file_takes_its_text_along() {
        let said = message("Va la cotización", vec![file("application/pdf", 9)]);
        let [Part::File { caption, .. }] = &of(&said)[..] else {
            panic!("one part")
        };
        assert_eq!(caption.as_deref(), Some("Va la cotización"));
        // A voice message has no caption, two files would leave it open whose it is.
        assert_eq!(of(&message("Oye", vec![file("audio/ogg", 9)])).len(), 2);
        assert_eq!(of(&message("Van", vec![file("image/png", 9), file("image/png", 9)])).len(), 3);
        assert_eq!(of(&message("", vec![file("image/png", 9)])).len(), 1);
        assert_eq!(of(&message(&"x".repeat(CAPTION + 1), vec![file("image/png", 9)])).len(), 2);
    }

    #[test]
    fn a_text_beyond_one_message_goes_in_several() {
        assert_eq!(of(&message(&"surcos ".repeat(1000), vec![])).len(), 2);
        assert_eq!(of(&message(&"a".repeat(TEXT), vec![])).len(), 1);
    }

    #[test]
    fn what_its_kind_does_not_take_is_a_document() {
        for (media_type, size, expected) in [
            ("image/jpeg", 5 * MB, "image"),
            ("image/jpeg", 5 * MB + 1, "document"),
            ("image/webp", 9, "document"),
            ("image/svg+xml", 9, "document"),
            ("video/mp4", 16 * MB, "video"),
            ("video/mp4", 17 * MB, "document"),
            ("video/webm", 9, "document"),
            ("audio/m4a", 9, "audio"),
            ("audio/x-wav", 9, "document"),
            ("application/zip", 9, "document"),
        ] {
            assert_eq!(kind(&file(media_type, size)).0, expected, "{media_type} {size}");
        }
        assert_eq!(kind(&file("audio/m4a", 9)).1, "audio/mp4");
        assert_eq!(fits(&file("application/zip", DOCUMENT)), Ok(()));
        assert_eq!(fits(&file("application/zip", DOCUMENT + 1)), Err("media_too_large"));
    }
}
