//! What a file is, by its content. The name only chooses among kinds that are told apart by nothing else and are never shown inline.

use super::name::extension;

/// How much of the beginning is looked at.
pub const HEAD: usize = 8 * 1024;

/// The type of what nothing is known about.
pub const BYTES: &str = "application/octet-stream";

/// Formats that may consist of plain characters.
const WRITTEN: &[&str] = &[
    "application/pdf",
    "application/rtf",
    "application/postscript",
    "text/html",
    "text/xml",
    "text/x-shellscript",
];

/// Programs: refused, since a desk is where strangers hand files to people in a hurry.
const PROGRAMS: &[&str] = &[
    "application/vnd.microsoft.portable-executable",
    "application/x-executable",
    "application/x-mach-binary",
    "application/java",
    "application/wasm",
    "application/vnd.android.dex",
    "application/vnd.android.dey",
    "application/x-llvm",
    "application/x-msi",
    "application/x-google-chrome-extension",
    "application/vnd.debian.binary-package",
    "application/x-rpm",
    "application/x-shockwave-flash",
    "text/x-shellscript",
];

pub fn is_program(media_type: &str) -> bool {
    PROGRAMS.contains(&media_type)
}

/// The media type of a file that begins with `head` and is called `name`.
pub fn media_type(head: &[u8], name: &str) -> &'static str {
    let head = &head[..head.len().min(HEAD)];
    let found = infer::get(head).map(|found| found.mime_type());
    if is_text(head) {
        return match found.filter(|found| WRITTEN.contains(found)) {
            Some("text/xml") | None if is_svg(head) => "image/svg+xml",
            Some(found) => found,
            None => written(name),
        };
    }
    let extension = extension(name);
    match (found, extension.as_deref()) {
        // The old office formats are one container; their kind stands deep inside.
        (_, Some(extension)) if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") => compound(extension).or(found).unwrap_or(BYTES),
        (Some("application/zip"), Some(extension)) => zipped(extension).unwrap_or("application/zip"),
        (Some("video/webm"), Some("weba")) => "audio/webm",
        (Some(found), _) => found,
        (None, _) => BYTES,
    }
}

/// Characters and line ends only, in UTF-8, UTF-16 with its mark, or one of the old encodings.
fn is_text(head: &[u8]) -> bool {
    if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
        return head.len() > 2 && head.len().is_multiple_of(2) && !head.chunks(2).any(|pair| pair == [0, 0]);
    }
    !head.is_empty() && !head.iter().any(|byte| matches!(byte, 0..=8 | 11 | 14..=26 | 28..=31 | 127))
}

fn is_svg(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<') && text.contains("<svg")
}

fn written(name: &str) -> &'static str {
    match extension(name).as_deref() {
        Some("csv") => "text/csv",
        Some("json") => "application/json",
        Some("vcf") => "text/vcard",
        Some("ics") => "text/calendar",
        _ => "text/plain",
    }
}

fn compound(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "doc" | "dot" => "application/msword",
        "xls" | "xlt" => "application/vnd.ms-excel",
        "ppt" | "pps" => "application/vnd.ms-powerpoint",
        "msg" => "application/vnd.ms-outlook",
        "msi" => "application/x-msi",
        _ => return None,
    })
}

