//! Names of files: cleaned of what deceives a reader, a terminal or a file system. The extension is kept, since people go by it.

use unicode_normalization::UnicodeNormalization;

/// Bytes, of the 255 that file systems allow: browsers add ` (1)`.
const MAX_BYTES: usize = 180;
const MAX_EXTENSION: usize = 16;

/// What Windows keeps for itself, whatever the extension.
const RESERVED: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4",
    "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// A name that may be shown and saved.
pub fn clean(typed: &str) -> String {
    // Only the last component: some send the whole path on their machine.
    let last = typed.rsplit(['/', '\\']).find(|part| !part.trim().is_empty()).unwrap_or_default();
    let visible: String = last
        .chars()
        .filter(|c| !hidden(*c))
        .map(|c| if forbidden(c) { '_' } else { c })
        .nfc()
        .collect();
    let blanks: Vec<&str> = visible.split_whitespace().collect();
    let trimmed = blanks.join(" ");
    let name = trimmed.trim_matches(|c: char| c == '.' || c == ' ');
    let name = if name.is_empty() { "file" } else { name };
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    shorten(&if RESERVED.contains(&stem.as_str()) {
        format!("_{name}")
    } else {
        name.to_owned()
    })
}

/// The extension in lower case, without the dot.
pub fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    let plain = !stem.is_empty() && (1..=MAX_EXTENSION).contains(&extension.len()) && extension.chars().all(char::is_alphanumeric);
    plain.then(|| extension.to_lowercase())
}

/// Not seen, or changes how the rest is seen: `gnp.exe` must not be read `exe.png`.
fn hidden(c: char) -> bool {
    let direction = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    // The joiner U+200D is kept: it holds emoji together.
    let invisible = matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{200c}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    direction || invisible || (c.is_control() && !c.is_whitespace())
}

fn forbidden(c: char) -> bool {
    "<>:\"|?*".contains(c)
}

/// Cuts the stem and keeps the extension.
fn shorten(name: &str) -> String {
    if name.len() <= MAX_BYTES {
        return name.to_owned();
    }
    let (stem, tail) = match extension(name) {
        Some(extension) => name.split_at(name.len() - extension_bytes(name, &extension) - 1),
        None => (name, ""),
    };
    let stem = &stem[..stem.floor_char_boundary(MAX_BYTES - tail.len())];
    format!("{}{tail}", stem.trim_end_matches(['.', ' ']))
}

/// As it stands in the name: lower case may be longer or shorter.
fn extension_bytes(name: &str, extension: &str) -> usize {
    name.rsplit_once('.').map_or(extension.len(), |(_, written)| written.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    #[test]
    fn names_and_what_becomes_of_them() {
        for (typed, expected) in [
            ("informe.pdf", "informe.pdf"),
            ("Año 2026 – cosecha (final).xlsx", "Año 2026 – cosecha (final).xlsx"),
            ("C:\\Users\\rosa\\foto.jpg", "foto.jpg"),
            ("../../etc/passwd", "passwd"),
            ("carpeta/", "carpeta"),
            ("a\u{202e}gpj.exe", "agpj.exe"),
            ("a\u{2066}b\u{2069}\u{200f}.txt", "ab.txt"),
            ("ca\u{301}mara.jpg", "cámara.jpg"),
            ("a\r\nContent-Type: text/html\r\n\r\n.txt", "html .txt"),
            ("tab\there\u{0}\u{7f}\u{1b}[31m.txt", "tab here[31m.txt"),
            ("a<b>:\"c|d?*.txt", "a_b___c_d__.txt"),
            ("  .. hola ..  ", "hola"),
            (".htaccess", "htaccess"),
            ("CON", "_CON"),
            ("nul.txt", "_nul.txt"),
            ("console.txt", "console.txt"),
            ("COM1 .log", "_COM1 .log"),
            ("", "file"),
            ("...", "file"),
            ("\u{202e}\u{200b}", "file"),
            ("👩\u{200d}🌾.png", "👩\u{200d}🌾.png"),
        ] {
            assert_eq!(clean(typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn long_names_keep_their_extension() {
        let long = clean(&format!("{}.PDF", "ñ".repeat(500)));
        assert!(long.len() <= MAX_BYTES && long.ends_with("ñ.PDF"), "{long}");
        assert_eq!(clean(&"a".repeat(500)).len(), MAX_BYTES);
        assert_eq!(extension("Foto.JPeG").as_deref(), Some("jpeg"));
        for none in ["foto", ".jpg", "foto.", "a.b c", &format!("a.{}", "x".repeat(17))] {
            assert_eq!(extension(none), None, "{none}");
        }
    }

    const AWKWARD: &[char] = &[
        '.', '/', '\\', ':', ' ', '\0', '\n', '\u{202e}', '\u{2066}', '\u{301}', 'İ', 'ñ', 'a', '\u{200b}',
    ];

    proptest! {
        /// Cleaning is done once: a clean name stays as it is, and is always one that can be written.
        #[test]
        fn clean_names_are_clean(typed in proptest::collection::vec(prop_oneof![any::<char>(), select(AWKWARD)], 0..120)) {
            let typed: String = typed.into_iter().collect();
            let name = clean(&typed);
            prop_assert!(!name.is_empty() && name.len() <= MAX_BYTES);
            prop_assert!(!name.contains(['/', '\\']) && !name.chars().any(|c| c.is_control() || hidden(c) || forbidden(c)));
            prop_assert_eq!(clean(&name), name);
        }
    }
}
