//! Passwords that everybody tries first. The list is data: `data/common-passwords.txt`, one word a line, folded.

use std::collections::HashSet;
use std::sync::LazyLock;

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("../../data/common-passwords.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// A list of words, or a word about the person, perhaps decorated: `Contraseña.2026`, `P4ssw0rd!!`, `qwertyqwerty`. So is what hardly varies.
pub fn is_common(password: &str, about: &[&str]) -> bool {
    let folded = kit::fold::fold(password.trim());
    let varied: HashSet<char> = folded.chars().collect();
    if varied.len() < 4 || is_run(&folded) {
        return true;
    }
    let about: HashSet<String> = about.iter().flat_map(|text| forms(text)).filter(|word| word.len() > 2).collect();
    let known = |word: &str| WORDS.contains(word) || about.contains(word);
    candidates(&folded)
        .iter()
        .any(|word| known(word) || halves(word).is_some_and(known))
}

/// What a password may be when its decoration is taken off.
fn candidates(folded: &str) -> Vec<String> {
    let squeezed: String = folded.chars().filter(|c| !c.is_whitespace() && !"-_.".contains(*c)).collect();
    let plain = |text: &str| -> String { text.chars().map(letter).collect() };
    let bare = |text: &str| text.trim_matches(|c: char| !c.is_alphabetic()).to_owned();
    let mut found = vec![
        folded.to_owned(),
        squeezed.clone(),
        plain(&squeezed),
        bare(&squeezed),
        plain(&bare(&squeezed)),
    ];
    // Signs only: `p4ssw0rd!!` keeps its digits, which may stand for letters.
    let signless = squeezed.trim_matches(|c: char| !c.is_alphanumeric());
    found.push(plain(signless));
    found.push(signless.to_owned());
    found.retain(|word| !word.is_empty());
    found
}

/// The letter that a digit or sign stands for.
fn letter(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// The half of a word that is written twice.
fn halves(word: &str) -> Option<&str> {
    let (a, b) = word.split_at_checked(word.len() / 2)?;
    (a == b && !a.is_empty()).then_some(a)
}

/// `abcdefghij`, `9876543210`: each character follows the one before it.
fn is_run(text: &str) -> bool {
    let codes: Vec<u32> = text.chars().map(u32::from).collect();
    let follows = |step: i64| {
        codes.windows(2).all(|pair| {
            let by = i64::from(pair[1]) - i64::from(pair[0]);
            by == step || by == -9 * step
        })
    };
    follows(1) || follows(-1)
}

/// The ways in which a person may have written something about themselves.
fn forms(text: &str) -> Vec<String> {
    let folded = kit::fold::fold(text.trim());
    let words = kit::fold::words(text);
    let local = folded.split('@').next().unwrap_or_default().to_owned();
    let mut forms = vec![folded, local, words.concat()];
    forms.extend(words);
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_folded_and_has_no_word_twice() {
        let text = include_str!("../../data/common-passwords.txt");
        let words: Vec<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        assert!(words.len() > 300, "{}", words.len());
        assert_eq!(
            words.len(),
            WORDS.len(),
            "twice: {:?}",
            words
                .iter()
                .filter(|w| words.iter().filter(|x| x == w).count() > 1)
                .collect::<Vec<_>>()
        );
        for word in words {
            assert_eq!(kit::fold::fold(word.trim()), word);
        }
    }

    #[test]
    fn decorated_words_are_still_those_words() {
        for bad in [
            "Contraseña.2026",
            "P4ssw0rd!!",
            "qwertyqwerty",
            "abcdefghijk",
            "0987654321",
            "1234567890",
            "iloveyou123",
            "¡¡Bienvenido1!!",
            "M-e-x-i-c-o-2-0-2-6",
            "121212121212",
            "Relevo Relevo",
            "dragon dragon",
        ] {
            assert!(is_common(bad, &[]), "{bad}");
        }
        for good in [
            "cosechadora sin freno",
            "Tq9!vR2#mZp0",
            "mi perro come maíz",
            "dragon de hojalata 7",
        ] {
            assert!(!is_common(good, &[]), "{good}");
        }
    }

    #[test]
    fn words_about_the_person() {
        let about = ["maria.urrutia@tractoreslerma.mx", "María Urrutia", "Tractores Lerma"];
        for bad in [
            "mariaurrutia",
            "MaríaUrrutia1990",
            "maria.urrutia@tractoreslerma.mx",
            "TractoresLerma!",
            "urrutia12345",
        ] {
            assert!(is_common(bad, &about), "{bad}");
            assert!(!is_common(bad, &["Otra"]), "{bad}");
        }
        assert!(!is_common("de la sierra al mar", &["De la O"]));
    }
}
