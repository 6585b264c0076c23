//! As much of JSON Schema as our own schemas use; a word that is not known here fails. A library for it would have the whole desk
//! compiled a second time, since it wants other features of what `kit` stands on.

use serde_json::Value;

/// What of a value is not as the schema has it, with its place.
pub fn faults(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (word, said) in schema.as_object().unwrap() {
        match word.as_str() {
            "$schema" | "$defs" | "title" | "description" | "format" => {}
            "type" => {
                let kind = match value {
                    Value::Null => "null",
                    Value::Bool(_) => "boolean",
                    Value::Number(_) => "number",
                    Value::String(_) => "string",
                    Value::Array(_) => "array",
                    Value::Object(_) => "object",
                };
                let one_of = said.as_array().is_some_and(|kinds| kinds.iter().any(|k| k == kind));
                if said != kind && !one_of {
                    found.push(format!("{at}: a {kind}"));
                }
            }
            // Ours are all ids: a prefix and 26 digits.
            "pattern" => {
                let pattern = said.as_str().unwrap();
                let prefix = pattern.trim_start_matches('^').split('[').next().unwrap();
                assert!(pattern.ends_with("{26}$"), "{pattern}");
                let digits = value.as_str().and_then(|v| v.strip_prefix(prefix));
                if !digits.is_some_and(|d| d.len() == 26 && d.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())) {
                    found.push(format!("{at}: {value} is not {pattern}"));
                }
            }
            "const" if said != value => found.push(format!("{at}: {value} is not {said}")),
            "const" => {}
            "enum" if !said.as_array().unwrap().contains(value) => found.push(format!("{at}: {value} is none of {said}")),
            "enum" => {}
            "required" => {
                let missing = said
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|name| value.get(name.as_str().unwrap()).is_none());
                missing.for_each(|name| found.push(format!("{at}: no {name}")));
            }
            "additionalProperties" => {
                assert_eq!(said, false);
                let known = &schema["properties"];
                let odd = value
                    .as_object()
                    .into_iter()
                    .flat_map(|o| o.keys())
                    .filter(|k| known.get(k).is_none());
                odd.for_each(|name| found.push(format!("{at}: {name} is not promised")));
            }
            "properties" => {
                for (name, inner) in said.as_object().unwrap() {
                    if let Some(inside) = value.get(name) {
                        found.extend(faults(root, inner, inside, &format!("{at}/{name}")));
                    }
                }
            }
            _ => found.extend(deeper(root, word, said, value, at)),
        }
    }
    found
}

fn deeper(root: &Value, word: &str, said: &Value, value: &Value, at: &str) -> Vec<String> {
    match word {
        "items" => {
            let all = value.as_array().into_iter().flatten().enumerate();
            all.flat_map(|(n, one)| faults(root, said, one, &format!("{at}/{n}"))).collect()
        }
        "$ref" => {
            let place = said.as_str().unwrap().trim_start_matches('#');
            faults(root, root.pointer(place).unwrap(), value, at)
        }
        "oneOf" | "anyOf" => {
            let fits = said.as_array().unwrap().iter().any(|one| faults(root, one, value, at).is_empty());
            if fits {
                Vec::new()
            } else {
                vec![format!("{at}: {value} is none of {said}")]
            }
        }
        other => panic!("a word of JSON Schema that is not known here: {other}"),
    }
}