fn zipped(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "apk" | "xapk" => "application/vnd.android.package-archive",
        "jar" => "application/java-archive",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header in full: a shorter one is no program that could run.
    const ELF: [u8; 64] = {
        let mut head = [0; 64];
        (head[0], head[1], head[2], head[3], head[4], head[5], head[6]) = (0x7F, b'E', b'L', b'F', 2, 1, 1);
        head
    };

    #[test]
    fn content_decides_and_not_the_name() {
        let mut webm = b"\x1A\x45\xDF\xA3\x01\0\0\0\0\0\0\x1F\x42\x82\x84webm".to_vec();
        webm.resize(300, 0);
        let cases: &[(&[u8], &str, &str)] = &[
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.pdf", "image/png"),
            (b"\xFF\xD8\xFF\xE0\0\x10JFIF\0", "a.txt", "image/jpeg"),
            (b"GIF89a\x01\0\x01\0", "a.html", "image/gif"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "a", "image/webp"),
            (b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n\0", "a.png", "application/pdf"),
            (b"%PDF-1.4\nall of it is written\n", "a.txt", "application/pdf"),
            (b"OggS\0\x02\0\0\0\0\0\0\0\0", "voz.txt", "audio/ogg"),
            (b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2", "a.doc", "video/mp4"),
            (b"MZ\x90\0\x03\0\0\0", "foto.jpg", "application/vnd.microsoft.portable-executable"),
            (&ELF, "foto.jpg", "application/x-executable"),
            (b"#!/bin/sh\nrm -rf /\n", "foto.jpg", "text/x-shellscript"),
            (b"<!DOCTYPE html><p>hola", "foto.jpg", "text/html"),
            (b"  <script >alert(1)</script>", "foto.jpg", "text/html"),
            (
                b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                "foto.png",
                "image/svg+xml",
            ),
            (b"\xEF\xBB\xBF <!-- x --><SVG onload=alert(1)>", "foto.png", "image/svg+xml"),
            (b"<?xml version=\"1.0\"?><factura/>", "f.xml", "text/xml"),
            (b"MZ-500 es el modelo del tractor\r\n", "nota.txt", "text/plain"),
            ("Ñandú; 15 kg\n".as_bytes(), "a.exe", "text/plain"),
            (b"nombre;tel\xE9fono\r\nIrma;33\r\n", "clientes.csv", "text/csv"),
            (b"\xFF\xFEh\0o\0l\0a\0", "nota.txt", "text/plain"),
            (b"{\"a\":1}", "a.json", "application/json"),
            (b"PK\x03\x04\x14\0\0\0\0\0aaaaaaaaaaaaaaaaaaaa", "a.zip", "application/zip"),
            (
                b"PK\x03\x04\x14\0\0\0\0\0aaaaaaaaaaaaaaaaaaaa",
                "a.docx",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
            (b"PK\x03\x04\x14\0\0\0\0\0aaaaaaaaaaaaaaaaaaaa", "a.png", "application/zip"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0", "a.xls", "application/vnd.ms-excel"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0", "a.msi", "application/x-msi"),
            (&webm, "voz.weba", "audio/webm"),
            (b"\0\x01\x02\x03\x04", "a.png", BYTES),
            (b"", "a.png", BYTES),
        ];
        for (head, name, expected) in cases {
            assert_eq!(media_type(head, name), *expected, "{name} {:?}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn an_office_document_is_known_by_what_is_in_it() {
        let entry = |name: &str, body: &[u8]| {
            let mut bytes = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
            bytes.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
            bytes.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
            bytes.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
            bytes.extend([0, 0]);
            bytes.extend(name.as_bytes());
            bytes.extend(body);
            bytes
        };
        let docx = [entry("word/document.xml", b"<w/>"), entry("[Content_Types].xml", b"<x/>")].concat();
        assert_eq!(
            media_type(&docx, "foto.png"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        );
        let odt = entry("mimetype", b"application/vnd.oasis.opendocument.text");
        assert_eq!(media_type(&odt, "foto.png"), "application/vnd.oasis.opendocument.text");
    }

    #[test]
    fn programs_are_known_for_what_they_are() {
        for (head, program) in [
            (&b"MZ\x90\0\x03\0\0\0"[..], true),
            (b"#!/bin/sh\n", true),
            (b"\xCA\xFE\xBA\xBE\0\0\0\x34", true),
            (b"hola", false),
            (b"%PDF-1.7\n\0", false),
        ] {
            assert_eq!(is_program(media_type(head, "x")), program, "{head:?}");
        }
        assert!(is_program(media_type(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0", "setup.msi")));
    }
}
