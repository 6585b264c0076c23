//! What may be shown and what is only handed out. Nothing that a browser could run is ever shown from our origin (SECURITY 15).

use std::ops::Range;

/// Types that browsers show without running anything in them. No SVG, no HTML, no PDF.
const SHOWN: &[&str] = &[
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/bmp",
    "audio/mpeg",
    "audio/ogg",
    "audio/opus",
    "audio/m4a",
    "audio/mp4",
    "audio/aac",
    "audio/amr",
    "audio/webm",
    "audio/x-wav",
    "audio/x-flac",
    "video/mp4",
    "video/webm",
    "video/quicktime",
    "video/x-m4v",
];

/// May this be shown inside a page of ours?
pub fn is_shown(media_type: &str) -> bool {
    SHOWN.contains(&media_type)
}

/// The headers of a file's answer, whatever part of it is sent. `download` asks for a file even of what could be shown.
pub fn headers(media_type: &str, name: &str, hash: &[u8; 32], download: bool) -> Vec<(&'static str, String)> {
    let shown = is_shown(media_type);
    let content_type = if shown { media_type } else { "application/octet-stream" };
    vec![
        ("content-type", content_type.to_owned()),
        ("content-disposition", disposition(name, shown && !download)),
        ("x-content-type-options", "nosniff".to_owned()),
        (
            "content-security-policy",
            "default-src 'none'; img-src 'self'; media-src 'self'; sandbox".to_owned(),
        ),
        ("cross-origin-resource-policy", "same-origin".to_owned()),
        ("referrer-policy", "no-referrer".to_owned()),
        ("accept-ranges", "bytes".to_owned()),
        // Asked again each time, so that who lost access loses it at once; unchanged bytes are not sent again.
        ("cache-control", "private, no-cache".to_owned()),
        ("etag", etag(hash)),
    ]
}

/// Says that these bytes are those; opens nothing.
pub fn etag(hash: &[u8; 32]) -> String {
    format!("\"{}\"", data_encoding::HEXLOWER.encode(&hash[..16]))
}

/// `If-None-Match` names what we would send.
pub fn is_unchanged(if_none_match: Option<&str>, hash: &[u8; 32]) -> bool {
    let etag = etag(hash);
    if_none_match.is_some_and(|list| {
        list.split(',')
            .map(|one| one.trim().trim_start_matches("W/"))
            .any(|one| one == etag || one == "*")
    })
}

/// RFC 6266: a plain name for the old, the real one (RFC 8187) for the rest.
fn disposition(name: &str, shown: bool) -> String {
    let kind = if shown { "inline" } else { "attachment" };
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() && !"\"\\%;".contains(c) || c == ' ' {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            whole += &format!("%{byte:02X}");
        }
    }
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

/// What a `Range` header asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Whole,
    Of(Range<u64>),
    /// Nothing of it is there: 416.
    Outside,
}

/// Reads a `Range` header. What is not one range of bytes is answered with the whole, as RFC 9110 allows.
pub fn part(header: Option<&str>, size: u64) -> Part {
    let Some((from, to)) = header
        .and_then(|header| header.trim().strip_prefix("bytes="))
        .and_then(|range| range.split_once('-'))
    else {
        return Part::Whole;
    };
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    let range = match (from.trim(), to.trim()) {
        ("", last) => match number(last) {
            Some(last) => size.saturating_sub(last)..size,
            None => return Part::Whole,
        },
        (from, "") => match number(from) {
            Some(from) => from..size,
            None => return Part::Whole,
        },
        (from, to) => match (number(from), number(to)) {
            (Some(from), Some(to)) if from <= to => from..to.saturating_add(1).min(size),
            _ => return Part::Whole,
        },
    };
    if range.start < range.end { Part::Of(range) } else { Part::Outside }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header<'a>(headers: &'a [(&'static str, String)], name: &str) -> &'a str {
        headers.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str()).unwrap()
    }

    #[test]
    fn only_pictures_sound_and_film_are_shown() {
        for (media_type, shown) in [
            ("image/png", true),
            ("audio/ogg", true),
            ("video/mp4", true),
            ("image/svg+xml", false),
            ("text/html", false),
            ("text/xml", false),
            ("text/plain", false),
            ("application/pdf", false),
            ("application/octet-stream", false),
            ("application/javascript", false),
            ("image/png; charset=x", false),
            ("IMAGE/SVG+XML", false),
        ] {
            let headers = headers(media_type, "a.png", &[1; 32], false);
            assert_eq!(header(&headers, "content-disposition").starts_with("inline"), shown, "{media_type}");
            assert_eq!(
                header(&headers, "content-type"),
                if shown { media_type } else { "application/octet-stream" }
            );
            assert_eq!(header(&headers, "x-content-type-options"), "nosniff");
            assert!(
                header(&headers, "content-security-policy").contains("default-src 'none'")
                    && header(&headers, "content-security-policy").ends_with("sandbox")
            );
            assert_eq!(header(&headers, "cache-control"), "private, no-cache");
        }
        assert!(header(&headers("image/png", "a.png", &[1; 32], true), "content-disposition").starts_with("attachment"));
    }

    #[test]
    fn names_in_headers() {
        for (name, expected) in [
            ("informe.pdf", "attachment; filename=\"informe.pdf\"; filename*=UTF-8''informe.pdf"),
            (
                "Año nuevo.pdf",
                "attachment; filename=\"A_o nuevo.pdf\"; filename*=UTF-8''A%C3%B1o%20nuevo.pdf",
            ),
            (
                "a\"; filename=\"b.exe",
                "attachment; filename=\"a__ filename=_b.exe\"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe",
            ),
            (
                "a\r\nSet-Cookie: x",
                "attachment; filename=\"a__Set-Cookie: x\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x",
            ),
            (
                "100%41'*().txt",
                "attachment; filename=\"100_41'*().txt\"; filename*=UTF-8''100%2541%27%2A%28%29.txt",
            ),
        ] {
            assert_eq!(disposition(name, false), expected);
        }
    }

    #[test]
    fn ranges() {
        for (text, expected) in [
            ("bytes=0-3", Part::Of(0..4)),
            ("bytes=2-", Part::Of(2..10)),
            ("bytes=-3", Part::Of(7..10)),
            ("bytes=-30", Part::Of(0..10)),
            ("bytes=5-500", Part::Of(5..10)),
            ("bytes=9-9", Part::Of(9..10)),
            ("bytes=10-", Part::Outside),
            ("bytes=-0", Part::Outside),
            ("bytes=50-60", Part::Outside),
            ("bytes=3-2", Part::Whole),
            ("bytes=0-1,4-5", Part::Whole),
            ("lines=0-1", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("bytes=0-99999999999999999999999", Part::Whole),
            ("bytes=1-18446744073709551615", Part::Of(1..10)),
        ] {
            assert_eq!(part(Some(text), 10), expected, "{text}");
        }
        assert_eq!(part(None, 10), Part::Whole);
        assert_eq!(part(Some("bytes=0-"), 0), Part::Outside);
    }

    #[test]
    fn unchanged_bytes_are_not_sent_again() {
        let tag = etag(&[1; 32]);
        assert!(
            is_unchanged(Some(&tag), &[1; 32])
                && is_unchanged(Some(&format!("\"x\", W/{tag}")), &[1; 32])
                && is_unchanged(Some("*"), &[1; 32])
        );
        assert!(!is_unchanged(Some(&tag), &[2; 32]) && !is_unchanged(None, &[1; 32]) && !is_unchanged(Some("\"\""), &[1; 32]));
    }
}
