//! Every language has the same messages with the same fields. Spanish is written first.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::house::{Finding, House, Source};

/// The other six: beside every Spanish catalogue stand all of them.
const LANGUAGES: &[&str] = &["en", "fr", "de", "it", "pl", "pt-BR"];

/// What CLDR calls the forms of a number; a language has those that it needs.
const PLURALS: &[&str] = &["zero", "one", "two", "few", "many", "other"];

/// A message's key, and the names of its fields.
type Keys = BTreeMap<String, BTreeSet<String>>;

pub fn check(house: &House, found: &mut Vec<Finding>) {
    for spanish in house.under("", &["/es.json", ".es.json"]) {
        let before = &spanish.path[..spanish.path.len() - "es.json".len()];
        let Some(ours) = keys(spanish, found) else { continue };
        for language in LANGUAGES {
            match house.get(&format!("{before}{language}.json")) {
                Some(other) => compare(&ours, other, found),
                None => found.push(Finding::new(spanish, 1, format!("has no {language}.json beside it"))),
            }
        }
    }
}

fn compare(ours: &Keys, other: &Source, found: &mut Vec<Finding>) {
    let Some(theirs) = keys(other, found) else { return };
    for key in ours.keys().filter(|key| !theirs.contains_key(*key)) {
        found.push(Finding::new(other, 1, format!("`{key}` is missing; Spanish has it")));
    }
    for (key, fields) in &theirs {
        let sentence = match ours.get(key) {
            None => format!("`{key}` is not in Spanish, which is written first"),
            Some(spanish) if spanish != fields => format!("`{key}` has the fields {fields:?}, in Spanish {spanish:?}"),
            Some(_) => continue,
        };
        found.push(Finding::new(other, line_of(other, key), sentence));
    }
}

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
        Value::Object(map) if !map.is_empty() && map.keys().all(|key| PLURALS.contains(&key.as_str())) => {
            keys.insert(path.to_owned(), map.values().filter_map(Value::as_str).flat_map(fields).collect());
        }
        Value::Object(map) => {
            for (key, value) in map {
                let key = stem(map, key).unwrap_or(key);
                let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
                flatten(&path, value, keys);
            }
        }
        other => {
            keys.entry(path.to_owned())
                .or_default()
                .extend(other.as_str().map(fields).unwrap_or_default());
        }
    }
}

/// `unread` for `unread.few`, one of the forms of a number when `unread.one` and `unread.other` are there too.
fn stem<'a>(map: &Map<String, Value>, key: &'a str) -> Option<&'a str> {
    let (stem, form) = key.rsplit_once('.')?;
    let has = |form| map.contains_key(&format!("{stem}.{form}"));
    (PLURALS.contains(&form) && has("one") && has("other")).then_some(stem)
}

/// The names that a message asks for: `{name}`, `{count, plural, …}`, and those inside the plural's branches.
fn fields(message: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    collect(message, &mut names);
    names
}

fn collect(message: &str, names: &mut BTreeSet<String>) {
    let mut rest = message;
    while let Some(at) = rest.find(['{', '\'']) {
        let inner = &rest[at + 1..];
        if rest[at..].starts_with('\'') {
            // A quoted brace is text; a lone apostrophe is itself.
            let quoted = inner.starts_with(['{', '}', '#']);
            rest = if quoted {
                inner.split_once('\'').map_or("", |(_, after)| after)
            } else {
                inner
            };
            continue;
        }
        let end = closing(inner);
        let mut parts = inner[..end].splitn(3, ',').map(str::trim);
        names.extend(parts.next().map(str::to_owned));
        let kind = parts.next().unwrap_or_default();
        if ["plural", "select", "selectordinal"].contains(&kind) {
            branches(parts.next().unwrap_or_default(), names);
        }
        rest = inner.get(end + 1..).unwrap_or_default();
    }
}

/// `one {…} other {…}`: what stands in braces is a message again.
fn branches(text: &str, names: &mut BTreeSet<String>) {
    let mut rest = text;
    while let Some((_, inner)) = rest.split_once('{') {
        let end = closing(inner);
        collect(&inner[..end], names);
        rest = inner.get(end + 1..).unwrap_or_default();
    }
}

/// Where the brace that was opened just before is closed.
fn closing(inner: &str) -> usize {
    let mut depth = 1;
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    inner.len()
}

fn line_of(source: &Source, key: &str) -> usize {
    let last = format!("\"{}\"", key.rsplit('.').next().unwrap_or(key));
    let whole = format!("\"{key}\"");
    let here = |line: &str| line.contains(&whole) || line.trim_start().starts_with(&last);
    source.text.lines().position(here).map_or(1, |n| n + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(es: &str, en: &str) -> usize {
        let mut found = Vec::new();
        let all = ["x/en.json", "x/fr.json", "x/de.json", "x/it.json", "x/pl.json", "x/pt-BR.json"];
        let others = all.map(|path| (path, if path == "x/en.json" { en } else { es }));
        check(&House::of(&[&[("x/es.json", es)][..], &others].concat()), &mut found);
        found.len()
    }

    #[test]
    fn the_same_keys_in_every_language() {
        assert_eq!(findings(r#"{"a":{"b":"Hola {name}"}}"#, r#"{"a":{"b":"Hello {name}"}}"#), 0);
        assert_eq!(findings(r#"{"a":"x","c":"y"}"#, r#"{"b":"x","c":"y"}"#), 2);
        assert_eq!(findings(r#"{"a":"x"}"#, "{"), 1);
        let mut found = Vec::new();
        check(
            &House::of(&[("x/es.json", "{}"), ("x/problems.es.json", "{}"), ("x/notes.json", "{}")]),
            &mut found,
        );
        assert_eq!(found.len(), 2 * LANGUAGES.len());
    }

    #[test]
    fn the_same_fields_and_each_its_own_plurals() {
        assert_eq!(findings(r#"{"a":"Hola {name}"}"#, r#"{"a":"Hello {nombre}"}"#), 1);
        let es = r#"{"n":{"one":"{n} fila","many":"{n} de filas","other":"{n} filas"}}"#;
        assert_eq!(findings(es, r#"{"n":{"one":"{n} row","other":"{n} rows"}}"#), 0);
        let flat = r#"{"n.one":"{n} fila","n.other":"{n} filas"}"#;
        assert_eq!(findings(flat, r#"{"n.one":"{n} row","n.few":"{n} rows","n.other":"{n} rows"}"#), 0);
        assert_eq!(findings(flat, r#"{"n.few":"{n} rows","n.other":"{n} rows"}"#), 3);
        let icu = |one: &str| format!(r#"{{"n":"{{n, plural, one {{{one}}} other {{# de {{who}}}}}}"}}"#);
        assert_eq!(findings(&icu("una"), &icu("1 row")), 0);
        assert_eq!(findings(&icu("{a}"), &icu("{b}")), 1);
    }

    #[test]
    fn apostrophes_and_quoted_braces_are_text() {
        assert_eq!(fields("it's '{x}' {y}"), BTreeSet::from(["y".to_owned()]));
    }
}
