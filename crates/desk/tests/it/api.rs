//! The route table.

use std::collections::BTreeSet;

/// Every operation has a name of its own, and every route its own place: the document cannot be made otherwise.
#[test]
fn the_document_is_made_and_its_operations_differ() {
    let (_, lines, document) = desk::http::openapi::assemble(desk::slices());
    let mut seen = BTreeSet::new();
    for line in &lines {
        assert!(seen.insert(line.operation), "{} is there twice", line.operation);
    }
    let described: usize = document.paths.map_or(0, |paths| paths.paths.len());
    let places: BTreeSet<&str> = lines.iter().map(|line| line.path.as_str()).collect();
    assert_eq!(described, places.len());
}

/// What a reader of the document needs to call a route and to understand its answer is in it.
#[test]
fn the_document_is_whole() {
    let (_, _, document) = desk::http::openapi::assemble(desk::slices());
    let document = serde_json::to_value(&document).unwrap();
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document.pointer(reference).is_some(), "{reference} is spoken of and not there");
    }
    for (path, item) in document["paths"].as_object().unwrap() {
        for name in path.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
            let has = |of: &serde_json::Value| {
                let mut all = of["parameters"].as_array().into_iter().flatten();
                all.any(|p| p["in"] == "path" && p["name"] == name)
            };
            let mut operations = item.as_object().unwrap().iter().filter(|(key, _)| *key != "parameters");
            assert!(
                has(item) || operations.all(|(_, operation)| has(operation)),
                "{path} does not describe {name}"
            );
        }
    }
}

/// Whatever a member makes under their organisation can be asked for twice and made once, and the document says by which header.
#[test]
fn every_create_takes_an_idempotency_key() {
    let (_, _, document) = desk::http::openapi::assemble(desk::slices());
    let document = serde_json::to_value(&document).unwrap();
    let mut creates = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let post = &item["post"];
        let member = path.starts_with("/api/v1/organisations/{org}/");
        if !member || post["responses"]["201"].is_null() {
            continue;
        }
        let named = post["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .any(|p| p["name"] == "Idempotency-Key");
        assert!(named, "{path}");
        creates += 1;
    }
    assert!(creates > 20, "{creates}");
}

/// A number at the end says that two types had one name: it would move to another type with the next one that is added.
#[test]
fn every_schema_has_a_name_of_its_own() {
    let (_, _, document) = desk::http::openapi::assemble(desk::slices());
    let document = serde_json::to_value(&document).unwrap();
    let names: Vec<&String> = document["components"]["schemas"].as_object().unwrap().keys().collect();
    let numbered: Vec<_> = names.iter().filter(|name| name.ends_with(|c: char| c.is_ascii_digit())).collect();
    assert!(names.len() > 100 && numbered.is_empty(), "{numbered:?}");
}
