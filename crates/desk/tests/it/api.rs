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
