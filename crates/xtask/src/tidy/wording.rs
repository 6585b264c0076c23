//! No text in code: what a person reads in the panel comes from the catalogue.

use super::{
    house::{Finding, House, Source},
    markup::{Piece, pieces},
};

/// Attributes that are read aloud or shown.
const READ: &[&str] = &[
    "aria-label",
    "aria-description",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
    "alt",
    "label",
    "placeholder",
    "title",
    "heading",
    "hint",
    "description",
];

/// Elements whose text is the same in every language: keys and code.
const SAME_EVERYWHERE: &[&str] = &["kbd", "code", "svg:title"];

/// Folders whose texts nobody but us reads, each with its reason.
const NOT_FOR_PEOPLE: &[(&str, &str)] = &[(
    "panel/src/lib/gallery/",
    "shows the UI kit to its builders; the build leaves it out",
)];

/// Our own name is a name.
const NAMES: &[&str] = &["Relevo"];

pub fn check(house: &House, found: &mut Vec<Finding>) {
    let read = |source: &&Source| !NOT_FOR_PEOPLE.iter().any(|(folder, _)| source.path.starts_with(folder));
    for source in house.under("", &[".svelte"]).filter(read) {
        for piece in pieces(&source.text) {
            let (text, line) = match piece {
                Piece::Text { text, tag, line } if !SAME_EVERYWHERE.contains(&tag) && has_words(text) => (text, line),
                Piece::Literal { name, text, line } if READ.contains(&name) && has_words(text) && !is_key(text) => (text, line),
                Piece::Expression { code, line } if !code.starts_with(['#', ':', '/', '@']) => match prose(code) {
                    Some(text) => (text, line),
                    None => continue,
                },
                Piece::Computed { name, code, line } if READ.contains(&name) => match prose(code) {
                    Some(text) => (text, line),
                    None => continue,
                },
                _ => continue,
            };
            let shown: String = text.chars().take(40).collect();
            found.push(Finding::new(
                source,
                line,
                format!("text in code: “{}” belongs in the catalogue", shown.trim()),
            ));
        }
    }
}

fn has_words(text: &str) -> bool {
    let mut text = text.to_owned();
    for name in NAMES {
        text = text.replace(name, "");
    }
    // `&nbsp;` is not a word.
    let bare: String = text
        .split('&')
        .enumerate()
        .map(|(n, part)| if n == 0 { part } else { part.split_once(';').map_or(part, |p| p.1) })
        .collect();
    bare.chars().any(char::is_alphabetic)
}

/// `ticket.close`: a component may be given the key of its text.
fn is_key(text: &str) -> bool {
    text.contains(['.', '_'])
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c))
}

/// A string inside an expression that reads like language: several words, or one with a capital.
fn prose(code: &str) -> Option<&str> {
    let mut rest = code;
    while let Some(from) = rest.find(['"', '\'', '`']) {
        let quote = rest[from..].chars().next()?;
        let inner = &rest[from + 1..];
        let to = inner.find(quote)?;
        let text = &inner[..to];
        let capital = text.starts_with(char::is_uppercase) && text.chars().nth(1).is_some_and(char::is_lowercase) && has_words(text);
        let words = text
            .split_whitespace()
            .filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 1 && !w.contains(['{', '$', '-', '.', ':']));
        if capital || words.count() > 1 {
            return Some(text);
        }
        rest = &inner[to + 1..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(svelte: &str) -> usize {
        let mut found = Vec::new();
        check(&House::of(&[("panel/src/a.svelte", svelte)]), &mut found);
        found.len()
    }

    #[test]
    fn text_between_tags() {
        assert_eq!(texts("<p>Hola</p>"), 1);
        assert_eq!(texts("<p>{t('hello')} · &nbsp;— 12</p><kbd>Ctrl</kbd><h1>Relevo</h1>"), 0);
        assert_eq!(texts("{#if state === 'On hold'}<p>{name}</p>{:else}no{/if}"), 1);
    }

    #[test]
    fn text_in_attributes_and_expressions() {
        assert_eq!(texts("<input placeholder=\"Buscar\" class=\"Big red\">"), 1);
        assert_eq!(
            texts("<button aria-label={ok ? 'Cerrar' : t('x')} class={ok ? 'Big red' : ''} />"),
            1
        );
        assert_eq!(texts("<p>{ok ? 'Se cierra' : time(at, 'short')}</p>"), 1);
        assert_eq!(texts("<Field label=\"ticket.subject\" title={t('a', { n: `${x} y` })} />"), 0);
    }
}
