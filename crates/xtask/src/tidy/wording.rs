//! No text in code: what a person reads in the panel comes from the catalogue, and every language has the same keys.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

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

/// Our own name is a name.
const NAMES: &[&str] = &["Relevo"];

const LANGUAGES: &[&str] = &["es", "en", "pt", "pt-BR", "fr", "de", "it", "pl"];

/// What CLDR calls the forms of a number; a language has those that it needs.
const PLURALS: &[&str] = &["zero", "one", "two", "few", "many", "other"];

pub fn no_text_in_code(house: &House, found: &mut Vec<Finding>) {
    for source in house.under("", &[".svelte"]).filter(|s| !s.path.contains("/testdata/")) {
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

pub fn same_keys(house: &House, found: &mut Vec<Finding>) {
    for spanish in house.under("", &["/es.json"]) {
        let folder = &spanish.path[..spanish.path.len() - "es.json".len()];
        let Some(keys) = keys(spanish, found) else { continue };
        if house.get(&format!("{folder}en.json")).is_none() {
            found.push(Finding::new(spanish, 1, "has no en.json beside it"));
        }
        for language in LANGUAGES.iter().filter(|l| **l != "es") {
            let Some(other) = house.get(&format!("{folder}{language}.json")) else {
                continue;
            };
            let Some(theirs) = self::keys(other, found) else { continue };
            for key in keys.keys().filter(|k| !theirs.contains_key(*k)) {
                found.push(Finding::new(other, 1, format!("`{key}` is missing; Spanish has it")));
            }
            for (key, fields) in &theirs {
                match keys.get(key) {
                    None => found.push(Finding::new(
                        other,
                        line_of(other, key),
                        format!("`{key}` is not in Spanish, which is written first"),
                    )),
                    Some(ours) if ours != fields => {
                        found.push(Finding::new(
                            other,
                            line_of(other, key),
                            format!("`{key}` has other fields than in Spanish: {ours:?}, here {fields:?}"),
                        ));
                    }
                    Some(_) => {}
                }
            }
        }
    }
}

type Keys = BTreeMap<String, BTreeSet<String>>;

fn keys(source: &Source, found: &mut Vec<Finding>) -> Option<Keys> {
    match serde_json::from_str::<Value>(&source.text) {
        Ok(value) => {
            let mut keys = Keys::new();
            flatten("", &value, &mut keys);
            Some(keys)
        }
        Err(error) => {
            found.push(Finding::new(source, error.line(), format!("is not JSON: {error}")));
            None
        }
    }
}

fn flatten(path: &str, value: &Value, keys: &mut Keys) {
    match value {
        Value::Object(map) if !map.is_empty() && map.keys().all(|k| PLURALS.contains(&k.as_str())) => {
            let fields = map.values().filter_map(Value::as_str).flat_map(fields).collect();
            keys.insert(path.to_owned(), fields);
        }
        Value::Object(map) => {
            for (key, value) in map {
                flatten(&if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, value, keys);
            }
        }
        other => {
            keys.insert(
                path.to_owned(),
                other.as_str().map(|text| fields(text).collect()).unwrap_or_default(),
            );
        }
    }
}

/// The names in `{name}` and `{count, plural, …}`.
fn fields(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('{').skip(1).filter_map(|after| {
        let name = after.split([',', '}']).next()?.trim();
        let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        // Inside a plural's branch, `{1 ticket}` is text.
        (plain && after[name.len()..].trim_start().starts_with([',', '}'])).then(|| name.to_owned())
    })
}

fn line_of(source: &Source, key: &str) -> usize {
    let last = format!("\"{}\"", key.rsplit('.').next().unwrap_or(key));
    let whole = format!("\"{key}\"");
    source
        .text
        .lines()
        .position(|l| l.contains(&whole) || l.trim_start().starts_with(&last))
        .map_or(1, |n| n + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(svelte: &str) -> usize {
        let mut found = Vec::new();
        no_text_in_code(&House::of(&[("panel/src/a.svelte", svelte)]), &mut found);
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

    fn catalogue(es: &str, en: &str) -> Vec<String> {
        let mut found = Vec::new();
        same_keys(&House::of(&[("x/es.json", es), ("x/en.json", en)]), &mut found);
        found.into_iter().map(|f| f.sentence).collect()
    }

    #[test]
    fn the_same_keys_in_every_language() {
        assert!(catalogue(r#"{"a":{"b":"Hola {name}"}}"#, r#"{"a":{"b":"Hello {name}"}}"#).is_empty());
        assert_eq!(catalogue(r#"{"a":"x","c":"y"}"#, r#"{"b":"x","c":"y"}"#).len(), 2);
        let mut found = Vec::new();
        same_keys(&House::of(&[("x/es.json", "{}")]), &mut found);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn the_same_fields_and_each_its_own_plurals() {
        assert_eq!(catalogue(r#"{"a":"Hola {name}"}"#, r#"{"a":"Hello {nombre}"}"#).len(), 1);
        assert!(
            catalogue(
                r#"{"n":{"one":"{n} fila","many":"{n} de filas","other":"{n} filas"}}"#,
                r#"{"n":{"one":"{n} row","other":"{n} rows"}}"#
            )
            .is_empty()
        );
        assert!(
            catalogue(
                "{\"n\":\"{n, plural, one {una} other {# filas}}\"}",
                "{\"n\":\"{n, plural, one {1 row} other {# rows}}\"}"
            )
            .len()
                <= 1
        );
    }
}
