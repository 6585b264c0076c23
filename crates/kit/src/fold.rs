//! How text becomes words for search, and how names are compared. Done here and not by the engines,
//! so that both find the same.

use unicode_normalization::UnicodeNormalization;

/// A word longer than this is cut; nobody types it into a search box.
pub const MAX_WORD: usize = 48;

/// Lower case, without accents: `Cosechadora Ñandú` → `cosechadora nandu`.
pub fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The folded words of a text, in order, cut at everything that is neither letter nor digit.
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| w.chars().take(MAX_WORD).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_are_folded_and_punctuation_cuts() {
        assert_eq!(
            words("¿La COSECHADORA de Íñigo? ¡nº 7-B!"),
            ["la", "cosechadora", "de", "inigo", "no", "7", "b"]
        );
        assert_eq!(words("  "), Vec::<String>::new());
        assert_eq!(words(&"a".repeat(100))[0].len(), MAX_WORD);
        assert_eq!(fold("Straße ﬁn"), "straße fin");
    }
}
